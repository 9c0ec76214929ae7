from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from maillage.programmes import queries
from maillage.programmes.codes import DEFAULT_PHASES
from maillage.programmes.models import Phase, Programme, ProgrammeRole


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(
    programme: Programme, make_user: Any, day: date, held: bool
) -> None:
    user = make_user("contributor")
    ProgrammeRole.objects.create(
        programme=programme,
        user=user,
        kind="FACILITATOR",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
    )
    assert queries.is_facilitator(user, today=day) is held
    assert queries.facilitated_by(user, today=day).exists() is held


@pytest.mark.parametrize("role", ["facilitator", "national", "pilot", "department", "contributor", "club"])
def test_every_role_sees_its_programme(programme: Programme, make_user: Any, role: str) -> None:
    Programme.objects.create(
        name="Un autre", slug="un-autre", facilitator_name="X", starts_on=date(2026, 1, 1)
    )
    assert list(queries.visible_to(make_user(role))) == [programme]


def test_a_stranger_sees_none(programme: Programme) -> None:
    assert not queries.visible_to(AnonymousUser()).exists()
    assert not queries.is_national(AnonymousUser())


@pytest.mark.parametrize(("role", "opened"), [("facilitator", 2), ("pilot", 1), ("national", 0)])
def test_territories_say_which_doors_open(
    programme: Programme, territory: Any, other_territory: Any, make_user: Any, role: str, opened: int
) -> None:
    rows = queries.territories_of(programme, make_user(role))
    assert len(rows) == 2
    assert sum(row.opens for row in rows) == opened


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 9, 1), 4, date(2027, 1, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
    ],
)
def test_months_after(start: date, months: int, expected: date) -> None:
    assert queries.months_after(start, months) == expected


def test_the_calendar_says_where_one_stands(programme: Programme) -> None:
    Phase.objects.bulk_create(Phase(programme=programme, **vars(template)) for template in DEFAULT_PHASES)
    steps = queries.calendar_of(programme, today=date(2026, 3, 10))  # begun on 1 September 2025
    assert [step.state for step in steps] == ["past", "current", "coming", "coming", "coming"]
    assert (steps[1].starts_on, steps[1].ends_on) == (date(2026, 1, 1), date(2026, 8, 31))


def test_places_are_never_negative() -> None:
    assert queries.Places(total=2, taken=3).free == 0
