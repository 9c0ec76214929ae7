"""The home page: what concerns the person who has just signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed, signed_in
from maillage.dashboard.missing import missing_in
from maillage.dashboard.queries import home_of
from maillage.territories.models import Territory
from maillage.territories.permissions import can_see_territory


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The page of whoever is signed in: programme, nation, territories, or whom to contact."""
    return render(request, "dashboard/home.html", {"home": home_of(request.user)})


@allowed(can_see_territory)
def missing(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Who is missing: sectors, natures, ages."""
    return render(
        request, "dashboard/missing.html", {"territory": territory, "missing": missing_in(territory)}
    )
