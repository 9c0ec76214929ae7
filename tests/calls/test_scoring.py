"""One number for a review, one summary for a file: by hand, and whatever the levels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.calls.scoring import Scale, score, summary

SCALES = {"a": Scale(weight=3, values=(0, 1, 2, 3)), "b": Scale(weight=1, values=(1, 2, 3))}


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({"a": 3, "b": 3}, 100),
        ({"a": 0, "b": 1}, 0),
        ({"a": 3, "b": 1}, 75),  # (3 × 100 + 1 × 0) / 4
        ({"a": 1, "b": 2}, 37.5),  # (3 × 33,33 + 1 × 50) / 4
        ({"a": None, "b": 2}, 50),  # what one cannot say weighs nothing
        ({"b": 2}, 50),
        ({"a": None, "b": None}, None),
        ({"a": 9}, None),  # a level that is not of this grid
        ({"z": 3}, None),
        ({}, None),
    ],
)
def test_the_weighted_score(levels: dict[str, int | None], expected: float | None) -> None:
    assert score(SCALES, levels) == (None if expected is None else pytest.approx(expected))


def test_a_criterion_that_weighs_nothing_or_has_one_level_says_nothing() -> None:
    assert score({"a": Scale(weight=0, values=(0, 1))}, {"a": 1}) is None
    assert score({"a": Scale(weight=5, values=(2,))}, {"a": 2}) is None


@given(st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(1, 9), st.integers(0, 3)), min_size=1))
def test_a_score_stays_between_its_lowest_and_highest_criterion(given_: dict[str, tuple[int, int]]) -> None:
    scales = {key: Scale(weight=weight, values=(0, 1, 2, 3)) for key, (weight, _) in given_.items()}
    places = [100 * level / 3 for _, level in given_.values()]
    found = score(scales, {key: level for key, (_, level) in given_.items()})
    assert found is not None
    assert min(places) - 1e-9 <= found <= max(places) + 1e-9


def test_no_middle_from_one_review() -> None:
    assert summary([]).number == 0
    assert summary([]).median is None
    alone = summary([72.0])
    assert (alone.number, alone.median, alone.spread) == (1, None, None)
    assert (alone.low, alone.high) == (72, 72)


def test_the_middle_and_the_spread() -> None:
    assert summary([80, 20]).median == 50
    found = summary([90, 10, 40])
    assert (found.median, found.spread, found.low, found.high) == (40, 80, 10, 90)
