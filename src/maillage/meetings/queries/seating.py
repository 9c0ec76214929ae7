"""The plan of a meeting, round by round and table by table; and where one person sits."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.meetings.models import Meeting, Registration, Seat, Seating, SeatingState


@dataclass(frozen=True)
class Table:
    """Who sits at a table in one round, in the order of the sheet."""

    number: int
    people: tuple[Registration, ...]


@dataclass(frozen=True)
class Round:
    """The tables of one round."""

    number: int
    tables: tuple[Table, ...]
    is_played: bool


def current_plan(meeting: Meeting) -> Seating | None:
    """The plan that is followed: the last one that is ready."""
    return Seating.objects.filter(meeting=meeting, state=SeatingState.READY).order_by("-pk").first()


def last_asked(meeting: Meeting) -> Seating | None:
    """The last plan that was asked for, ready or not."""
    return Seating.objects.filter(meeting=meeting).order_by("-pk").first()


def rounds_of(seating: Seating) -> list[Round]:
    """Every round, in one query."""
    seats = list(
        Seat.objects.filter(seating=seating)
        .select_related("registration__actor")
        .order_by("registration__number")
    )
    return [
        Round(
            number,
            tuple(
                Table(
                    table,
                    tuple(each.registration for each in seats if (each.round, each.table) == (number, table)),
                )
                for table in range(1, seating.tables + 1)
            ),
            is_played=number <= seating.played,
        )
        for number in range(1, seating.rounds + 1)
    ]


def seats_of(registration: Registration) -> list[tuple[int, int]]:
    """[(round, table)] of one person in the plan that is followed; nothing when there is none."""
    plan = current_plan(registration.meeting)
    if plan is None:
        return []
    rows = Seat.objects.filter(seating=plan, registration=registration).order_by("round")
    return list(rows.values_list("round", "table"))
