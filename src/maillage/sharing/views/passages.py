"""Writing a passage, a disagreement, a sentence; its versions; its place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.diagnosis.queries import report_of
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.sharing.forms.writing import PassageForm, SentenceForm
from maillage.sharing.models import Passage, PassageKind, PassageRevision, SharedDiagnosis
from maillage.sharing.narrative import sentences
from maillage.sharing.permissions import (
    can_conduct_passage,
    can_conduct_restitution,
    can_write,
    can_write_passage,
)
from maillage.sharing.queries.writing import Told, chapters_of, history_of, kinds_of, written_in
from maillage.sharing.services import writing
from maillage.sharing.services.writing import Kept
from maillage.sharing.views.writing import address_of, code_of, frame_of
from maillage.territories.models import Territory
from maillage.territories.queries import is_manager
from maillage.territories.views.pages import sent


def _back(territory: Territory, shared: SharedDiagnosis, chapter: str) -> str:
    return reverse("writing:chapter", args=[territory.slug, shared.pk, address_of(chapter)])


def _page(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, form: Form, chapter: str, **more: Any
) -> HttpResponse:
    usual = {"form": form, "lead": "", "submit": "Garder", "back": _back(territory, shared, chapter)}
    return render(request, "sharing/writing/form.html", frame_of(request, territory, shared) | usual | more)


def _kept(request: HttpRequest, kept: Kept, back: str) -> HttpResponseRedirect:
    """Say what became of the text: kept, over somebody else's, or read first by the facilitators."""
    if kept.held:
        messages.warning(
            request,
            "Votre texte parle peut-être d’un enfant ou d’une famille\u202f: le tiers facilitateur le relit avant qu’il ne paraisse.",
        )
    elif kept.over is not None:
        who = kept.over.author or "Quelqu’un"
        messages.warning(
            request,
            f"{who} avait écrit pendant ce temps\u202f: votre version est lue, la sienne est gardée dans les versions du passage.",
        )
    else:
        messages.success(request, "C’est gardé.")
    return redirect(back)


@allowed(can_write)
def add(request: HttpRequest, territory: Territory, shared: SharedDiagnosis, chapter: str) -> HttpResponse:
    """Write something new in a chapter."""
    code = code_of(chapter)
    form = PassageForm(sent(request), chapter=code, figures=_figures(shared))
    kind = {} if "kind" in form.fields else {"kind": kinds_of(code)[0]}
    if form.is_bound and accepted(
        form,
        writing.add_passage,
        shared=shared,
        chapter=code,
        user=request.user,
        figures=_shown(request),
        **kind,
    ):
        return _kept(request, form.made, _back(territory, shared, code))  # type: ignore[attr-defined]
    return _page(request, territory, shared, form, code, title="Écrire un passage")


@allowed(can_write)
def disagree(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, chapter: str
) -> HttpResponse:
    """Write down what people do not agree on."""
    code = code_of(chapter)
    form = PassageForm(sent(request), chapter=code, kind=PassageKind.DISAGREEMENT)
    if form.is_bound and accepted(
        form,
        writing.add_passage,
        shared=shared,
        chapter=code,
        user=request.user,
        kind=PassageKind.DISAGREEMENT,
    ):
        return _kept(request, form.made, _back(territory, shared, code))  # type: ignore[attr-defined]
    lead = "Sur quoi l’on n’est pas d’accord. Chaque groupe écrira ensuite sa position\u202f: aucune n’efface l’autre."
    return _page(request, territory, shared, form, code, title="Écrire un désaccord", lead=lead)


@allowed(can_write_passage)
def stance(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, passage: Passage
) -> HttpResponse:
    """Write the position of a group in a disagreement."""
    parent = get_object_or_404(Passage, pk=passage.pk, kind=PassageKind.DISAGREEMENT)
    form = PassageForm(sent(request), chapter=parent.chapter, kind=PassageKind.STANCE)
    if form.is_bound and accepted(
        form,
        writing.add_passage,
        shared=shared,
        chapter=parent.chapter,
        user=request.user,
        kind=PassageKind.STANCE,
        parent=parent,
    ):
        return _kept(request, form.made, _back(territory, shared, parent.chapter))  # type: ignore[attr-defined]
    return _page(request, territory, shared, form, parent.chapter, title="La position d’un groupe")


@allowed(can_write_passage)
def edit(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, passage: Passage
) -> HttpResponse:
    """Another version of a passage; the page carries the number of the one it starts from."""
    if passage.rule:  # a computed sentence is said again on its own page, by those who conduct
        return redirect("writing:sentence", territory.slug, shared.pk, passage.rule)
    versions = history_of(passage)
    now = versions[0] if versions else None
    form = PassageForm(
        sent(request),
        chapter=passage.chapter,
        kind=passage.kind,
        figures=_figures(shared),
        initial=_as_initial(now) if now else {},
    )
    seen = _seen(request, now)
    if form.is_bound and accepted(
        form,
        writing.write_passage,
        passage=passage,
        user=request.user,
        seen=seen,
        figures=_shown(request),
    ):
        return _kept(request, form.made, _back(territory, shared, passage.chapter))  # type: ignore[attr-defined]
    return _page(request, territory, shared, form, passage.chapter, title="Modifier un passage", seen=seen)


