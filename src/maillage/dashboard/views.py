"""The home page: what concerns the person who has just signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import signed_in
from maillage.dashboard.queries import home_of


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The page of whoever is signed in: programme, nation, territories, or whom to contact."""
    return render(request, "dashboard/home.html", {"home": home_of(request.user)})
