"""A workshop of three tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from maillage.meetings.models import Table, Workshop
from maillage.meetings.services import hold_workshop, seat_table


@pytest.fixture
def workshop(territory: Any) -> Workshop:
    return hold_workshop(territory=territory, title="Vue de trois tables", held_on=date(2026, 3, 12))


@pytest.fixture
def tables(workshop: Workshop) -> list[Table]:
    return [seat_table(workshop=workshop, name=f"Table {n}", people=5) for n in (1, 2, 3)]
