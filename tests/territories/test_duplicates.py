from __future__ import annotations

from typing import Any

import pytest

from maillage.territories.duplicates import likely_duplicates, normalised
from maillage.territories.models import Actor


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("École de l’Œillet", "ecole oeillet"),
        ("Centre social « La Passerelle »", "centre passerelle social"),
        ("La Passerelle, centre social", "centre passerelle social"),
        ("Les", "les"),
    ],
)
def test_normalised(written: str, words: str) -> None:
    assert normalised(written) == words


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Centre social La Passerelle", "La passerelle - centre social", True),
        ("Collège des Saules", "College des saule", True),
        ("Collège des Saules", "Collège des Tilleuls", False),
        ("École maternelle 1", "École maternelle 2", False),
        ("PMI", "CAF", False),
    ],
)
def test_likely_duplicates(territory: Any, first: str, second: str, alike: bool) -> None:
    actors = [Actor(territory=territory, name=name, sector="EDUCATION") for name in (first, second)]
    for rank, actor in enumerate(actors):
        actor.pk = rank
    assert bool(likely_duplicates(actors)) is alike


def test_two_known_types_are_two_actors(territory: Any) -> None:
    rows = [("École des Lilas", "NURSERY_SCHOOL"), ("École Les Lilas", "PRIMARY_SCHOOL")]
    actors = [
        Actor(pk=rank, territory=territory, name=name, sector="EDUCATION", actor_type=kind)
        for rank, (name, kind) in enumerate(rows)
    ]
    assert not likely_duplicates(actors)