def _figures(shared: SharedDiagnosis) -> dict[str, str]:
    """What a passage may rest on: the sentences that the figures make."""
    return {each.rule: each.text for each in sentences(report_of(shared.diagnosis))}


def _as_initial(revision: PassageRevision) -> dict[str, Any]:
    names = ("text", "voice", "source_kind", "figure", "source", "source_on")
    return {name: getattr(revision, name) for name in names}


def _shown(request: HttpRequest) -> int:
    """The diagnosis whose figures the page showed, as the page says."""
    said = request.POST.get("figures", "")
    return int(said) if said.isdecimal() and len(said) < 19 else 0


def _seen(request: HttpRequest, now: PassageRevision | None) -> int:
    sent_number = request.POST.get("seen", "")
    return int(sent_number) if sent_number.isdecimal() else now.number if now else 0


@allowed(can_write_passage)
def history(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, passage: Passage
) -> HttpResponse:
    """Every version of a passage; a POST reads an older one again. The versions of a sentence are for those who conduct."""
    if passage.rule and not is_manager(request.user, territory):
        raise Http404
    back = _back(territory, shared, passage.chapter)
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            kept = writing.restore_passage(
                passage=passage, number=int(number) if number.isdecimal() else 0, user=request.user
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("writing:history", territory.slug, shared.pk, passage.pk)
        return _kept(request, kept, back)
    versions = history_of(passage)
    older = [*versions[1:], None][: len(versions)]
    context = frame_of(request, territory, shared) | {
        "passage": passage,
        "versions": [(each, before) for each, before in zip(versions, older, strict=True)],
        "back": back,
    }
    return render(request, "sharing/writing/history.html", context)


@require_POST
@allowed(can_write_passage)
def move(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, passage: Passage
) -> HttpResponse:
    """One place up or down."""
    try:
        writing.move_passage(passage=passage, up="up" in request.POST)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(_back(territory, shared, passage.chapter))


@allowed(can_conduct_passage)
def remove(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, passage: Passage
) -> HttpResponse:
    """Take a passage out of the document, or put it back."""
    form = ConfirmForm(sent(request))
    service = writing.bring_back if passage.removed_at else writing.remove_passage
    if form.is_bound and accepted(form, service, passage=passage):
        messages.success(
            request, "Le passage est revenu." if passage.removed_at else "Le passage est retiré."
        )
        return redirect(_back(territory, shared, passage.chapter))
    words = ("Remettre ce passage", "Remettre") if passage.removed_at else ("Retirer ce passage", "Retirer")
    lead = "Ses versions sont gardées\u202f: il peut revenir."
    return _page(
        request, territory, shared, form, passage.chapter, title=words[0], submit=words[1], lead=lead
    )


def _told(shared: SharedDiagnosis, rule: str) -> Told | None:
    chapters = chapters_of(shared, report_of(shared.diagnosis))
    return next((each for chapter in chapters for each in chapter.told if each.sentence.rule == rule), None)


@allowed(can_conduct_restitution)
def sentence(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, phrase: str
) -> HttpResponse:
    """One's own words in the place of a computed sentence."""
    told = _told(shared, phrase)
    if told is None:
        return redirect("writing:index", territory.slug, shared.pk)
    now = told.written.revision if told.written else None
    seen = _seen(request, now)
    form = SentenceForm(sent(request), initial={"text": told.text})
    if form.is_bound and accepted(
        form,
        writing.write_sentence,
        shared=shared,
        rule=phrase,
        user=request.user,
        seen=seen,
        figures=_shown(request),
    ):
        return _kept(request, form.made, _back(territory, shared, told.sentence.chapter))  # type: ignore[attr-defined]
    lead = f"Le calcul dit\u00a0: «\u00a0{told.sentence.text}\u00a0»"
    return _page(
        request,
        territory,
        shared,
        form,
        told.sentence.chapter,
        title="Dire ce chiffre avec vos mots",
        lead=lead,
        seen=seen,
    )


@require_POST
@allowed(can_conduct_restitution)
def settle(request: HttpRequest, territory: Territory, shared: SharedDiagnosis, phrase: str) -> HttpResponse:
    """The figures moved: keep these words, or read the computed sentence again."""
    rewritten = next((each for each in written_in(shared) if each.passage.rule == phrase), None)
    back = _back(territory, shared, rewritten.passage.chapter if rewritten else "SUMMARY")
    try:
        writing.settle_sentence(
            shared=shared, rule=phrase, follow="follow" in request.POST, user=request.user
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "C’est noté.")
    return redirect(back)
