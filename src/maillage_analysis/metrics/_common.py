"""What several metrics share: the known ties as arrays and graphs, and results by node."""

from __future__ import annotations

from collections.abc import Iterable

import igraph
import numpy as np
from numpy.typing import NDArray

from maillage_analysis.network import Network
from maillage_analysis.results import JSONValue, PerNode


def known(network: Network) -> NDArray[np.bool_]:
    """Declared ties of those who answered: what a silent node's row holds is never read."""
    return network.binary & network.observed


def either(network: Network) -> NDArray[np.bool_]:
    """Undirected: tied when one of the two ends says so."""
    tied = known(network)
    return tied | tied.T


def graph_of(tied: NDArray[np.bool_], *, directed: bool) -> igraph.Graph:
    """The igraph graph of a boolean matrix (upper triangle when undirected)."""
    source, target = np.nonzero(tied if directed else np.triu(tied))
    return igraph.Graph(
        n=len(tied), edges=list(zip(source.tolist(), target.tolist(), strict=True)), directed=directed
    )


def by_name(network: Network) -> Network:
    """The same network with its nodes sorted: what is drawn at random does not depend on their order."""
    return network.subset(np.array(sorted(range(network.n), key=network.nodes.__getitem__), dtype=np.int64))


def number(value: float) -> float | None:
    """None for what is undefined."""
    return float(value) if np.isfinite(value) else None


def keyed(network: Network, values: Iterable[float]) -> dict[str, float | None]:
    """{node: value}."""
    return {name: number(value) for name, value in zip(network.nodes, values, strict=True)}


def json_of(values: dict[str, float | None]) -> dict[str, JSONValue]:
    """The same mapping, as a JSON value."""
    return dict(values)


def per_node(network: Network, values: Iterable[float], convention: str, **details: JSONValue) -> PerNode:
    """A result by node."""
    return PerNode(
        values=keyed(network, values), n_answered=network.n_answered, convention=convention, details=details
    )
