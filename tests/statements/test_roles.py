"""The roles in which votes are read."""

from __future__ import annotations

import pytest

from maillage.statements.roles import BY_SECTOR, BY_TYPE, ROLES, Role, role_of
from maillage.territories.codes import ACTOR_TYPES, Sector
from maillage.territories.models import Actor


@pytest.mark.parametrize(
    ("sector", "actor_type", "nature", "role"),
    [
        ("EDUCATION", "COLLEGE", "", Role.SCHOOL),
        ("RESIDENTS", "PARENTS_ASSOCIATION", "", Role.PARENTS),
        ("RESIDENTS", "RESIDENT", "", Role.RESIDENTS),
        ("NGO", "SPORT_CLUB", "", Role.YOUTH_SPORT_CULTURE),
        ("NGO", "", "PARENT", Role.PARENTS),
        ("EDUCATION", "", "PROFESSIONAL", Role.SCHOOL),
        ("RESEARCH_SUPPORT", "", "", Role.OTHER),
    ],
)
def test_an_actor_speaks_from_one_place(sector: str, actor_type: str, nature: str, role: Role) -> None:
    assert role_of(Actor(sector=sector, actor_type=actor_type), nature) == role


def test_every_code_that_is_read_exists() -> None:
    assert set(BY_SECTOR) <= set(Sector.values)
    assert set(BY_TYPE) <= set(ACTOR_TYPES)
    assert len(ROLES) == 9
