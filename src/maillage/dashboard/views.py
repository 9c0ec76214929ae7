"""The home page: what concerns the person who has just signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core import ics
from maillage.core.guards import allowed, public, signed_in
from maillage.dashboard.forms import HandoverForm
from maillage.dashboard.handover import open_in
from maillage.dashboard.life import address_of, events_of, life_of
from maillage.dashboard.missing import missing_in
from maillage.dashboard.queries import home_of
from maillage.dashboard.standing import standing_of
from maillage.meetings.queries.minutes import calendar_link_of
from maillage.meetings.services.minutes import calendar_of_link, follow_calendar
from maillage.programmes.forms import accepted
from maillage.territories.handover import hand_over
from maillage.territories.models import Role, Territory
from maillage.territories.permissions import can_manage_role, can_see_territory
from maillage.territories.queries import rights_of
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


@allowed(can_see_territory)
def life(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Where one is: phases, what comes, what was, and the one thing to do, for this reader."""
    context = {
        "territory": territory,
        "life": life_of(territory),
        "standing": standing_of(territory, request.user),
        "manages": rights_of(request.user, territory).manages,
    }
    return render(request, "dashboard/life.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(can_see_territory)
def calendar(request: HttpRequest, territory: Territory) -> HttpResponse:
    """The private address by which one's own calendar follows the territory."""
    if request.method == "POST":
        follow_calendar(territory=territory, user=request.user, anew="anew" in request.POST)
        return redirect("overview:calendar", territory.slug)
    link = calendar_link_of(territory, request.user)
    address = settings.BASE_URL.rstrip("/") + address_of(link) if link else ""
    return render(request, "dashboard/calendar.html", {"territory": territory, "address": address})


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Every date of a territory, for the calendar of somebody who has a role there."""
    territory = calendar_of_link(token)
    if territory is None:
        raise Http404
    content = ics.calendar(events_of(territory), title=territory.name, made_by="territoire")
    return HttpResponse(content, content_type=ics.KIND)


@allowed(can_manage_role)
def handover(request: HttpRequest, territory: Territory, role: Role) -> HttpResponse:
    """Pass a role on, on one page: what is open, to whom, from when, who knows what."""
    form = HandoverForm(sent(request))
    if form.is_bound and accepted(form, hand_over, role=role, user=request.user):
        sentence = "Le rôle est passé. Les deux personnes en sont prévenues."
        return done(request, sentence, "territories:roles", territory.slug)
    context = {"territory": territory, "role": role, "form": form, "open": open_in(territory)}
    return render(request, "dashboard/handover.html", context)
