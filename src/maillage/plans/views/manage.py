"""The commitments of a territory: their list, one of them, who takes part, the ties it aims at."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.context.queries import level_names
from maillage.core.guards import allowed
from maillage.diagnosis.biography import biographies_of
from maillage.meetings.models import Decision
from maillage.plans.forms.commitments import AimForm, CommitmentForm, PartyForm, UpdateForm
from maillage.plans.models import Aim, Commitment, Party
from maillage.plans.permissions import (
    can_conduct_party,
    can_follow_decision,
    can_see_commitment,
    can_write_aim,
    can_write_commitment,
    can_write_party,
    can_write_plans,
)
from maillage.plans.queries import commitments as queries
from maillage.plans.services import commitments, following, links
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.territories.models import Territory
from maillage.territories.permissions import can_see_territory
from maillage.territories.queries import rights_of
from maillage.territories.views.pages import done, form_page, sent

LIST = "plans:list"


@allowed(can_see_territory)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Where every commitment stands, those that ask for something first."""
    rights = rights_of(request.user, territory)
    cards = queries.cards_of(queries.commitments_of(territory), queries.actors_today(territory))
    context = {
        "territory": territory,
        "groups": [(title, rows) for title, rows in _sorted(cards) if rows],
        "writes": rights.proposes,
        "removed": list(queries.commitments_of(territory, removed=True)) if rights.proposes else [],
        "public": any(queries.is_agreed_public(each.commitment) for each in cards),
    }
    return render(request, "plans/list.html", context)


def _sorted(cards: list[queries.Card]) -> list[tuple[str, list[queries.Card]]]:
    asking = [each for each in cards if not each.is_over and (each.is_late or each.is_orphan)]
    return [
        ("À regarder", asking),
        ("En cours", [each for each in cards if not each.is_over and each not in asking]),
        ("Arrivés au bout", [each for each in cards if each.is_over]),
    ]


def _form(request: HttpRequest, territory: Territory, initial: dict[str, Any]) -> CommitmentForm:
    return CommitmentForm(
        sent(request),
        initial=initial,
        priorities=queries.priorities_of(territory),
        names=level_names(territory),
    )


