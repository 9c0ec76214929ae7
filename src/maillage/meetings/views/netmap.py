"""A Net-Map workshop: deal and print the cards, and type the map that a table drew."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed, public
from maillage.meetings import services
from maillage.meetings.models import Workshop
from maillage.meetings.netmap import STROKES, TALLEST
from maillage.meetings.permissions import can_manage_workshop
from maillage.meetings.queries.netmap import cards_of, typed_of
from maillage.meetings.services.netmap import deal_cards, save_map
from maillage.territories.models import Territory


@require_POST
@allowed(can_manage_workshop)
def deal(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """Number the actors of the list; those who came since are added after."""
    try:
        deck = deal_cards(workshop=workshop)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Les {len(deck.actors)}\u00a0cartes sont prêtes à imprimer.")
    return redirect("meetings:show", territory.slug, workshop.pk)


@never_cache
@public
def draw(request: HttpRequest, token: str) -> HttpResponse:
    """What a table drew. What is understood is kept; the rest stays on the page, with its reason."""
    table = services.table_of_link(token)
    if table is None:
        raise Http404
    ties, towers = typed_of(table)
    refused: tuple[tuple[str, str], ...] = ()
    wrong = ""
    if request.method == "POST":
        try:
            typed = save_map(
                table=table, ties=request.POST.get("ties", ""), towers=request.POST.get("towers", "")
            )
        except ValidationError as refusal:
            wrong = " ".join(refusal.messages)
            ties, towers = request.POST.get("ties", ""), request.POST.get("towers", "")
        else:
            if not typed.refused:
                return redirect(f"{reverse('tables:draw', args=[token])}?garde=1")
            refused, (ties, towers) = typed.refused, typed_of(table)
    context = {
        "table": table,
        "workshop": table.workshop,
        "cards": cards_of(table.workshop),
        "strokes": STROKES,
        "tallest": TALLEST,
        "ties": ties,
        "towers": towers,
        "kept": "garde" in request.GET,
        "refused": refused,
        "wrong": wrong,
    }
    return render(request, "meetings/draw.html", context, status=422 if refused or wrong else 200)
