"""What one takes away: the table of commitments, and the yearly review."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from maillage.core.guards import allowed
from maillage.plans import exports, review
from maillage.plans.permissions import can_write_plans
from maillage.sharing.views._blocks import drawn
from maillage.territories.exports import TYPES, as_xlsx
from maillage.territories.models import Territory
from maillage.territories.permissions import can_see_territory

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@allowed(can_see_territory)
def table(request: HttpRequest, territory: Territory) -> HttpResponse:
    """The commitments as a spreadsheet."""
    made = as_xlsx(exports.COLUMNS, exports.table_of(territory))
    return _file(made, f"engagements-{territory.slug}.xlsx", TYPES["xlsx"])


def _year(request: HttpRequest, territory: Territory) -> review.Year:
    asked, known = request.GET.get("annee", ""), review.years_of(territory)
    latest = known[0] if known else timezone.localdate().year
    return review.Year(territory, int(asked) if asked in map(str, known) else latest)


@allowed(can_write_plans)
def yearly(request: HttpRequest, territory: Territory) -> HttpResponse:
    """The review of a year, to read before taking it away."""
    year = _year(request, territory)
    context = {
        "territory": territory,
        "year": year.number,
        "years": review.years_of(territory),
        "limits": review.LIMITS,
        "sections": drawn(review.sections_of(year)),
    }
    return render(request, "plans/review.html", context)


@allowed(can_write_plans)
def yearly_file(request: HttpRequest, territory: Territory) -> HttpResponse:
    """The same in a word processor, to complete."""
    from maillage.diagnosis.render.word import write  # slow import

    year = _year(request, territory)
    made = write(review.cover_of(year), review.sections_of(year))
    return _file(made, slugify(f"revue-de-projet-{territory.name}-{year.number}") + ".docx", WORD)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
