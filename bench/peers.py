"""The same work done the usual way: networkx, a loop on igraph, and R's sna when Rscript is on the path."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import igraph
import numpy as np
from numpy.typing import NDArray

from maillage_analysis.network import Network

SCRIPT = Path(__file__).with_name("sna.R")


def resampled(network: Network, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Ties between resampled vertices (the peers leave the pairs of copies empty: less work for them)."""
    index = rng.integers(0, network.n, network.n)
    ties = network.binary[np.ix_(index, index)].copy()
    ties[index[:, None] == index[None, :]] = False
    return ties


def igraph_of(ties: NDArray[np.bool_]) -> igraph.Graph:
    """From an edge list, which is igraph's fast way."""
    source, target = np.nonzero(ties)
    return igraph.Graph(
        n=len(ties), edges=list(zip(source.tolist(), target.tolist(), strict=True)), directed=True
    )


def igraph_bootstrap(network: Network, *, replicates: int, seed: int = 0) -> NDArray[np.float64]:
    """Density, reciprocity, transitivity and betweenness of each replicate, with igraph."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(replicates):
        graph = igraph_of(resampled(network, rng))
        between = np.array(graph.betweenness())
        spread = float((between.max() - between).sum())
        rows.append([graph.density(), graph.reciprocity(), graph.transitivity_undirected(), spread])
    return np.array(rows)


def networkx_of(ties: NDArray[np.bool_]) -> Any:
    """A networkx DiGraph."""
    import networkx as nx

    return nx.from_numpy_array(ties.astype(np.int8), create_using=nx.DiGraph)


def networkx_bootstrap(
    network: Network, *, replicates: int, seed: int = 0, paths: bool = True
) -> list[list[float]]:
    """The same statistics with networkx; `paths=False` puts the centralisation of indegree in place of betweenness."""
    import networkx as nx

    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(replicates):
        graph = networkx_of(resampled(network, rng))
        scores = (
            nx.betweenness_centrality(graph, normalized=False) if paths else nx.in_degree_centrality(graph)
        )
        central = np.array(list(scores.values()))
        spread = float((central.max() - central).sum())
        rows.append(
            [nx.density(graph), nx.overall_reciprocity(graph), nx.transitivity(graph.to_undirected()), spread]
        )
    return rows


def networkx_metrics(network: Network) -> dict[str, object]:
    """The metrics of a diagnosis that networkx has, once each."""
    import networkx as nx

    graph = networkx_of(network.binary)
    either = graph.to_undirected()
    return {
        "components": list(nx.weakly_connected_components(graph)),
        "density": nx.density(graph),
        "reciprocity": nx.overall_reciprocity(graph),
        "betweenness": nx.betweenness_centrality(graph, normalized=False),
        "closeness": nx.harmonic_centrality(graph),
        "transitivity": nx.transitivity(either),
        "core": nx.core_number(either),
        "communities": [nx.community.louvain_communities(either, seed=seed) for seed in range(20)],
        "effective_size": nx.effective_size(either),
        "constraint": nx.constraint(graph),
        "cutpoints": list(nx.articulation_points(either)),
        "bridges": list(nx.bridges(either)),
        "fragility": [networkx_fragmentation(either.subgraph(set(either) - {node})) for node in list(either)],
    }


def networkx_fragmentation(graph: Any) -> tuple[float, float]:
    """Borgatti's F and DF, from the distances between all pairs."""
    import networkx as nx

    n = len(graph)
    distances = [d for _, row in nx.all_pairs_shortest_path_length(graph) for d in row.values() if d]
    pairs = n * (n - 1)
    return 1 - len(distances) / pairs, 1 - sum(1 / d for d in distances) / pairs


def networkx_left_out(network: Network, *, times: int) -> list[float]:
    """Betweenness without each of the first `times` nodes: what the interval on bridges takes."""
    import networkx as nx

    graph = networkx_of(network.binary)
    without = [graph.subgraph(set(graph) - {node}) for node in range(times)]
    return [max(nx.betweenness_centrality(each, normalized=False).values()) for each in without]


def sna_seconds(
    task: str, matrices: list[NDArray[np.bool_]], *, groups: NDArray[np.int64], times: int
) -> float:
    """Seconds that R's sna takes for `times` repetitions of a task; raises `LookupError` when it is absent."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        raise LookupError("Rscript absent")
    with tempfile.TemporaryDirectory() as folder:
        for position, matrix in enumerate(matrices):
            np.savetxt(Path(folder) / f"m{position + 1}.csv", matrix.astype(int), delimiter=",", fmt="%d")
        np.savetxt(Path(folder) / "groups.csv", groups, fmt="%d")
        done = subprocess.run(
            [rscript, "--vanilla", str(SCRIPT), task, folder, str(times)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise LookupError("paquet sna absent ou en échec")
    return float(done.stdout.strip().splitlines()[-1])
