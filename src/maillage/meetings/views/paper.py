"""What a workshop needs in a room without network: its papers, and its projected screen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed
from maillage.meetings.models import Workshop
from maillage.meetings.papers import papers_of
from maillage.meetings.permissions import can_manage_workshop, can_see_workshop
from maillage.meetings.slides import instruction_of, slides_of
from maillage.territories.models import Territory


@allowed(can_manage_workshop)
def paper(request: HttpRequest, territory: Territory, workshop: Workshop, paper: str) -> HttpResponse:
    """A paper of the workshop's format, as a PDF. Its codes open the pages of the tables: only those who lead print it."""
    found = papers_of(workshop).get(paper)
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="{paper}-{territory.slug}-{workshop.pk}.pdf"'}
    return HttpResponse(found.make(workshop), content_type="application/pdf", headers=headers)


@allowed(can_see_workshop)
def screen(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """All that is projected, in one page that works once the network is lost. It says nothing that a member may not read."""
    slides = slides_of(workshop)
    context = {
        "territory": territory,
        "workshop": workshop,
        "instruction": instruction_of(workshop),
        "slides": slides,
        "last": len(slides) + 1,
    }
    return render(request, "meetings/screen.html", context)
