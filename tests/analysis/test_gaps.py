"""The gap between two means, against R and the printed tables."""

from __future__ import annotations

import pytest

from maillage_analysis.gaps import mean_gap, student

# Student's sleep data, `t.test(extra ~ group, data = sleep)` in R: Welch's interval, as printed in every manual.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_it_is_the_interval_of_r() -> None:
    found = mean_gap(FIRST, SECOND)
    assert found is not None
    assert found[0] == pytest.approx(-1.58)
    assert found[1] == pytest.approx((-3.3654832, 0.2054832), abs=1e-4)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(8, 2.306004), (10, 2.228139), (15, 2.131450), (20, 2.085963), (30, 2.042272), (60, 2.000298)],
)
def test_the_quantile_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile, abs=5e-4)


def test_the_other_way_round_is_the_opposite() -> None:
    one, other = mean_gap(FIRST, SECOND), mean_gap(SECOND, FIRST)
    assert one is not None
    assert other is not None
    assert other[0] == pytest.approx(-one[0])
    assert other[1] == pytest.approx((-one[1][1], -one[1][0]))


@pytest.mark.parametrize(("first", "second"), [(FIRST[:8], SECOND), (FIRST, []), ([3] * 12, [2] * 12)])
def test_nothing_is_said_of_few_or_of_what_does_not_vary(first: list[float], second: list[float]) -> None:
    assert mean_gap(first, second) is None
