"""The jackknife on vertices, and the values that rest on it."""

import numpy as np
import pytest

from maillage_analysis import jackknife, waves
from maillage_analysis.bootstrap import Z, vertex_bootstrap
from maillage_analysis.metrics import betweenness, fragility, mixing
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs


def some_network(*, n: int, density: float = 0.2, seed: int = 1) -> Network:
    rng = np.random.default_rng(seed)
    eager = rng.uniform(0.3, 1.7, n)
    ties = (rng.random((n, n)) < density * eager[:, None]).astype(int)
    np.fill_diagonal(ties, 0)
    names = tuple(f"a{i:03}" for i in range(n))
    return Network(names, ties, np.ones(n, dtype=bool), {"group": tuple("xyz"[i % 3] for i in range(n))})


def without(network: Network, nodes: np.ndarray) -> Network:
    return network.subset(np.setdiff1d(np.arange(network.n), nodes))


def same(found: list[float] | None, expected: tuple[float, float] | None) -> None:
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(list(expected))


def test_the_mean_of_independent_values_has_its_textbook_interval() -> None:
    values = np.random.default_rng(0).normal(size=30)
    left_out = (values.sum() - values) / 29
    low, high = jackknife.interval(float(values.mean()), left_out, bounds=(-9, 9)) or (0, 0)
    assert high - low == pytest.approx(2 * Z * values.std(ddof=1) / 30**0.5)


def test_on_density_it_agrees_with_the_vertex_bootstrap() -> None:
    for seed in range(5):
        network = some_network(n=40, seed=seed)
        left_out = np.array([waves.density(without(network, np.array([i]))) for i in range(40)])
        low, high = jackknife.interval(waves.density(network), left_out) or (0, 0)
        boot = vertex_bootstrap(network, {"density": waves.density})["density"]
        assert (high - low) / 2 == pytest.approx(Z * boot.se, rel=0.15)


@pytest.mark.parametrize(("n", "expected"), [(12, 12), (50, 50), (120, 50)])
def test_parts_are_of_equal_size_and_follow_the_names(n: int, expected: int) -> None:
    network = some_network(n=n)
    part = jackknife.parts(network, seed=3)
    sizes = np.bincount(part)
    assert len(sizes) == expected
    assert sizes.max() - sizes.min() <= 1
    order = np.random.default_rng(0).permutation(n)
    np.testing.assert_array_equal(jackknife.parts(network.subset(order), seed=3), part[order])


def test_nothing_is_said_of_too_few_or_of_what_is_not_defined() -> None:
    assert jackknife.interval(0.5, np.full(4, 0.5)) is None
    assert jackknife.interval(None, np.full(9, 0.5)) is None
    assert jackknife.interval(0.5, np.array([0.5, 0.5, 0.5, 0.5, np.nan])) is None
    assert jackknife.interval(0.5, np.full(9, 0.5)) is None  # nothing moves: how sure it is cannot be told
    assert jackknife.interval(0.9, np.array([0.0, 1.0, 0.0, 1.0, 0.5])) == (0.0, 1.0)


@pytest.mark.parametrize("n", [9, 60])
def test_fragility_is_left_out_part_by_part(n: int) -> None:
    """The interval is that of the whole metric, run again on each network without a part."""
    network = some_network(n=n, density=2 / n)
    found = fragility.compute(Inputs(network=network, group="group"))
    part = jackknife.parts(network)
    again = [
        fragility.compute(Inputs(network=without(network, np.flatnonzero(part == p)), group="group"))
        for p in range(part.max() + 1)
    ]
    assert found.interval == pytest.approx(
        jackknife.interval(found.value, np.array([each.value for each in again]))
    )
    for k, share in enumerate(found.details["curve"]):
        left_out = np.array([each.details["curve"][min(k, len(each.details["curve"]) - 1)] for each in again])
        if k < len(again[0].details["curve"]):
            same(found.details["curve_intervals"][k], jackknife.interval(share, left_out))
    for label, share in found.details["without_group"].items():
        between = jackknife.interval(
            share, np.array([each.details["without_group"][label] for each in again])
        )
        same(found.details["without_group_intervals"][label], between)


@pytest.mark.parametrize("n", [9, 60])
def test_the_share_of_the_most_central_is_left_out_part_by_part(n: int) -> None:
    network = some_network(n=n)

    def share(each: Network) -> float:
        values = sorted(betweenness.compute(Inputs(network=each)).values.values(), reverse=True)
        return sum(values[:3]) / sum(values)

    found = betweenness.compute(Inputs(network=network))
    part = jackknife.parts(network)
    again = [share(without(network, np.flatnonzero(part == p))) for p in range(part.max() + 1)]
    assert found.details["carried"][2] == pytest.approx(share(network))
    between = jackknife.interval(share(network), np.array(again))
    same(found.details["carried_intervals"][2], between)


@pytest.mark.parametrize("n", [9, 60])
def test_the_cells_between_groups_are_left_out_part_by_part(n: int) -> None:
    network = some_network(n=n)

    def cells(each: Network) -> np.ndarray:
        return np.array(mixing.compute(Inputs(network=each, group="group")).matrix)

    found = mixing.compute(Inputs(network=network, group="group"))
    part = jackknife.parts(network)
    again = np.array([cells(without(network, np.flatnonzero(part == p))) for p in range(part.max() + 1)])
    for (i, j), share in np.ndenumerate(cells(network)):
        assert found.intervals[i][j] == pytest.approx(jackknife.interval(share, again[:, i, j]))
