"""The home page: what concerns the person who has just signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed, signed_in
from maillage.dashboard.forms import HandoverForm
from maillage.dashboard.handover import open_in
from maillage.dashboard.missing import missing_in
from maillage.dashboard.queries import home_of
from maillage.programmes.forms import accepted
from maillage.territories.handover import hand_over
from maillage.territories.models import Role, Territory
from maillage.territories.permissions import can_manage_role, can_see_territory
from maillage.territories.views.pages import done, sent


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


@allowed(can_manage_role)
def handover(request: HttpRequest, territory: Territory, role: Role) -> HttpResponse:
    """Pass a role on, on one page: what is open, to whom, from when, who knows what."""
    form = HandoverForm(sent(request))
    if form.is_bound and accepted(form, hand_over, role=role, user=request.user):
        sentence = "Le rôle est passé. Les deux personnes en sont prévenues."
        return done(request, sentence, "territories:roles", territory.slug)
    context = {"territory": territory, "role": role, "form": form, "open": open_in(territory)}
    return render(request, "dashboard/handover.html", context)
