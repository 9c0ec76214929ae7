"""A workshop of three tables, and a meeting to come."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.meetings.models import Meeting, Registration, Table, Workshop
from maillage.meetings.services import hold_workshop, seat_table
from maillage.meetings.services.gatherings import hold_meeting, open_registrations
from maillage.meetings.services.registrations import Person, register

Comer = Callable[..., Registration]


@pytest.fixture
def workshop(territory: Any) -> Workshop:
    return hold_workshop(territory=territory, title="Vue de trois tables", held_on=date(2026, 3, 12))


@pytest.fixture
def tables(workshop: Workshop) -> list[Table]:
    return [seat_table(workshop=workshop, name=f"Table {n}", people=5) for n in (1, 2, 3)]


@pytest.fixture
def start() -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(days=10)


@pytest.fixture
def meeting(territory: Any, start: datetime) -> Meeting:
    """In ten days, two hours, open, two places."""
    made = hold_meeting(
        territory=territory,
        title="Rentrée de la cité",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Maison de quartier",
        capacity=2,
    )
    open_registrations(meeting=made, opened=True)
    made.refresh_from_db()
    return made


@pytest.fixture
def come(meeting: Meeting) -> Comer:
    """`come("Aïcha", email=…)`: somebody registers."""

    def one(
        name: str, *, key: uuid.UUID | None = None, at_door: bool = False, now: Any = None, **said: Any
    ) -> Any:
        person = Person(name=name, **({"natures": ["PARENT"]} | said))
        return register(meeting=meeting, person=person, key=key or uuid.uuid4(), at_door=at_door, now=now)

    return one
