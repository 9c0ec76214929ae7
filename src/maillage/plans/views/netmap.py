"""The maps of a Net-Map workshop, read together."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed
from maillage.meetings.models import Workshop
from maillage.meetings.permissions import can_see_workshop
from maillage.plans.queries.netmap import reading_of
from maillage.territories.models import Territory


@allowed(can_see_workshop)
def read(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """What each table sees, side by side; where they differ; beside what is declared, never mixed with it."""
    context = {"territory": territory, "workshop": workshop, "reading": reading_of(workshop, territory)}
    return render(request, "plans/netmap.html", context)
