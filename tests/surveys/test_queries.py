"""Shares of answers never point at who answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.surveys import queries, services
from maillage.surveys.models import Participation
from maillage.territories.codes import Sector
from maillage.territories.models import Actor


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 9), max_size=5))
def test_no_share_rests_on_fewer_than_five_not_even_by_difference(territory: Any, sizes: list[int]) -> None:
    wave = services.create_wave(territory=territory, label="X", opened_on=date(2026, 3, 1))
    codes = [code for code, size in zip(Sector.values, sizes, strict=False) for _ in range(size)]
    first = Actor.objects.count()
    actors = Actor.objects.bulk_create(
        [Actor(territory=territory, name=f"A{first + i}", sector=c) for i, c in enumerate(codes)]
    )
    Participation.objects.bulk_create(
        [Participation(wave=wave, actor=a, answered=i % 3 > 0) for i, a in enumerate(actors)]
    )
    total, shares = queries.participation_of(wave)
    assert sum(share.asked for share in shares) == total.asked == len(codes)
    for share in (total, *shares):
        assert (share.answered is None) == (share.asked < 5)
    if total.answered is not None:
        assert sum(share.answered or 0 for share in shares) == total.answered


def test_an_actor_that_objects_does_not_stand_at_the_place_of_its_name(
    territory: Any, three_actors: list[Actor]
) -> None:
    wave = services.create_wave(
        territory=territory, label="Vague", opened_on=date(2026, 1, 5), roster=three_actors
    )
    Actor.objects.filter(name="PMI du Centre").update(objects_to_naming=True, name="Zébulon")
    assert queries.names_of(wave) == ["Acteur non nommé", "Centre social La Passerelle", "Collège des Saules"]
