"""Shares known between limits, and recourse set beside declared ties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage_analysis.recourse import Z, share_within, supported, wilson

pytestmark = pytest.mark.pure


@given(n=st.integers(1, 400), data=st.data())
def test_the_interval_holds_the_shares_that_the_score_test_keeps(n: int, data: st.DataObject) -> None:
    """Its definition: at each end, the share found is 1.96 standard errors away, the error being that of the end."""
    count = data.draw(st.integers(0, n))
    for end in wilson(count, n):
        assert (count / n - end) ** 2 == pytest.approx(Z * Z * end * (1 - end) / n, abs=1e-12)


def test_the_interval_is_that_of_published_tables() -> None:
    """Newcombe 1998, « Two-sided confidence intervals for the single proportion », Statistics in Medicine 17, table I."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@pytest.mark.parametrize(("count", "n"), [(-1, 3), (4, 3), (0, 0)])
def test_a_count_that_is_none_is_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(count, n)


@given(low=st.integers(0, 30), wide=st.integers(0, 9), fewest=st.integers(1, 60), more=st.integers(0, 9))
def test_limits_hold_every_interval_that_they_allow(low: int, wide: int, fewest: int, more: int) -> None:
    found = share_within((low, low + wide), (fewest, fewest + more))
    assert 0 <= found[0] <= found[1] <= 1
    for n in range(fewest, fewest + more + 1):
        for count in range(low, min(low + wide, n) + 1):
            exact = wilson(count, n)
            assert found[0] <= exact[0] + 1e-12
            assert found[1] >= exact[1] - 1e-12


def test_recourse_that_follows_ties_is_counted_once_a_pair() -> None:
    ties = {("a", "b"): 3, ("a", "c"): 1, ("b", "a"): 2}
    pairs = [("a", "b"), ("a", "b"), ("a", "c"), ("b", "a"), ("c", "a")]
    found = supported(pairs, ties, size=4, seed=1)
    assert found is not None
    assert (found.share, found.n, found.sources, found.largest) == (0.5, 4, 3, 0.5)
    assert found.expected == pytest.approx((2 * 1 / 3 + 1 / 3 + 0) / 4)
    assert found.interval[0] <= found.share <= found.interval[1]
    assert supported(pairs, ties, size=4, seed=1) == found
    assert supported([], ties, size=4, seed=1) is None


def test_one_respondent_has_no_interval_of_its_own() -> None:
    found = supported([("a", "b"), ("a", "c")], {("a", "b"): 2}, size=3, seed=1)
    assert found is not None
    assert found.interval == (0.5, 0.5)
    assert found.largest == 1
