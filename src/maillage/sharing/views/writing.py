"""Where one writes together: the twelve chapters, one chapter, the whole document, what was agreed before."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from maillage.core.guards import allowed
from maillage.diagnosis.chapters import CHAPTERS
from maillage.diagnosis.queries import report_of
from maillage.diagnosis.sections import build_all
from maillage.programmes.forms import accepted
from maillage.programmes.services import change
from maillage.sharing.forms.writing import FrameForm
from maillage.sharing.models import SharedDiagnosis
from maillage.sharing.permissions import can_conduct_restitution, can_write
from maillage.sharing.queries.checklist import checklist
from maillage.sharing.queries.document import SpokenOf, sections_of, to_correct
from maillage.sharing.queries.writing import chapters_of, unsaid
from maillage.sharing.services.writing import OPEN
from maillage.sharing.views._blocks import drawn
from maillage.territories.models import Territory
from maillage.territories.queries import is_manager
from maillage.territories.views.pages import done, sent


def code_of(chapter: str) -> str:
    """The chapter of an address; 404 when there is none."""
    code = chapter.upper().replace("-", "_")
    if code not in CHAPTERS:
        raise Http404
    return code


def address_of(code: str) -> str:
    """A chapter as it is written in an address."""
    return code.lower().replace("_", "-")


def frame_of(request: HttpRequest, territory: Territory, shared: SharedDiagnosis) -> dict[str, Any]:
    """What every page of writing shows."""
    return {
        "territory": territory,
        "shared": shared,
        "manages": is_manager(request.user, territory),
        "open": shared.step in OPEN,
    }


@allowed(can_write)
@never_cache
def index(request: HttpRequest, territory: Territory, shared: SharedDiagnosis) -> HttpResponse:
    """The twelve chapters, what is written in each, and what makes this diagnosis shared."""
    report = report_of(shared.diagnosis)
    chapters = chapters_of(shared, report)
    points = checklist(shared, report, chapters)
    one = [territory.slug, shared.pk]
    pages = {
        "write": reverse("writing:index", args=one) + "#chapitres",
        "frame": reverse("writing:frame", args=one),
        "restitution": reverse("restitution:desk", args=one),
        "actors": reverse("territories:actors", args=[territory.slug]),
    }
    context = frame_of(request, territory, shared) | {
        "chapters": [(each, address_of(each.code)) for each in chapters],
        "points": [(each, pages.get(each.page, "")) for each in points],
        "done": sum(each.done for each in points),
        "moved": sum(each.moved for each in chapters),
        "unsaid": unsaid(shared, report),
    }
    return render(request, "sharing/writing/index.html", context)


@allowed(can_write)
@never_cache
def chapter(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, chapter: str
) -> HttpResponse:
    """One chapter: the sentences of the figures, the words of the group, then what was computed."""
    code, report = code_of(chapter), report_of(shared.diagnosis)
    codes = list(CHAPTERS)
    here = codes.index(code)
    context = frame_of(request, territory, shared) | {
        "chapter": chapters_of(shared, report, only=code)[0],
        "address": address_of(code),
        "correct": SpokenOf() if shared.step in OPEN else to_correct(shared),
        "sections": drawn(each for each in build_all(report) if each.chapter == code),
        "before": _neighbour(codes, here - 1),
        "after": _neighbour(codes, here + 1),
    }
    return render(request, "sharing/writing/chapter.html", context)


def _neighbour(codes: list[str], place: int) -> tuple[str, str] | None:
    return (address_of(codes[place]), CHAPTERS[codes[place]]) if 0 <= place < len(codes) else None


@allowed(can_write)
@never_cache
def read(request: HttpRequest, territory: Territory, shared: SharedDiagnosis) -> HttpResponse:
    """The whole document, as it would be read today."""
    context = frame_of(request, territory, shared) | {"sections": drawn(sections_of(shared))}
    return render(request, "sharing/writing/read.html", context)


@allowed(can_conduct_restitution)
def frame(request: HttpRequest, territory: Territory, shared: SharedDiagnosis) -> HttpResponse:
    """The question asked, who agreed on the method, when the diagnosis will be looked at again."""
    form = FrameForm(sent(request), instance=shared)
    if form.is_bound and accepted(form, _change, shared=shared):
        return done(request, "C’est noté.", "writing:index", territory.slug, shared.pk)
    context = frame_of(request, territory, shared) | {
        "form": form,
        "title": "Le cadre du travail",
        "lead": "Ce que vous vouliez savoir, et ce qui a été convenu.",
        "back": reverse("writing:index", args=[territory.slug, shared.pk]),
        "submit": "Enregistrer",
    }
    return render(request, "sharing/writing/form.html", context)


def _change(*, shared: SharedDiagnosis, **fields: Any) -> None:
    change(shared, fields)
