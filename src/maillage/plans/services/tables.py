"""The tables of a meeting: who is there, which ties are wished, the computation, and what is kept of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django_q.tasks import async_task

from maillage.diagnosis import seating as planner
from maillage.diagnosis.seating import Guest, Planned, Wanted
from maillage.meetings.models import Apart, Meeting, Registration, Seat, Seating, SeatingState
from maillage.meetings.queries.registrations import FAMILIES, room_of
from maillage.meetings.services import seating as plans
from maillage.plans.models import Aim, State
from maillage.plans.queries.commitments import actors_today as today_of_lines
from maillage.plans.queries.commitments import cards_of, commitments_of
from maillage.territories.codes import EngagementNature, Sector, map_group

log = logging.getLogger(__name__)
TASK: Final = "maillage.plans.tasks.plan_tables"
# Of somebody who comes as several things, the first says for whom a table must care.
FIRST: Final = tuple(
    each.value
    for each in (
        EngagementNature.PARENT,
        EngagementNature.YOUTH,
        EngagementNature.RESIDENT,
        EngagementNature.VOLUNTEER,
        EngagementNature.CIVIC_SERVICE,
        EngagementNature.ELECTED,
        EngagementNature.INTERMEDIARY,
        EngagementNature.PROFESSIONAL,
    )
)


@transaction.atomic
def ask_plan(*, meeting: Meeting, tables: int, rounds: int, together: Iterable[str] = ()) -> Seating:
    """Ask for a plan; the job is written in the same transaction: both exist, or none."""
    made = plans.ask_plan(meeting=meeting, tables=tables, rounds=rounds, together=together)
    async_task(TASK, made.pk)
    return made


@transaction.atomic
def ask_change(*, seating: Seating, absent: Iterable[int]) -> Seating:
    """Ask for the same plan without those who did not come."""
    made = plans.ask_change(seating=seating, absent=absent)
    async_task(TASK, made.pk)
    return made


def compute_plan(*, seating_id: int) -> None:
    """Compute a plan and keep it. May be delivered twice: what is kept is left alone."""
    seating = Seating.objects.select_related("meeting__territory", "follows").get(pk=seating_id)
    if seating.state != SeatingState.WAITING:
        return
    try:
        made = _planned(seating)
    except (
        Exception,
        SystemExit,
    ):  # the queue stops a job that takes too long, and does not deliver it again
        plans.give_up_plan(seating=seating)
        log.exception("seating %s failed", seating_id)
        raise
    seats = [(who, round_, table) for (who, round_), table in made.seats.items()]
    plans.keep_plan(seating=seating, seats=seats, told=made.told)


def _planned(seating: Seating) -> Planned:
    territory, before = seating.meeting.territory, _seats(seating.follows)
    people = room_of(seating.meeting).coming
    known = {each.pk for each in people}
    gone = [pk for pk, _ in before if pk not in known]  # they gave their place back since
    people += list(Registration.objects.filter(pk__in=gone).select_related("actor").order_by("number"))
    guests = [guest_of(each) for each in people]
    wanted = Wanted(
        tables=seating.tables,
        rounds=seating.rounds,
        together=tuple(seating.together),
        apart=frozenset(Apart.objects.filter(meeting=seating.meeting).values_list("one", "other")),
        wished=_aimed(seating),
    )
    if seating.follows is None:
        return planner.seat(territory, guests, wanted)
    absent = {*seating.absent, *gone}
    return planner.seat_again(territory, guests, wanted, before, absent=absent, played=seating.played)


def _seats(seating: Seating | None) -> dict[tuple[int, int], int]:
    rows = (
        Seat.objects.filter(seating=seating).values_list("registration", "round", "table") if seating else ()
    )
    return {(who, round_): table for who, round_, table in rows}


def _aimed(seating: Seating) -> frozenset[tuple[int, int]]:
    """The ties that the commitments of the territory still aim at."""
    territory = seating.meeting.territory
    cards = cards_of(commitments_of(territory), today_of_lines(territory))
    alive = [each.commitment.pk for each in cards if each.state != State.GIVEN_UP]
    return frozenset(Aim.objects.filter(commitment__in=alive).values_list("one", "other"))


def guest_of(each: Any) -> Guest:
    """A registration as the planner reads it."""
    sector = each.actor.sector if each.actor else each.sector
    if not sector and FAMILIES & set(each.natures):
        sector = Sector.RESIDENTS.value
    nature = next((code for code in FIRST if code in each.natures), "")
    return Guest(
        key=each.pk,
        actor=each.actor_id,
        group=map_group(sector) if sector else "",
        nature=nature,
        languages=frozenset(each.languages),
        bands=frozenset(each.age_bands),
    )
