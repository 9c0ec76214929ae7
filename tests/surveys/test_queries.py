"""Shares of answers never point at who answered."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product
from typing import Any

import pytest

from maillage.surveys import queries, services
from maillage.surveys.models import Participation
from maillage.territories.codes import map_group
from maillage.territories.models import Actor


def sheet(*sectors: tuple[int, int]) -> list[tuple[str, bool]]:
    """(asked, answered) of each sector, as lines."""
    return [(f"S{i}", place < yes) for i, (size, yes) in enumerate(sectors) for place in range(size)]


def test_only_the_whole_is_counted_and_small_sectors_are_told_together() -> None:
    total, shares = queries.shares_of(sheet((12, 6), (9, 3), (7, 6), (6, 1), (3, 2), (2, 1)))
    assert (total.answered, total.words) == (19, "19\u00a0réponses")
    assert [(share.label, share.asked, share.words) for share in shares] == [
        ("S0", 12, "La moitié ou plus"),
        ("S1", 9, "Moins de la moitié"),
        ("S2", 7, "Toutes, sauf deux au plus"),
        ("S3", 6, "Deux au plus"),
        ("Autres secteurs, réunis", 5, "Toutes, sauf deux au plus"),
    ]
    assert not any(share.answered or share.rate for share in shares)


@pytest.mark.parametrize("sectors", [((4, 2),), ((2, 2), (2, 0)), ()])
def test_nothing_is_told_of_fewer_than_five(sectors: tuple[tuple[int, int], ...]) -> None:
    total, shares = queries.shares_of(sheet(*sectors))
    assert (total.answered, total.rate, shares) == (None, None, [])


@pytest.mark.parametrize(
    "sizes",
    [(5,), (5, 5), (6, 7), (5, 6, 7), (8, 8, 8), (5, 12, 20), (5, 5, 6, 8), (10, 9, 8, 7), (4, 3, 6, 9)],
)
def test_nobody_is_found_by_subtraction_even_by_one_who_knows_the_rule_and_answered(
    sizes: tuple[int, ...],
) -> None:
    """Every possible wave, grouped by what is shown: in each sector shown, two or more may still be on either side."""
    seen: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(*(range(size + 1) for size in sizes)):
        seen[
            queries.shares_of(sheet(*zip(sizes, counts, strict=True)))[0].answered, shown(sizes, counts)
        ].append(counts)
    for (_, table), possible in seen.items():
        if not table:
            continue
        for i, size in enumerate(sizes):
            if size >= 5:
                assert max(each[i] for each in possible) >= 2
                assert min(each[i] for each in possible) <= size - 2


def shown(sizes: tuple[int, ...], counts: tuple[int, ...]) -> tuple[tuple[str, int, str], ...]:
    _, shares = queries.shares_of(sheet(*zip(sizes, counts, strict=True)))
    return tuple((share.label, share.asked, share.words) for share in shares)


def test_a_wave_is_told_by_the_sectors_of_the_report(territory: Any) -> None:
    """Two tables with two sorts of sectors would give the difference of one from the other."""
    codes = ["EDUCATION"] * 7 + ["DEPARTMENT"] * 8 + ["NGO"] * 5 + ["SOCIAL_LIFE"] * 4
    actors = [Actor.objects.create(territory=territory, name=f"A{i}", sector=c) for i, c in enumerate(codes)]
    wave = services.create_wave(territory=territory, label="X", opened_on=date(2026, 3, 1), roster=actors)
    Participation.objects.filter(actor__in=actors[::2]).update(answered=True)
    total, shares = queries.participation_of(wave)
    assert (total.asked, total.answered) == (24, 12)
    assert {share.label for share in shares} <= {map_group(code) for code in codes} | {
        "Autres secteurs, réunis"
    }
    assert sum(share.asked for share in shares) == 24


def test_an_actor_that_objects_does_not_stand_at_the_place_of_its_name(
    territory: Any, three_actors: list[Actor]
) -> None:
    wave = services.create_wave(
        territory=territory, label="Vague", opened_on=date(2026, 1, 5), roster=three_actors
    )
    Actor.objects.filter(name="PMI du Centre").update(objects_to_naming=True, name="Zébulon")
    assert queries.names_of(wave) == ["Acteur non nommé", "Centre social La Passerelle", "Collège des Saules"]
