"""The workshops of a territory, and the tables of each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.meetings import queries, services
from maillage.meetings.damour import LEVELS
from maillage.meetings.forms import TableForm, WorkshopForm, hands_in
from maillage.meetings.models import Format, Table, Workshop
from maillage.meetings.papers import papers_of
from maillage.meetings.permissions import can_manage_table, can_manage_workshop, can_see_workshop
from maillage.meetings.queries.gatherings import calendar_of
from maillage.meetings.queries.netmap import cards_of
from maillage.meetings.queries.prompts import spoken_in
from maillage.meetings.queries.votes import phone_lines, poll_of
from maillage.meetings.services import votes
from maillage.meetings.services.prompts import ASKED, WITH_DOTS
from maillage.meetings.views.codes import drawn
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.statements.roles import ROLES
from maillage.territories.models import Territory
from maillage.territories.permissions import can_manage_territory, can_see_territory
from maillage.territories.queries import is_manager
from maillage.territories.views.pages import done, form_page, sent


@allowed(can_see_territory)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    calendar = calendar_of(territory)
    context = {
        "territory": territory,
        "calendar": calendar,
        "next": next((each for each in calendar.coming if not each.is_cancelled), None),
        "workshops": list(queries.workshops_of(territory)),
        "manages": is_manager(request.user, territory),
    }
    return render(request, "meetings/list.html", context)


@allowed(can_manage_territory)
def add(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = WorkshopForm(sent(request), territory=territory)
    if form.is_bound and accepted(form, services.hold_workshop, territory=territory):
        return done(request, "L’atelier est noté.", "meetings:show", territory.slug, form.made.pk)  # type: ignore[attr-defined]
    return form_page(
        request, territory, form, "Noter un atelier", back="meetings:list", submit="Noter cet atelier"
    )


@allowed(can_see_workshop)
def show(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """What came out of a workshop: for a grid, what each table said, side by side."""
    manages = is_manager(request.user, territory)
    context = {
        "territory": territory,
        "workshop": workshop,
        "board": queries.board_of(workshop),
        "is_grid": workshop.format == Format.GRID,
        "is_netmap": workshop.format == Format.NETMAP,
        "has_tables": workshop.format in (Format.GRID, Format.NETMAP, *ASKED),
        "is_asked": workshop.format in ASKED,
        "with_dots": workshop.format == WITH_DOTS,
        "asked_title": "Les priorités et leurs gommettes"
        if workshop.format == WITH_DOTS
        else "Étape par étape",
        "spoken": spoken_in(workshop) if workshop.format in ASKED else [],
        "drawn": queries.has_spoken(workshop),
        "cards": len(cards_of(workshop)) if workshop.format == Format.NETMAP else 0,
        "votes": workshop.conversation_id is not None,
        "hands": _hands(workshop) if manages else [],
        **(_polled(workshop) if manages else {}),
        "levels": LEVELS.items(),
        "papers": papers_of(workshop) if manages else {},
        "manages": manages,
    }
    return render(request, "meetings/show.html", context)


def _polled(workshop: Workshop) -> dict[str, Any]:
    """The code that the room reads, and what phones said."""
    poll = poll_of(workshop)
    if poll is None:
        return {}
    address = settings.BASE_URL.rstrip("/") + votes.link_of(poll)
    return {
        "poll_url": address,
        "poll_qr": drawn(address),
        "ballots": poll.ballots.count(),  # type: ignore[attr-defined]
        "phone_lines": phone_lines(workshop, queries.votable(workshop)),
    }


def _hands(workshop: Workshop) -> list[tuple[str, list[tuple[str, tuple[int, int, int]]]]]:
    """What was counted, for those who counted it: [(statement, [(role, (agree, disagree, pass))])]."""
    counted = queries.latest_hands(workshop)
    return [
        (each.text, [(ROLES[role], hands) for (pk, role), hands in counted.items() if pk == each.pk])
        for each in queries.votable(workshop)
    ]


@allowed(can_manage_workshop)
def hands(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """Count the hands raised by the people of one role, statement after statement."""
    statements, asked = queries.votable(workshop), request.GET.get("place", "")
    role = request.POST.get("role", asked if asked in ROLES else next(iter(ROLES)))
    counted, error = queries.latest_hands(workshop), ""
    if request.method == "POST":
        try:
            services.count_hands(workshop=workshop, role=role, counts=hands_in(request.POST, statements))
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            words = f"C’est compté\u00a0: {ROLES[role]}."
            messages.success(request, words)
            return redirect("meetings:show", territory.slug, workshop.pk)
    context = {
        "territory": territory,
        "workshop": workshop,
        "role": role,
        "roles": ROLES.items(),
        "error": error,
        "rows": [(each, counted.get((each.pk, role))) for each in statements],
    }
    return render(request, "meetings/hands.html", context)


@allowed(can_manage_workshop)
def edit(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    form = WorkshopForm(sent(request), territory=territory, instance=workshop)
    if form.is_bound and accepted(form, services.update_workshop, workshop=workshop):
        return done(request, "L’atelier est à jour.", "meetings:show", territory.slug, workshop.pk)
    return form_page(request, territory, form, "Modifier un atelier", back="meetings:list")


@allowed(can_manage_workshop)
def remove(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, services.remove_workshop, workshop=workshop):
        return done(request, "L’atelier est retiré.", "meetings:list", territory.slug)
    lead = f"«\u00a0{workshop}\u00a0» ne paraîtra plus. Un atelier où des tables ont écrit ne se retire pas."
    return form_page(
        request,
        territory,
        form,
        "Retirer un atelier",
        back="meetings:list",
        lead=lead,
        submit="Retirer",
        danger=True,
    )


@allowed(can_manage_workshop)
def seat(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """Open a table."""
    form = TableForm(sent(request))
    if form.is_bound and accepted(form, services.seat_table, workshop=workshop):
        return redirect("meetings:table", territory.slug, workshop.pk, form.made.pk)  # type: ignore[attr-defined]
    lead = "Une table est un groupe qui se met d’accord. Son lien s’ouvre sur un téléphone, sans compte."
    return form_page(
        request,
        territory,
        form,
        "Ouvrir une table",
        back="meetings:list",
        lead=lead,
        submit="Ouvrir cette table",
    )


@allowed(can_manage_table)
def table(request: HttpRequest, territory: Territory, workshop: Workshop, table: Table) -> HttpResponse:
    """The link of a table, to scan from the screen."""
    address = request.build_absolute_uri(services.link_of(table))
    context = {
        "territory": territory,
        "workshop": workshop,
        "table": table,
        "address": address,
        "qr": drawn(address),
    }
    return render(request, "meetings/table.html", context)


@require_POST
@allowed(can_manage_workshop)
def close(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """End the writing, or let the tables write again."""
    if workshop.is_open:
        services.close_workshop(workshop=workshop)
        messages.success(request, "L’atelier est clos. Le prochain calcul du diagnostic le lira.")
    else:
        services.reopen_workshop(workshop=workshop)
        messages.success(request, "Les tables peuvent écrire à nouveau.")
    return redirect("meetings:show", territory.slug, workshop.pk)
