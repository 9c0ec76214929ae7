"""What everybody reads of the practices, without an account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.club.content import FACETS, FIELDS, told
from maillage.club.models import Practice, PracticeState
from maillage.club.queries import Asked, published
from maillage.core.guards import public
from maillage.territories.views.pages import page_of, query_without_page


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every published sheet, the latest first."""
    asked = Asked.of(request.GET)
    context = {
        "page": page_of(request, published(asked)),
        "query": query_without_page(request),
        "facets": [(FIELDS[key], asked.chosen.get(key, "")) for key in FACETS],
        "asks": bool(asked.chosen),
    }
    return render(request, "club/public/list.html", context)


@public
def show(request: HttpRequest, practice_slug: str) -> HttpResponse:
    """One sheet, as it was published; once withdrawn, why."""
    rows = Practice.objects.select_related("published", "territory", "programme")
    practice = rows.filter(slug=practice_slug, published__isnull=False).first()
    if practice is None or practice.state not in (PracticeState.PUBLISHED, PracticeState.WITHDRAWN):
        raise Http404
    if practice.state == PracticeState.WITHDRAWN:
        return render(request, "club/public/withdrawn.html", {"practice": practice}, status=410)
    content = practice.published.content if practice.published else {}
    context = {"practice": practice, "content": content, "parts": told(content)}
    return render(request, "club/public/show.html", context)
