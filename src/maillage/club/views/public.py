"""What everybody reads of the practices, without an account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.club.content import told
from maillage.club.feeds import news_of
from maillage.club.models import Practice, PracticeState
from maillage.club.queries import CHOICES, Asked, answering, others_doing
from maillage.core.guards import public
from maillage.territories.geography import DEPARTMENTS
from maillage.territories.views.pages import page_of, query_without_page


@public
def index(request: HttpRequest) -> HttpResponse:
    """The published sheets that answer what is asked; all of them when nothing is."""
    asked = Asked.of(request.GET)
    context = {
        "page": page_of(request, answering(asked)),
        "query": query_without_page(request),
        "asked": asked,
        "facets": [
            (key, label, choices, asked.chosen.get(key, "")) for key, (label, choices) in CHOICES.items()
        ],
        "places": [(code, each.name) for code, each in DEPARTMENTS.items()],
    }
    return render(request, "club/public/list.html", context)


@public
def news(request: HttpRequest) -> HttpResponse:
    """The latest sheets that answer what is asked, for a reader of news."""
    return HttpResponse(news_of(request.GET), content_type="application/rss+xml; charset=utf-8")


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
    context = {
        "practice": practice,
        "content": content,
        "parts": told(content),
        "others": others_doing(practice),
    }
    return render(request, "club/public/show.html", context)
