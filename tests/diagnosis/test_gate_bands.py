"""Bands: whoever knows the rule and how many answered cannot find a count, whatever the counts are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core import privacy
from maillage.diagnosis.gate.bands import LEFT, people, told, width


def shared(n: int, answers: int) -> Iterator[tuple[int, ...]]:
    """Every way in which n people share some answers."""
    if answers == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in shared(n - first, answers - 1):
            yield (first, *rest)


@pytest.mark.parametrize(("answers", "most"), [(2, 60), (3, 24), (4, 16), (5, 12)])
def test_a_reader_who_tries_every_possibility_is_left_with_three(answers: int, most: int) -> None:
    for n in range(privacy.MIN_RESPONDENTS, most + 1):
        possible: dict[tuple[tuple[int, int], ...], list[tuple[int, ...]]] = defaultdict(list)
        for counts in shared(n, answers):
            possible[tuple(told(counts) or ())].append(counts)
        for bands, found in possible.items():
            assert bands
            for each in zip(*found, strict=True):
                assert len(set(each)) >= LEFT


@given(counts=st.lists(st.integers(0, 40), min_size=2, max_size=17))
def test_the_bands_hold_the_counts_and_their_width_does_not_hang_on_them(counts: list[int]) -> None:
    n, found = sum(counts), told(counts)
    if n < privacy.MIN_RESPONDENTS:
        assert found is None
        return
    assert found is not None
    assert all(low <= count <= high for count, (low, high) in zip(counts, found, strict=True))
    assert {high - low + 1 for low, high in found} == {width(n, len(counts))}
    low, high = people(n)
    assert low <= n <= high == low + 4


def test_bands_are_narrow_enough_to_be_read() -> None:
    assert all(width(n, 17) <= 8 for n in range(7, 120))
    assert told([2, 7, 0, 13]) == [(0, 4), (5, 9), (0, 4), (10, 14)]
    assert told([1, 3]) is None
