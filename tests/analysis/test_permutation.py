"""Permutation tests."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from maillage_analysis import permutation
from tests.analysis.real_networks import column, network


def test_a_p_value_is_never_zero() -> None:
    assert permutation.share(np.zeros(99, dtype=bool)) == 0.01
    assert permutation.share(np.ones(99, dtype=bool)) == 1


def test_the_e_i_index_is_compared_with_every_way_to_deal_the_labels() -> None:
    """Six nodes: the 720 orders can all be tried, and so can any statistic of the labels."""
    rng = np.random.default_rng(0)
    ties = rng.random((6, 6)) < 0.4
    np.fill_diagonal(ties, False)
    labels = np.array([0, 0, 0, 1, 1, 2])
    source, target = np.nonzero(ties)

    def ei(dealt: np.ndarray) -> float:
        return float(1 - 2 * (dealt[source] == dealt[target]).mean())

    every = np.array([ei(np.array(order)) for order in itertools.permutations(labels)])
    fast = permutation.ei_permutation(ties, labels, permutations=20_000, seed=4)
    slow = permutation.label_permutation(ei, labels, permutations=5_000, seed=4)
    for found, tries in ((fast, 20_000), (slow, 5_000)):
        assert found.observed == pytest.approx(ei(labels))
        assert found.mean == pytest.approx(every.mean(), abs=5 * every.std() / tries**0.5)
        assert found.sd == pytest.approx(every.std(), rel=0.05)
        assert found.p_low == pytest.approx((every <= ei(labels) + 1e-9).mean(), abs=0.03)


def test_labels_that_explain_every_tie_are_seen() -> None:
    labels = np.repeat([0, 1], 8)
    ties = (labels[:, None] == labels[None, :]) & ~np.eye(16, dtype=bool)
    found = permutation.ei_permutation(ties, labels)
    assert found.observed == -1
    assert found.p_low == found.p_value == pytest.approx(1 / 1001)


def test_without_a_tie_nothing_is_tested() -> None:
    found = permutation.ei_permutation(np.zeros((3, 3), dtype=bool), np.zeros(3, dtype=np.int64))
    assert np.isnan(found.observed)
    assert found.p_value == 1


@pytest.mark.parametrize(
    ("name", "folder", "edges", "group"),
    [
        ("lazega_advice", "lazega", "advice", "office"),
        ("s50_w1", "s50_rsiena", "w1", "smoke_w1"),
    ],
)
def test_the_e_i_test_is_that_of_the_reference(
    shared: Path, name: str, folder: str, edges: str, group: str
) -> None:
    expected = json.loads((shared / "reference" / "waves_ei.json").read_text())["ei"][name]
    labels = np.unique(column(shared, folder, edges, group), return_inverse=True)[1]
    found = permutation.ei_permutation(
        network(shared, folder, edges).binary, labels, permutations=5000, seed=1
    )
    assert found.observed == pytest.approx(expected["obs"], abs=1e-9)
    assert found.mean == pytest.approx(expected["expected_exact"], abs=4 * found.sd / np.sqrt(5000))
    assert found.sd == pytest.approx(expected["perm_sd"], rel=0.05)
    assert found.p_low == pytest.approx(expected["p_le"], abs=0.02)
    assert found.p_high == pytest.approx(expected["p_ge"], abs=0.02)
