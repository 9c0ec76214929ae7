"""What a party does from its link, without an account: read, say where it stands, agree, hand on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import public
from maillage.plans.forms.commitments import AgreeForm, HandOnForm, UpdateForm
from maillage.plans.models import Party
from maillage.plans.queries import commitments as queries
from maillage.plans.services import following, links
from maillage.plans.views.manage import HELD
from maillage.programmes.forms import accepted


def _party(token: str) -> Party:
    found = links.party_of_link(token)
    if found is None:
        raise Http404
    return found


@public
@never_cache
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The commitment, and saying where it stands. Opening the link changes nothing."""
    party = _party(token)
    commitment = party.commitment
    updates = queries.updates_of(commitment)
    said = (
        {"state": updates[0].state, "percent": updates[0].percent}
        if updates
        else {"state": "ONGOING", "percent": 0}
    )
    form = UpdateForm(request.POST if request.method == "POST" else None, initial=said)
    if form.is_bound and accepted(form, following.save_update, commitment=commitment, party=party):
        if form.made.held:  # type: ignore[attr-defined]
            messages.warning(request, HELD)
        messages.success(request, "Merci, c’est gardé. Vous pouvez fermer cette page.")
        return redirect("holding:show", token)
    agree = AgreeForm(initial={"public": party.agrees_public, "tie": party.agrees_tie})
    if not commitment.is_public:
        del agree.fields["public"]
    if not commitment.aims.exists():  # type: ignore[attr-defined]
        del agree.fields["tie"]
    today_of = queries.actors_today(commitment.territory)
    context = {
        "token": token,
        "party": party,
        "commitment": commitment,
        "territory": commitment.territory,
        "others": [
            today_of[each.actor_id].public_name
            for each in commitment.parties.filter(left_at__isnull=True).exclude(pk=party.pk)  # type: ignore[attr-defined]
        ],
        "updates": updates,
        "form": form,
        "agree": agree,
    }
    return render(request, "plans/holding.html", context)


@require_POST
@public
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes to one's part, and to what may be read of it."""
    party, form = _party(token), AgreeForm(request.POST)
    if form.is_valid():
        links.agree(party=party, **form.cleaned_data)
        messages.success(request, "C’est noté. Vous pouvez changer d’avis ici, à tout moment.")
    return redirect("holding:show", token)


@require_POST
@public
def reminders(request: HttpRequest, token: str) -> HttpResponse:
    """No reminder any more, or reminders again."""
    stop = request.POST.get("stop") == "yes"
    following.stop_reminders(party=_party(token), stop=stop)
    messages.success(
        request, "Vous ne recevrez plus de rappel." if stop else "Vous recevrez à nouveau les rappels."
    )
    return redirect("holding:show", token)


@public
@never_cache
def hand_on(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody else of the same actor goes on."""
    party = _party(token)
    form = HandOnForm(request.POST if request.method == "POST" else None)
    context = {"token": token, "party": party, "commitment": party.commitment, "form": form}
    if form.is_bound and accepted(form, links.hand_on, party=party):
        return render(request, "plans/handed.html", context)
    return render(request, "plans/hand_on.html", context)
