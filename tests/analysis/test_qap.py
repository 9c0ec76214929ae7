"""QAP correlation and MRQAP, against sna and against a slow version."""

import json
from pathlib import Path

import numpy as np
import pytest

from maillage_analysis import qap
from maillage_analysis.errors import NetworkError
from maillage_analysis.network import Network
from tests.analysis.real_networks import network


def relation(n: int, seed: int, density: float = 0.3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = (rng.random((n, n)) < density) * rng.integers(1, 4, (n, n))
    np.fill_diagonal(values, 0)
    return values.astype(float)


def test_correlations_are_those_of_sna_on_lazega(shared: Path) -> None:
    expected = json.loads((shared / "reference" / "qap.json").read_text())
    one, two, three = (network(shared, "lazega", name) for name in ("advice", "cowork", "friends"))
    found = qap.qap(one, two, seed=1)
    assert found.value == pytest.approx(expected["gcor"][0][1], abs=1e-8)
    assert qap.qap(one, three, permutations=10).value == pytest.approx(expected["gcor"][0][2], abs=1e-8)
    assert qap.qap(two, three, permutations=10).value == pytest.approx(expected["gcor"][1][2], abs=1e-8)
    assert found.details["null_sd"] == pytest.approx(expected["qap"]["dist_sd"], rel=0.05)
    assert found.details["p_value"] == pytest.approx(1 / 10_001)


def test_the_regression_is_that_of_sna_on_lazega(shared: Path) -> None:
    expected = json.loads((shared / "reference" / "qap.json").read_text())["netlm"]
    one, two, three = (network(shared, "lazega", name) for name in ("advice", "cowork", "friends"))
    found = qap.mrqap(one, {"cowork": two, "friends": three}, permutations=200, seed=1)
    assert found.terms == ("intercept", "cowork", "friends")
    assert found.coefficients == pytest.approx(expected["coef"], abs=1e-8)
    assert found.statistics == pytest.approx(expected["t"], abs=1e-8)
    assert found.details["r2"] == pytest.approx(expected["r2"], abs=1e-8)
    assert found.p_values[1:] == pytest.approx([1 / 201, 1 / 201])


def test_each_permuted_correlation_equals_the_slow_one() -> None:
    """Same orders, dense arithmetic, with and without missing answers."""
    n = 12
    y, x = relation(n, 1), relation(n, 2, 0.2)
    draws = np.random.default_rng(5).random((30, n))
    whole = ~np.eye(n, dtype=bool)
    partial = whole.copy()
    partial[3] = False
    for mask in (whole, partial):
        found = qap.masked(y, mask, x, whole, draws)
        np.testing.assert_allclose(found, slow(y, mask, x, whole, draws), atol=1e-12)
    np.testing.assert_allclose(qap.quick(y, x, draws), slow(y, whole, x, whole, draws), atol=1e-12)


def slow(
    y: np.ndarray, mask_y: np.ndarray, x: np.ndarray, mask_x: np.ndarray, draws: np.ndarray
) -> list[float]:
    out = []
    for numbers in draws:
        order = np.arange(len(y))
        for i in range(len(y) - 1, 0, -1):
            j = int(numbers[i] * (i + 1))
            order[[i, j]] = order[[j, i]]
        moved, moved_mask = y[np.ix_(order, order)], mask_y[np.ix_(order, order)]
        cells = moved_mask & mask_x
        out.append(np.corrcoef(moved[cells], x[cells])[0, 1])
    return out


def test_regression_equals_least_squares_with_missing_answers() -> None:
    n = 15
    y, one, two = relation(n, 1), relation(n, 2), relation(n, 3)
    y[4] = np.nan
    found = qap.mrqap(y, {"one": one, "two": two}, permutations=20)
    cells = np.isfinite(y) & ~np.eye(n, dtype=bool)
    design = np.stack([np.ones(cells.sum()), one[cells], two[cells]], axis=1)
    expected = np.linalg.lstsq(design, y[cells], rcond=None)[0]
    assert found.coefficients == pytest.approx(expected, abs=1e-10)
    assert found.details["cells"] == n * (n - 1) - (n - 1)


def test_the_p_value_of_unrelated_relations_is_uniform() -> None:
    p_values = [
        qap.qap(relation(14, 2 * k), relation(14, 2 * k + 1), permutations=99, seed=k).details["p_value"]
        for k in range(100)
    ]
    low = sum(isinstance(p, float) and p <= 0.1 for p in p_values)
    assert 1 <= low <= 22


def test_regression_does_not_see_what_is_not_there() -> None:
    low = 0
    for k in range(60):
        xs = {"one": relation(14, 3 * k), "two": relation(14, 3 * k + 1)}
        low += qap.mrqap(relation(14, 3 * k + 2), xs, permutations=99, seed=k).p_values[1] <= 0.05
    assert low <= 9


def test_an_undirected_relation_counts_each_pair_once() -> None:
    y, x = relation(10, 1), relation(10, 2)
    y, x = y + y.T, x + x.T
    found = qap.mrqap(y, {"x": x}, permutations=50)
    assert found.details["cells"] == 45


def test_a_relation_that_does_not_vary_has_no_correlation() -> None:
    assert qap.qap(relation(6, 1), np.zeros((6, 6)), permutations=5).value is None


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(NetworkError, match="same nodes"):
        qap.qap(relation(5, 1), relation(6, 1))
    with pytest.raises(NetworkError, match="square"):
        qap.qap(np.zeros((2, 3)), np.zeros((2, 3)))
    x = relation(8, 2)
    with pytest.raises(NetworkError, match="repeats"):
        qap.mrqap(relation(8, 1), {"x": x, "again": x})


def test_only_dyads_observed_in_both_count() -> None:
    ties = relation(8, 1).astype(int)
    answered = np.array([True] * 6 + [False] * 2)
    silent = Network(tuple("abcdefgh"), np.where(answered[:, None], ties, 0), answered)
    found = qap.qap(silent, relation(8, 2), permutations=20)
    assert found.n_answered == 6
    assert found.details["cells"] == 42
