"""What is measured, one function a case; each yields rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench import peers
from bench.measure import Row, median_seconds
from maillage_analysis import qap, waves
from maillage_analysis.bootstrap import vertex_bootstrap
from maillage_analysis.kernels.kernel_brokerage import brokerage_counts
from maillage_analysis.network import Network

SECTORS = ("école", "santé", "social", "associations", "parents")
BOOTSTRAPS = 1000


def territory(n: int, *, seed: int = 0, degree: int = 8) -> Network:
    """A fictional territory: levels from 1 to 4, more ties within a sector, one actor in ten silent."""
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, len(SECTORS), n)
    weight = np.where(groups[:, None] == groups[None, :], 2.0, 0.75)
    chances = np.clip(weight * degree / (n - 1), 0, 1)
    ties = (rng.random((n, n)) < chances) * rng.integers(1, 5, (n, n))
    np.fill_diagonal(ties, 0)
    answered = rng.random(n) >= 0.1
    ties[~answered] = 0
    names = tuple(f"acteur-{i}" for i in range(n))
    return Network(names, ties, answered, {"sector": tuple(SECTORS[g] for g in groups)})


@dataclass(frozen=True)
class Task:
    """A task of sna.R, done `times` times and brought to scale."""

    name: str
    times: int
    scale: float = 1


def sna_row(row: Row, matrices: list[NDArray[np.bool_]], groups: NDArray[np.int64], *tasks: Task) -> Row:
    """Complete a row with R's sna, or say that it is absent."""
    try:
        seconds = sum(
            peers.sna_seconds(task.name, matrices, groups=groups, times=task.times) * task.scale
            for task in tasks
        )
    except LookupError as error:
        return replace(row, peer="R sna", note=str(error))
    return replace(row, peer="R sna", theirs=seconds)


def diagnosis() -> Iterator[Row]:
    """The whole analysis of 150 actors with 1,000 bootstraps, beside what the peers can do of it."""
    from maillage_analysis.analysis import analyse
    from maillage_analysis.jackknife import MOST

    network = territory(150)
    what = "Analyse complète, 150 acteurs, 1 000 rééchantillonnages"
    ours = median_seconds(lambda: analyse(network, group="sector", seed=0, replicates=BOOTSTRAPS))
    yield Row(what=what, ours=ours, goal="≤ 3\u00a0s sur deux cœurs")
    note = (
        "ses mesures une fois, {tries} rééchantillonnages sans intermédiarité, comme nous, portés à 1 000, et "
        f"l’intermédiarité sans chaque acteur ({MOST} fois)\u202f; rien pour les autres marges, que nous calculons"
    )
    tries, left_out = 20, 5
    theirs = sum(
        (
            median_seconds(lambda: peers.networkx_metrics(network), repeat=1, warm=False),
            median_seconds(
                lambda: peers.networkx_bootstrap(network, replicates=tries, paths=False), repeat=1, warm=False
            )
            * BOOTSTRAPS
            / tries,
            median_seconds(lambda: peers.networkx_left_out(network, times=left_out), repeat=1, warm=False)
            * MOST
            / left_out,
        )
    )
    yield Row(
        what=what, ours=ours, peer="networkx", theirs=theirs, goal="≥ 100", note=note.format(tries=tries)
    )
    row = Row(what=what, ours=ours, goal="≥ 50", note=note.format(tries=100))
    tasks = (
        Task("metrics", 1),
        Task("fragility", network.n),
        Task("degrees", 100, BOOTSTRAPS / 100),
        Task("left_out", MOST),
    )
    yield sna_row(row, [network.binary], network.groups("sector")[1], *tasks)


