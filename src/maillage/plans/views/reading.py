"""Other ways to read the commitments: by actor, by tie, beside what is offered; and what the public reads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from maillage.context.codes import CROWDED
from maillage.core.guards import allowed, public
from maillage.plans.queries import commitments as queries
from maillage.territories.models import Actor, Territory
from maillage.territories.permissions import can_see_actor, can_see_territory
from maillage.territories.queries import resolve


@allowed(can_see_actor)
def institution(request: HttpRequest, territory: Territory, actor: Actor) -> HttpResponse:
    """What one actor committed to."""
    actor, today_of = resolve(actor), queries.actors_today(territory)
    cards = queries.cards_of(queries.commitments_of(territory), today_of)
    context = {
        "territory": territory,
        "actor": actor,
        "cards": queries.held_by(cards, actor, today_of),
    }
    return render(request, "plans/institution.html", context)


@allowed(can_see_territory)
def ties(request: HttpRequest, territory: Territory) -> HttpResponse:
    """What became of the ties that commitments aimed at."""
    context = {"territory": territory, "aimed": queries.aimed_ties(territory)}
    return render(request, "plans/ties.html", context)


@allowed(can_see_territory)
def resources(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Ages and levels of prevention: what is offered, and what is promised there."""
    matrix, rows = queries.promises_of(territory)
    cells = [each for _, found in rows for each in found]
    context = {
        "territory": territory,
        "levels": matrix.levels,
        "rows": rows,
        "filled": sum(each.fills for each in cells),
        "crowding": sum(each.crowds for each in cells),
        "crowded": CROWDED,
    }
    return render(request, "plans/resources.html", context)


@public
def public_list(request: HttpRequest, place: str) -> HttpResponse:
    """What everybody may read: the commitments that all who take part accepted as public."""
    territory = get_object_or_404(Territory.objects.select_related("programme"), slug=place)
    cards = queries.public_commitments(territory)
    if not cards:
        raise Http404
    found = [(each, queries.band_labels(each.commitment.bands)) for each in cards]
    return render(request, "plans/public.html", {"territory": territory, "cards": found})