@allowed(can_write_plans)
def add(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Write down a commitment; the address may name the priority it answers."""
    asked = request.GET.get("priorite", "")
    form = _form(request, territory, {"priority": int(asked)} if asked.isdecimal() else {})
    if form.is_bound and accepted(form, commitments.make_commitment, territory=territory, user=request.user):
        made: Commitment = form.made  # type: ignore[attr-defined]
        sentence = "L’engagement est noté. Dites maintenant qui le porte."
        return done(request, sentence, "plans:party_add", territory.slug, made.pk)
    lead = "Une chose que plusieurs acteurs feront, et dont on pourra dire dans un an ce qu’elle est devenue."
    return _page(request, territory, form, "Noter un engagement", lead=lead, submit="Noter cet engagement")


@allowed(can_follow_decision)
def follow_decision(request: HttpRequest, territory: Territory, settled: Decision) -> HttpResponse:
    """What a meeting decided, followed as a commitment; once it is, its page."""
    known = Commitment.objects.filter(decision=settled, removed_at__isnull=True).first()
    if known is not None:
        return redirect("plans:show", territory.slug, known.pk)
    longest = CommitmentForm.base_fields["title"].max_length  # type: ignore[attr-defined]
    form = _form(request, territory, {"title": Truncator(settled.text).chars(longest)})
    service, user = commitments.make_commitment, request.user
    if form.is_bound and accepted(form, service, territory=territory, user=user, decision=settled):
        made: Commitment = form.made  # type: ignore[attr-defined]
        return done(
            request, "La décision est suivie comme un engagement.", "plans:show", territory.slug, made.pk
        )
    lead = f"Décidé à la rencontre «\u00a0{settled.meeting.title}\u00a0»."
    if settled.followed_by:
        lead += f" {settled.followed_by.public_name} le portera."
    return _page(request, territory, form, "Suivre une décision", lead=lead, submit="Noter cet engagement")


@allowed(can_write_commitment)
def edit(request: HttpRequest, territory: Territory, commitment: Commitment) -> HttpResponse:
    """Correct a commitment. The page carries what it started from."""
    said = {name: getattr(commitment, name) for name in commitments.SAID}
    form = _form(request, territory, said | {"priority": commitment.priority_id})
    seen = request.POST.get("seen", "") if form.is_bound else commitments.print_of(commitment)
    if form.is_bound and accepted(form, commitments.update_commitment, commitment=commitment, seen=seen):
        return done(request, "L’engagement est à jour.", "plans:show", territory.slug, commitment.pk)
    if commitments.MEANWHILE in form.non_field_errors():
        seen = commitments.print_of(commitment)  # sent again, it is sent knowingly
    return _page(request, territory, form, "Modifier un engagement", commitment=commitment, seen=seen)


def _page(
    request: HttpRequest,
    territory: Territory,
    form: Any,
    title: str,
    *,
    commitment: Commitment | None = None,
    **more: Any,
) -> HttpResponse:
    back = (
        reverse("plans:show", args=[territory.slug, commitment.pk])
        if commitment
        else reverse(LIST, args=[territory.slug])
    )
    usual = {"lead": "", "submit": "Enregistrer", "seen": ""}
    context = usual | {"territory": territory, "form": form, "title": title, "back": back} | more
    return render(request, "plans/form.html", context)


@never_cache
@allowed(can_see_commitment)
def show(request: HttpRequest, territory: Territory, commitment: Commitment) -> HttpResponse:
    """All that is known of a commitment."""
    rights, today_of = rights_of(request.user, territory), queries.actors_today(territory)
    row = (
        queries.commitments_of(territory, removed=commitment.removed_at is not None)
        .select_related("wave")
        .prefetch_related("aims")
        .get(pk=commitment.pk)
    )
    priorities = queries.priorities_of(territory) if commitment.priority_said else queries.Priorities(None)
    context = {
        "territory": territory,
        "commitment": commitment,
        "decision": commitment.decision,
        "card": queries.cards_of([row], today_of)[0],
        "parties": [(each, today_of[each.actor_id]) for each in row.parties.all()],
        "lives": list(
            zip(row.aims.all(), queries.lives_of(row, biographies_of(territory), today_of), strict=True)
        ),
        "updates": queries.updates_of(commitment),
        "bands": queries.band_labels(commitment.bands),
        "levels": queries.level_labels(commitment.levels, level_names(territory)),
        "priority_now": priorities.now(commitment.priority_id),
        "disputed": priorities.disputed,
        "writes": rights.proposes,
        "manages": rights.manages,
        "is_public": queries.is_agreed_public(row),
    }
    return render(request, "plans/show.html", context)


@allowed(can_write_commitment)
def update(request: HttpRequest, territory: Territory, commitment: Commitment) -> HttpResponse:
    """Say where it stands, for those who were told by word of mouth."""
    last = next(iter(queries.updates_of(commitment)), None)
    initial = {"state": last.state, "percent": last.percent} if last else {"state": "ONGOING", "percent": 0}
    form = UpdateForm(sent(request), initial=initial)
    if form.is_bound and accepted(form, following.save_update, commitment=commitment, user=request.user):
        if form.made.held:  # type: ignore[attr-defined]
            messages.warning(request, HELD)
        return done(request, "C’est gardé.", "plans:show", territory.slug, commitment.pk)
    lead = f"«\u00a0{commitment}\u00a0». Ce qui a été dit avant reste lisible."
    return _page(
        request,
        territory,
        form,
        "Où en est cet engagement\u202f?",
        commitment=commitment,
        lead=lead,
        submit="Garder",
    )


HELD = "Vos mots parlent peut-être d’un enfant ou d’une famille\u202f: le tiers facilitateur les relit avant qu’ils ne paraissent."


@require_POST
@allowed(can_write_commitment)
def remove(request: HttpRequest, territory: Territory, commitment: Commitment) -> HttpResponse:
    """Take it out of the lists, or put it back."""
    if commitment.removed_at is None:
        commitments.remove_commitment(commitment=commitment)
        return done(
            request, "L’engagement est retiré. Il peut revenir, au bas de cette page.", LIST, territory.slug
        )
    commitments.bring_back(commitment=commitment)
    return done(request, "L’engagement est revenu.", "plans:show", territory.slug, commitment.pk)


@allowed(can_write_commitment)
def party_add(request: HttpRequest, territory: Territory, commitment: Commitment) -> HttpResponse:
    """Somebody takes part."""
    real_names = rights_of(request.user, territory).manages
    form = PartyForm(sent(request), territory=territory, real_names=real_names)
    if form.is_bound and accepted(form, commitments.add_party, commitment=commitment):
        made: Party = form.made  # type: ignore[attr-defined]
        written = " Son lien lui est écrit." if made.email else " Son lien est à imprimer."
        return done(request, f"C’est noté.{written}", "plans:show", territory.slug, commitment.pk)
    lead = f"«\u00a0{commitment}\u00a0», pour le {commitment.due_on:%d/%m/%Y}."
    return _page(request, territory, form, "Qui y prend part\u202f?", commitment=commitment, lead=lead)


@allowed(can_write_party)
def party_end(
    request: HttpRequest, territory: Territory, commitment: Commitment, party: Party
) -> HttpResponse:
    """Somebody does not take part any more."""
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, commitments.end_party, party=party):
        return done(request, "C’est noté.", "plans:show", territory.slug, commitment.pk)
    lead = f"{party.actor.public_name} ne prendra plus part à «\u00a0{commitment}\u00a0»\u00a0: son lien se fermera. Ce qui a été dit reste."
    return form_page(
        request,
        territory,
        form,
        "Ne plus prendre part",
        back=LIST,
        lead=lead,
        submit="C’est bien cela",
        danger=True,
    )


@never_cache
@allowed(can_conduct_party)
def party_link(
    request: HttpRequest, territory: Territory, commitment: Commitment, party: Party
) -> HttpResponse:
    """The letter of a party: its link, to print or to scan. Sent: the link is made again, the old one closes."""
    if request.method == "POST":
        links.renew_link(party=party)
        messages.success(request, "Voici un nouveau lien. L’ancien ne s’ouvre plus.")
        return redirect("plans:party_link", territory.slug, commitment.pk, party.pk)
    letter = links.letter_of(party)
    drawn = segno.make(str(letter["url"]), error="m", micro=False).svg_inline(border=4, omitsize=True)
    return render(request, "plans/letter.html", {**letter, "qr": mark_safe(drawn)})


@allowed(can_write_commitment)
def aim_add(request: HttpRequest, territory: Territory, commitment: Commitment) -> HttpResponse:
    """A tie that the commitment wants to see made."""
    form = AimForm(sent(request), territory=territory)
    if form.is_bound and accepted(form, commitments.aim_at, commitment=commitment):
        sentence = "C’est noté. La prochaine vague dira ce que ce lien est devenu."
        return done(request, sentence, "plans:show", territory.slug, commitment.pk)
    lead = "Entre quels acteurs voulez-vous qu’un lien se noue, ou grandisse\u202f? On le lira à la prochaine vague, comme sur la carte."
    return _page(
        request, territory, form, "Viser un lien", commitment=commitment, lead=lead, submit="Viser ce lien"
    )


@require_POST
@allowed(can_write_aim)
def aim_drop(request: HttpRequest, territory: Territory, commitment: Commitment, aim: Aim) -> HttpResponse:
    """A tie is not aimed at any more."""
    try:
        commitments.drop_aim(aim=aim)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("plans:show", territory.slug, commitment.pk)
