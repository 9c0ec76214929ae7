from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maillage.territories.models import Actor, Affiliation, Person, Territory


@pytest.mark.parametrize("code", ["93", "2A", "974", "01"])
def test_departments(programme: Any, code: str) -> None:
    Territory(
        programme=programme, name="T", slug="t", department=code, joined_on=date(2026, 1, 1)
    ).full_clean()


@pytest.mark.parametrize("code", ["20", "99", "2C", "9", "979"])
def test_unknown_departments(programme: Any, code: str) -> None:
    with pytest.raises(ValidationError, match="n’existe pas"):
        Territory(
            programme=programme, name="T", slug="t", department=code, joined_on=date(2026, 1, 1)
        ).full_clean()


def test_a_type_belongs_to_its_sector(territory: Any) -> None:
    with pytest.raises(ValidationError, match="Conseil départemental"):
        Actor(territory=territory, name="PMI", sector="EDUCATION", actor_type="PMI").full_clean()


def test_the_public_name_of_who_objects(territory: Any) -> None:
    assert Actor(territory=territory, name="PMI", objects_to_naming=True).public_name == "Acteur non nommé"


@pytest.mark.parametrize("natures", [["ROI"], "PARENT", [], [["PARENT"]]])
def test_natures_come_from_the_list(territory: Any, natures: Any) -> None:
    with pytest.raises(ValidationError):
        Person(territory=territory, name="Alix", natures=natures).full_clean()


def test_an_affiliation_ends_after_it_starts(territory: Any, three_actors: list[Any]) -> None:
    person = Person.objects.create(territory=territory, name="Alix", natures=["PARENT"])
    row = Affiliation(
        person=person, actor=three_actors[0], starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1)
    )
    with pytest.raises(ValidationError, match="vient après la date de début"):
        row.full_clean()