def bootstrap() -> Iterator[Row]:
    """Vertex bootstrap of four statistics, betweenness included."""
    network = territory(150)
    functions = {
        "density": waves.density,
        "reciprocity": waves.reciprocity,
        "transitivity": waves.transitivity,
        "betweenness_centralisation": waves.betweenness_centralisation,
    }
    what = "Rééchantillonnage des acteurs, 150 acteurs × 1 000, quatre mesures dont l’intermédiarité"
    ours = median_seconds(lambda: vertex_bootstrap(network, functions, replicates=BOOTSTRAPS))
    loop = median_seconds(
        lambda: peers.igraph_bootstrap(network, replicates=BOOTSTRAPS), repeat=3, warm=False
    )
    yield Row(what=what, ours=ours, peer="boucle igraph", theirs=loop, goal="≥ 2 sur deux cœurs")
    boot = median_seconds(lambda: peers.networkx_bootstrap(network, replicates=20), repeat=1, warm=False)
    yield Row(what=what, ours=ours, peer="networkx", theirs=boot * 50, note="20 portés à 1 000")
    row = Row(what=what, ours=ours, goal="≥ 13", note="100 portés à 1 000")
    groups = network.groups("sector")[1]
    yield sna_row(row, [network.binary], groups, Task("bootstrap", 100, BOOTSTRAPS / 100))


def quadratic_assignment() -> Iterator[Row]:
    """QAP correlation, 10,000 permutations, 100 nodes."""
    one, two = (territory(100, seed=seed) for seed in (1, 2))
    pair = [one.binary.astype(float), two.binary.astype(float)]
    what = "QAP, 100 acteurs, 10 000 permutations"
    ours = median_seconds(lambda: qap.qap(pair[0], pair[1], permutations=10_000))
    numpy_loop = median_seconds(lambda: numpy_qap(pair[0], pair[1], 1000), repeat=3) * 10
    yield Row(what=what, ours=ours, peer="boucle numpy", theirs=numpy_loop, note="1 000 portées à 10 000")
    groups = one.groups("sector")[1]
    row = Row(what=what, ours=ours, goal="≥ 400", note="500 portées à 10 000")
    yield sna_row(row, [one.binary, two.binary], groups, Task("qap", 500, 20))


def numpy_qap(y: NDArray[np.float64], x: NDArray[np.float64], permutations: int) -> list[float]:
    """The textbook loop."""
    rng = np.random.default_rng(0)
    cells = ~np.eye(len(y), dtype=bool)
    centred = x[cells] - x[cells].mean()
    out = []
    for _ in range(permutations):
        order = rng.permutation(len(y))
        moved = y[np.ix_(order, order)][cells]
        out.append(float(centred @ moved))
    return out


def brokerage() -> Iterator[Row]:
    """Gould-Fernandez counts, 300 nodes."""
    network = territory(300, degree=6)
    groups = network.groups("sector")[1]
    what = "Rôles de passeur (Gould et Fernandez), 300 acteurs"
    ours = median_seconds(lambda: brokerage_counts(network.binary, groups), repeat=200)
    slow = median_seconds(lambda: numpy_brokerage(network.binary, groups), repeat=3)
    yield Row(what=what, ours=ours, peer="numpy, matrices par groupe", theirs=slow)
    row = Row(what=what, ours=ours, goal="≥ 100")
    yield sna_row(row, [network.binary], groups, Task("brokerage", 100, 0.01))


def numpy_brokerage(ties: NDArray[np.bool_], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same counts by products of matrices, one pair of groups at a time."""
    n = len(groups)
    a = ties.astype(float)
    open_pairs = (~ties & ~np.eye(n, dtype=bool)).astype(float)
    member = (groups[:, None] == np.unique(groups)).astype(float)
    out = np.zeros((n, member.shape[1], member.shape[1]))
    for g in range(member.shape[1]):
        through = (a * member[:, g][:, None]).T @ open_pairs
        for h in range(member.shape[1]):
            out[:, g, h] = (through * (a * member[:, h])).sum(axis=1)
    return out


CASES: tuple[Callable[[], Iterator[Row]], ...] = (diagnosis, quadratic_assignment, bootstrap, brokerage)
