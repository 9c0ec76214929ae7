"""Pages opened by a link, without an account: the document given to read, one of its items, the reading of a pilot."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import public
from maillage.programmes.forms import accepted
from maillage.sharing.forms.restitution import ReactionForm, ReadingForm, ReceiptForm
from maillage.sharing.models import Institution, Reaction, Reader, Step
from maillage.sharing.queries.document import sections_of
from maillage.sharing.queries.items import item_of
from maillage.sharing.queries.restitution import (
    institution_of_link,
    last_readings,
    mirror_is_revealed,
    reactions_of,
    reader_of_link,
    refreshed_since_preview,
)
from maillage.sharing.services import restitution_figures as figures
from maillage.sharing.services import restitution_mirror as mirror
from maillage.sharing.services import restitution_preview as preview
from maillage.sharing.services import restitution_reactions as services
from maillage.sharing.views._blocks import discussed, drawn, template_of


def _reader(token: str) -> Reader:
    found = reader_of_link(token)
    if found is None:
        raise Http404
    return found


@public
@never_cache
def document(request: HttpRequest, token: str) -> HttpResponse:
    """The document, as one actor reads it. Reading it changes nothing."""
    reader = _reader(token)
    reactions = reactions_of(reader.shared)
    mine = [each for each in reactions if each.reader_id == reader.pk]
    sections = discussed(sections_of(reader.shared), reactions)
    context = {
        "token": token,
        "reader": reader,
        "shared": reader.shared,
        "territory": reader.shared.territory,
        "sections": sections,
        "contests": [each for each in mine if each.kind == "CONTEST"],
        "comments": [each for each in mine if each.kind == "COMMENT"],
        "refreshed": refreshed_since_preview(reader.shared),
        "sheet": figures.sheet_of(reader),
        "reading": reader.shared.step == Step.PREVIEW,
    }
    return render(request, "sharing/preview/document.html", context)


@public
@never_cache
def react(request: HttpRequest, token: str, item: str) -> HttpResponse:
    """One item: what was said of it from this link, and saying more."""
    reader = _reader(token)
    found = item_of(sections_of(reader.shared), item)
    if found is None:
        raise Http404
    form = ReactionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and accepted(form, services.react, reader=reader, item=found):
        row: Reaction = form.made  # type: ignore[attr-defined]
        messages.success(request, _thanks(row))
        return redirect("reading:document", token)
    mine = Reaction.objects.filter(reader=reader, item=item).order_by("written_at", "pk")
    context = {
        "token": token,
        "reader": reader,
        "territory": reader.shared.territory,
        "item": found,
        "template": template_of(found.block),
        "form": form,
        "mine": list(mine),
    }
    return render(request, "sharing/preview/item.html", context)


def _thanks(row: Reaction) -> str:
    if not row.text:
        return "Merci. Vos mots sont relus par le tiers facilitateur avant d’être montrés aux pilotes."
    if row.is_open:
        return "C’est noté. Ce passage est en discussion\u00a0: il ne paraît pas tant que les pilotes n’ont pas répondu."
    return "Merci, votre commentaire est transmis aux pilotes."


@require_POST
@public
def naming(request: HttpRequest, token: str) -> HttpResponse:
    """Accept, or not, to be named on the published map."""
    reader = _reader(token)
    agrees = request.POST.get("agrees") == "yes"
    preview.set_naming(reader=reader, agrees=agrees)
    said = (
        "C’est noté\u00a0: votre structure pourra être nommée sur la carte, dans le territoire."
        if agrees
        else "C’est noté\u00a0: votre structure ne sera pas nommée sur la carte publiée."
    )
    messages.success(request, said)
    return redirect("reading:document", token)


@public
@never_cache
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take one's answer back: the figures are computed again without it."""
    reader = _reader(token)
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    if form.is_bound and accepted(form, figures.withdraw_answer, reader=reader):
        messages.success(request, "Votre réponse est retirée. Les chiffres sont recalculés sans elle.")
        return redirect("reading:document", token)
    context = {
        "token": token,
        "reader": reader,
        "territory": reader.shared.territory,
        "form": form,
        "sheet": figures.sheet_of(reader),
    }
    return render(request, "sharing/preview/withdraw.html", context)


# --- The mirror ------------------------------------------------------------------------------------
def _institution(token: str) -> Institution:
    found = institution_of_link(token)
    if found is None:
        raise Http404
    return found


@public
@never_cache
def pilot(request: HttpRequest, token: str) -> HttpResponse:
    """The reading of one institution, then those of the others beside it. Nobody else opens this page."""
    institution = _institution(token)
    shared = institution.shared
    readings, revealed = last_readings(shared), mirror_is_revealed(shared)
    own = readings.get(institution.pk)
    form = ReadingForm(
        request.POST if "text" in request.POST else None, initial={"text": own.text if own else ""}
    )
    if form.is_bound and accepted(form, mirror.write_reading, institution=institution):
        messages.success(request, "Votre lecture est gardée. Personne ne la voit encore.")
        return redirect("reading:mirror", token)
    others = Institution.objects.filter(shared=shared, reads_first=True).order_by("pk")
    context = {
        "token": token,
        "institution": institution,
        "shared": shared,
        "territory": shared.territory,
        "form": form,
        "own": own,
        "revealed": revealed,
        "writable": shared.step == Step.MIRROR and not revealed,
        "readings": [(each, readings.get(each.pk)) for each in others] if revealed else [],
        "waited": sum(each.pk not in readings for each in others),
        "sections": drawn(sections_of(shared)),
    }
    return render(request, "sharing/preview/mirror.html", context)


@require_POST
@public
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Join one's reading to the diagnosis, or take it out."""
    institution = _institution(token)
    try:
        mirror.join_reading(institution=institution, joins=request.POST.get("joins") == "yes")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Votre choix est noté.")
    return redirect("reading:mirror", token)
