"""Lending one's phone: a mediator helps several people in turn, and nothing of one is left for the next."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.core.guards import allowed
from maillage.surveys.models import Wave
from maillage.surveys.permissions import can_manage_wave
from maillage.territories.models import Territory


@allowed(can_manage_wave)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lend(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Hand one's phone over. The account is signed out first: whoever holds the phone holds what it is signed in to."""
    if request.method == "POST":
        logout(request)
        response = redirect("respond:code")
        response["Location"] += "?accompagne=1"
        response["Clear-Site-Data"] = '"cache"'  # the pages seen before do not come back with the back button
        return response
    return render(request, "surveys/paper/lend.html", {"territory": territory, "wave": wave})
