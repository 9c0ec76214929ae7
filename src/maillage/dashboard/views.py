"""The home page: what concerns the person who has just signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The page of whoever is signed in."""
    return render(request, "dashboard/home.html")
