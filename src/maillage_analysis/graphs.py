"""From a `Network` to igraph, and the few values every metric of paths needs."""

from __future__ import annotations

import igraph
import numpy as np
from numpy.typing import NDArray

from maillage_analysis.network import Network


def graph_of(network: Network) -> igraph.Graph:
    """The igraph of the declared ties, without their levels."""
    return graph_from(network.binary, directed=network.directed)


def undirected(network: Network) -> igraph.Graph:
    """The igraph where two nodes are joined as soon as one of them declares a tie."""
    return graph_from(network.binary | network.binary.T, directed=False)


def graph_from(binary: NDArray[np.bool_], *, directed: bool) -> igraph.Graph:
    """The igraph of an (n, n) array of booleans."""
    pairs = np.argwhere(binary if directed else np.triu(binary, 1))
    return igraph.Graph(n=len(binary), edges=pairs.tolist(), directed=directed)


def joined_share(graph: igraph.Graph) -> float:
    """Share of the pairs of nodes joined by a path, whatever the direction (1 - Borgatti's fragmentation F)."""
    n = graph.vcount()
    if n < 2:
        return float("nan")
    sizes = graph.connected_components(mode="weak").sizes()
    return float(sum(s * (s - 1) for s in sizes)) / (n * (n - 1))


def distances(network: Network) -> NDArray[np.float64]:
    """(n, n) lengths of the shortest paths, infinite when there is none."""
    if network.n == 0:
        return np.zeros((0, 0))
    return np.array(graph_of(network).distances(), dtype=np.float64)


def by_node(network: Network, values: NDArray[np.generic] | list[float]) -> dict[str, float | None]:
    """{node: value}, None for what is undefined."""
    numbers = [float(value) for value in values]
    return {node: (value if np.isfinite(value) else None) for node, value in zip(network.nodes, numbers, strict=True)}


def number(value: float) -> float | None:
    """A float, None when undefined."""
    return float(value) if np.isfinite(value) else None
