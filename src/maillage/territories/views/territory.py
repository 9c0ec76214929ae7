"""Pages of a territory as a whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed, signed_in
from maillage.territories import queries
from maillage.territories.models import Territory
from maillage.territories.permissions import can_see_territory


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "territories/index.html", {"territories": queries.visible_to(request.user)})


@allowed(can_see_territory)
def show(request: HttpRequest, territory: Territory) -> HttpResponse:
    return render(request, "territories/show.html", {"territory": territory})
