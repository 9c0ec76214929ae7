"""Compiled kernels against slow and obvious versions, and without compilation."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import igraph
import numpy as np
import pytest

from maillage_analysis.kernels import kernel_paths, kernel_permutation
from maillage_analysis.kernels.kernel_brokerage import ROLES, brokerage_counts
from maillage_analysis.metrics import fragility
from tests.analysis.real_networks import column, network


def slow_brokerage(binary: np.ndarray, groups: np.ndarray) -> np.ndarray:
    n = len(groups)
    counts = np.zeros((n, 5), dtype=np.int64)
    for i, v, k in itertools.permutations(range(n), 3):
        if not (binary[i, v] and binary[v, k]) or binary[i, k]:
            continue
        a, b, c = groups[i], groups[v], groups[k]
        if a == b == c:
            role = "coordinator"
        elif a == c:
            role = "itinerant"
        elif a == b:
            role = "representative"
        elif b == c:
            role = "gatekeeper"
        else:
            role = "liaison"
        counts[v, ROLES.index(role)] += 1
    return counts


@pytest.mark.parametrize("seed", range(5))
def test_brokerage_equals_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    binary = rng.random((16, 16)) < 0.25
    groups = rng.integers(0, 3, 16)
    np.fill_diagonal(binary, False)
    np.testing.assert_array_equal(brokerage_counts(binary, groups), slow_brokerage(binary, groups))


def test_brokerage_of_no_one() -> None:
    assert brokerage_counts(np.zeros((0, 0), dtype=bool), np.zeros(0, dtype=np.int64)).shape == (0, 5)


def test_brokerage_on_lazega_is_that_of_sna(shared: Path) -> None:
    groups = np.unique(column(shared, "lazega", "advice", "office"), return_inverse=True)[1]
    found = brokerage_counts(network(shared, "lazega", "advice").binary, groups)
    assert found.sum(axis=0).tolist() == [3446, 175, 1413, 1213, 125]
    assert found.sum() == 6372


@pytest.mark.parametrize("density", [0.03, 0.1, 0.4])
def test_betweenness_equals_igraph(density: float) -> None:
    rng = np.random.default_rng(2)
    binary = rng.random((40, 40)) < density
    np.fill_diagonal(binary, False)
    source, target = np.nonzero(binary)
    graph = igraph.Graph(n=40, edges=list(zip(source, target, strict=True)), directed=True)
    start = np.concatenate([[0], np.cumsum(binary.sum(axis=1))]).astype(np.uint32)
    found = np.zeros(40)
    kernel_paths.betweenness(start, target.astype(np.uint32), found)
    np.testing.assert_allclose(found, graph.betweenness(), atol=1e-9)


@pytest.mark.parametrize("n", [2, 63, 64, 65, 130])
def test_fragmentations_equal_the_distances_of_igraph(n: int) -> None:
    """Around the size of a word, where a bit may fall on the wrong side."""
    rng = np.random.default_rng(n)
    tied = np.triu(rng.random((n, n)) < 1.5 / n, k=1)
    tied |= tied.T
    alive = rng.random((6, n)) < 0.8
    alive[0], alive[1], alive[2, 1:] = True, False, False
    found, quick = fragility.fragmentations(tied, ~alive), fragility.splits(tied, ~alive)
    for row, kept in enumerate(alive):
        m = int(kept.sum())
        graph = igraph.Graph.Adjacency(tied[np.ix_(kept, kept)], mode="max")
        distances = np.array(graph.distances(), dtype=float).reshape(m, m)[~np.eye(m, dtype=bool)]
        expected = (
            [1 - np.isfinite(distances).mean(), 1 - (1 / distances).mean()] if m > 1 else [np.nan, np.nan]
        )
        np.testing.assert_allclose(found[row], expected, atol=1e-12)
        np.testing.assert_allclose(quick[row], expected[0], atol=1e-12)


def test_every_order_is_as_likely() -> None:
    draws = np.random.default_rng(0).random((6000, 3))
    moved = np.arange(9, dtype=float).reshape(3, 3)
    out = np.empty(6000)
    one, two = np.array([0]), np.array([1])
    kernel_permutation.products(one, two, np.ones(1), moved, draws, out)
    values, counts = np.unique(out, return_counts=True)
    assert values.tolist() == [1, 2, 3, 5, 6, 7]  # each ordered pair of distinct nodes
    assert np.all(np.abs(counts - 1000) < 5 * np.sqrt(1000))


def test_the_same_numbers_without_compilation() -> None:
    """Every kernel also runs as plain Python, to the last bit."""
    program = """
import json
import numpy as np
from maillage_analysis import qap, waves
from maillage_analysis.bootstrap import vertex_bootstrap
from maillage_analysis.kernels.kernel_brokerage import brokerage_counts
from maillage_analysis.metrics import betweenness, fragility
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs
rng = np.random.default_rng(0)
ties = (rng.random((12, 12)) < 0.3).astype(int)
np.fill_diagonal(ties, 0)
network = Network(tuple(map(str, range(12))), ties, np.ones(12, dtype=bool))
found = vertex_bootstrap(network, {"transitivity": waves.transitivity, "density": waves.density}, replicates=10)
inputs = Inputs(network=network)
print(json.dumps([
    found["transitivity"].se, found["density"].se,
    qap.qap(network, network.ties.T, permutations=20).details["null_sd"],
    qap.mrqap(network, {"back": network.ties.T}, permutations=20).p_values,
    brokerage_counts(network.binary, np.arange(12) % 2).tolist(),
    fragility.compute(inputs).details["curve_intervals"],
    betweenness.compute(inputs).details["carried_intervals"],
]))
"""
    plain, compiled = (
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"NUMBA_DISABLE_JIT": value},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for value in ("1", "0")
    )
    assert json.loads(plain) == json.loads(compiled)
