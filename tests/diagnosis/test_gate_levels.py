"""Levels by group and totals: a reader who lists every possibility finds nobody's answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from maillage.core import privacy
from maillage.diagnosis.gate.levels import FEW, Said, Shown, level, shown

Pair = tuple[int, int]


def drawn(seed: int) -> tuple[list[Said], Said]:
    """Two or three small groups that think nearly alike, and a few people of no group."""
    rng = np.random.default_rng(seed)
    mood = 8 * rng.dirichlet([1, 0.6, 0.3]) + 0.05
    sizes = rng.integers(5, 9, rng.integers(2, 4)).tolist()
    cells = [rng.multinomial(size, rng.dirichlet(mood)).tolist() for size in sizes]
    cells.append(rng.multinomial(int(rng.integers(0, 5)), mood / mood.sum()).tolist())
    said = [Said(yes, no, yes + no + neither) for yes, no, neither in cells]
    return said[:-1], Said(*(sum(getattr(each, name) for each in said) for name in ("yes", "no", "size")))


def consistent(groups: list[Said], total: Said, seen: Shown) -> list[set[Pair]]:
    """All (yes, no) that each group may have, the people of no group last, for whoever knows every size."""
    options = [
        {
            (y, n)
            for y in range(g.size + 1)
            for n in range(g.size + 1 - y)
            if (level(y, g.size), level(n, g.size)) == told
        }
        for g, told in zip(groups, seen.levels, strict=True)
    ]
    rest = total.size - sum(each.size for each in groups)
    options.append({(y, n) for y in range(rest + 1) for n in range(rest + 1 - y)})

    def fits(yes: int, no: int) -> bool:
        if not seen.has_levels:
            return True
        return all(
            mine == exact if exact is not None else level(mine, total.size) == level(true, total.size)
            for mine, exact, true in ((yes, seen.yes, total.yes), (no, seen.no, total.no))
        )

    found = []
    for at, own in enumerate(options):
        sums = {(0, 0)}
        for other in (each for i, each in enumerate(options) if i != at):
            sums = {(a + y, b + n) for (a, b), (y, n) in itertools.product(sums, other)}
        found.append({(y, n) for y, n in own if any(fits(a + y, b + n) for a, b in sums)})
    return found


@pytest.mark.parametrize("seed", range(60))
def test_who_lists_everything_finds_nobody(seed: int) -> None:
    groups, total = drawn(seed)
    seen = shown(groups, total)
    sizes = [*(each.size for each in groups), total.size - sum(each.size for each in groups)]
    for possible, size in zip(consistent(groups, total, seen), sizes, strict=True):
        few = min(FEW, size)
        for answer in (0, 1):
            counts = {each[answer] for each in possible}
            assert max(counts) >= few
            assert min(counts) <= size - few


def test_totals_are_told_when_they_may() -> None:
    seen = shown([Said(6, 4, 12), Said(5, 5, 12)], Said(11, 9, 24))
    assert (seen.yes, seen.no, seen.has_levels) == (11, 9, True)
    assert seen.levels == ((2, 1), (1, 1))


def test_a_total_of_nearly_everybody_is_told_as_a_level() -> None:
    seen = shown([Said(12, 0, 12), Said(12, 0, 12)], Said(24, 0, 24))
    assert (seen.yes, seen.no, seen.has_levels) == (None, None, True)


def test_a_total_that_gives_two_people_away_is_not_told() -> None:
    """Groups of five all but two at most, and one person more: an exact total of eleven would say that it agrees."""
    seen = shown([Said(5, 0, 5), Said(5, 0, 5)], Said(11, 0, 11))
    assert seen.yes is None
    possible = consistent([Said(5, 0, 5), Said(5, 0, 5)], Said(11, 0, 11), seen)
    assert {each[0] for each in possible[-1]} == {0, 1}


@pytest.mark.parametrize(
    ("count", "size", "told"), [(0, 5, 0), (2, 5, 0), (3, 5, 3), (3, 12, 1), (6, 12, 2), (10, 12, 3)]
)
def test_levels_are_the_bands_of_the_thresholds(count: int, size: int, told: int) -> None:
    assert level(count, size) == told
    low, high = privacy.band(count, size)
    assert low <= count <= high
