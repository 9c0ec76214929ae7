"""Treatments of missing answers."""

import numpy as np
import pytest

from maillage_analysis import nonresponse, waves
from maillage_analysis.errors import NetworkError
from maillage_analysis.network import Network


def random_network(*, n: int = 30, seed: int = 0, symmetric: bool = False) -> Network:
    rng = np.random.default_rng(seed)
    ties = (rng.random((n, n)) < 0.2).astype(int)
    if symmetric:
        ties = np.maximum(ties, ties.T)
    np.fill_diagonal(ties, 0)
    return Network(tuple(f"a{i}" for i in range(n)), ties, np.ones(n, dtype=bool))


def test_treatments_are_worked_out_by_hand() -> None:
    """c is silent; a and b answered: a → b, a → c, b → c. Six dyads, two of them (c's) unknown."""
    network = Network.from_ties([("a", "b", 1), ("a", "c", 2), ("b", "c", 1)], answered={"a", "b"})
    assert nonresponse.treatments(network).values == pytest.approx(
        {"available": 3 / 4, "reconstructed": 5 / 6, "all_absent": 3 / 6, "all_present": 5 / 6}
    )
    ties, seen = nonresponse.reconstructed(network)
    assert ties.tolist() == [[0, 1, 2], [0, 0, 1], [2, 1, 0]]
    assert seen.sum() == 6


def test_two_silent_actors_stay_unknown_to_each_other() -> None:
    network = Network.from_ties([("a", "b", 1)], nodes=("a", "b", "c"), answered={"a"})
    seen = nonresponse.reconstructed(network)[1]
    assert not seen[1, 2]
    assert not seen[2, 1]
    assert seen.sum() == 4


def test_with_every_answer_all_treatments_agree() -> None:
    network = random_network()
    assert set(nonresponse.treatments(network).values.values()) == {waves.density(network)}


def test_the_truth_lies_within_the_worst_cases() -> None:
    for seed in range(30):
        whole = random_network(seed=seed)
        part = nonresponse.silence(whole, 0.6, np.random.default_rng(seed))
        low, high = nonresponse.density_bounds(part)
        assert low <= waves.density(whole) <= high
        assert part.n_answered == 18


def test_density_over_available_dyads_is_not_biased() -> None:
    whole = random_network(seed=4)
    found = nonresponse.expected_error(whole, {"density": waves.density}, rate=0.6, replicates=600)
    assert found.values["density"] is not None
    bias = found.details["bias"]
    assert isinstance(bias, dict)
    assert isinstance(bias["density"], float)
    assert abs(bias["density"]) <= 4 * found.values["density"] / np.sqrt(600)


def test_the_partner_s_answer_restores_a_symmetric_network() -> None:
    whole = random_network(symmetric=True)
    part = nonresponse.silence(whole, 0.8, np.random.default_rng(0))
    ties, seen = nonresponse.reconstructed(part)
    np.testing.assert_array_equal(ties[seen], whole.ties[seen])


def test_fewer_answers_mean_larger_errors() -> None:
    whole = random_network()
    errors = [
        nonresponse.expected_error(whole, {"transitivity": waves.transitivity}, rate=rate, seed=1).values[
            "transitivity"
        ]
        for rate in (1.0, 0.8, 0.4)
    ]
    assert errors[0] == 0
    assert None not in errors
    assert errors == sorted(e for e in errors if e is not None)


def test_a_rate_is_a_share() -> None:
    with pytest.raises(NetworkError, match="between 0 and 1"):
        nonresponse.silence(random_network(), 1.5, np.random.default_rng(0))


def test_nobody_to_ask() -> None:
    nobody = Network((), np.zeros((0, 0), dtype=np.int64), np.zeros(0, dtype=bool))
    assert nonresponse.available(nobody) is None
    assert nonresponse.density_bounds(nobody) == (0, 1)
