"""A plan on paper: a card to fold for each person, a sheet for each table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from maillage.core.typeset import typeset
from maillage.core.typography import dated
from maillage.meetings.models import Seating
from maillage.meetings.queries.seating import Round, rounds_of


def cards(plan: Seating, **options: Any) -> Any:
    """A card a person: the name, for whom one comes, and one's table in each round."""
    rounds = rounds_of(plan)
    people = {each.pk: each for one in rounds for table in one.tables for each in table.people}
    listed = [
        {"name": str(each), "whom": each.for_whom, "tables": _tables(rounds, pk)}
        for pk, each in sorted(people.items(), key=lambda row: row[1].number)
    ]
    return _set("cards", plan, {"people": listed}, **options)


def _tables(rounds: list[Round], person: int) -> list[dict[str, int]]:
    return [
        {"round": one.number, "table": table.number}
        for one in rounds
        for table in one.tables
        if any(each.pk == person for each in table.people)
    ]


def sheets(plan: Seating, **options: Any) -> Any:
    """A sheet a table: who sits there in each round, and room to write what is said."""
    rounds = rounds_of(plan)
    tables = [
        {
            "number": number,
            "rounds": [
                {
                    "number": one.number,
                    "people": [
                        {"name": str(each), "whom": each.for_whom} for each in one.tables[number - 1].people
                    ],
                }
                for one in rounds
            ],
        }
        for number in range(1, plan.tables + 1)
    ]
    return _set("sheets", plan, {"tables": tables}, **options)


def _set(template: str, plan: Seating, data: dict[str, Any], **options: Any) -> Any:
    meeting = plan.meeting
    head = {"meeting": meeting.title, "day": dated(meeting.starts_at), "place": meeting.place}
    when = plan.planned_at or plan.asked_at
    return typeset("maillage.plans", template, head | data, timestamp=int(when.timestamp()), **options)


KINDS: Final[dict[str, Callable[..., Any]]] = {"cartons": cards, "tables": sheets}
