from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404

from maillage.territories import permissions, services
from maillage.territories.bodies import create_body

DOORS = {
    "can_see_territory": {"facilitator", "pilot", "department", "contributor", "club"},
    "can_propose_actor": {"facilitator", "pilot", "department", "contributor"},
    "can_see_people": {"facilitator", "pilot", "department"},
    "can_manage_territory": {"facilitator", "pilot"},
}
ROLES = ["facilitator", "national", "pilot", "department", "contributor", "club"]


def opens(door: str, user: Any, **where: Any) -> bool:
    try:
        getattr(permissions, door)(user, **where)
    except Http404:
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", DOORS)
def test_doors(territory: Any, make_user: Any, door: str, role: str) -> None:
    assert opens(door, make_user(role), territory=territory.slug) is (role in DOORS[door])


@pytest.mark.parametrize("role", ["national", "pilot", "department", "contributor", "club"])
@pytest.mark.parametrize("door", DOORS)
def test_a_foreign_territory_does_not_exist(
    territory: Any, other_territory: Any, make_user: Any, door: str, role: str
) -> None:
    assert not opens(door, make_user(role), territory=other_territory.slug)


def test_a_part_of_another_territory_does_not_exist(
    territory: Any, other_territory: Any, make_user: Any, three_actors: list[Any]
) -> None:
    pilot = make_user("pilot", on=other_territory)
    person = services.add_person(territory=territory, name="Alix", natures=["PARENT"], actor=three_actors[0])
    parts = {
        "actor": three_actors[0],
        "person": person,
        "affiliation": person.affiliations.get(),
        "body": create_body(territory=territory, name="Comité"),
        "area": services.add_area(territory=territory, kind="COMMUNE", code="93001", name="Ville"),
        "role": make_user("club").territory_roles.get(),
    }
    for name, part in parts.items():
        assert not opens(f"can_manage_{name}", pilot, territory=other_territory.slug, **{name: part.pk})
        assert opens(f"can_manage_{name}", make_user("pilot"), territory=territory.slug, **{name: part.pk})
