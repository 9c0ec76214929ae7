"""Communities: who works together more than with the rest."""

from __future__ import annotations

import random

import igraph
import numpy as np
from numpy.typing import NDArray

from maillage_analysis.metrics._common import by_name, either, graph_of
from maillage_analysis.metrics._examples import in_star
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import JSONValue, Result, Scalar

RUNS = 20


def compute(inputs: Inputs) -> Result:
    """Leiden many times, the best modularity kept; stability is the mean agreement of the runs with it."""
    network = by_name(inputs.network)
    graph = graph_of(either(network), directed=False)
    if not graph.ecount():
        return Scalar(value=None, n_answered=network.n_answered, convention=METRIC.convention)
    runs = partitions(graph, inputs.seed)
    best = max(runs, key=lambda run: run[0])
    members = np.array(best[1])
    return Scalar(
        value=best[0],
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "members": {name: int(each) for name, each in zip(network.nodes, members, strict=True)},
            "count": len(set(best[1])),
            "runs": RUNS,
            "stability": float(np.mean([agree(best[1], run[1], "nmi") for run in runs])),
            "stability_ari": float(np.mean([agree(best[1], run[1], "adjusted_rand") for run in runs])),
            "agreement": with_groups(network, inputs.group, members),
        },
    )


def partitions(graph: igraph.Graph, seed: int) -> list[tuple[float, list[int]]]:
    """Seeded Leiden runs: (modularity, community of each node, numbered from the first node)."""
    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = [
            graph.community_leiden(objective_function="modularity", n_iterations=-1) for _ in range(RUNS)
        ]
    finally:
        igraph.set_random_number_generator(random)
    return [(float(each.modularity), renumber(each.membership)) for each in found]


def renumber(members: list[int]) -> list[int]:
    """Number communities from 0 in the order of their first member."""
    order = {each: i for i, each in enumerate(dict.fromkeys(members))}
    return [order[each] for each in members]


def agree(one: list[int], two: list[int], method: str) -> float:
    """Agreement of two partitions, 1 when they are the same."""
    if one == two:
        return 1.0
    value = float(igraph.compare_communities(one, two, method=method))
    return value if np.isfinite(value) else 0.0


def with_groups(network: Network, group: str | None, members: NDArray[np.int64]) -> JSONValue:
    """How far communities follow the groups, over the nodes whose group is known."""
    if group is None:
        return None
    labels, codes = network.groups(group)
    sure = np.array([bool(labels[code]) for code in codes], dtype=bool)
    if sure.sum() < 2:
        return None
    one, two = renumber(members[sure].tolist()), renumber(codes[sure].tolist())
    return {"nmi": agree(one, two, "nmi"), "ari": agree(one, two, "adjusted_rand")}


METRIC = Metric(
    key="communities",
    label="Cercles de travail",
    question="Des cercles se dessinent-ils dans le réseau\u202f?",
    reading=(
        "Au-dessus de 0,3 environ, des cercles se distinguent\u202f; près de 0, le réseau n’a pas de "
        "sous-groupes nets."
    ),
    limits=(
        "Plusieurs découpages se valent souvent\u00a0: la stabilité dit combien le découpage change "
        "d’un essai à l’autre."
    ),
    definition=("Plus grande modularité trouvée par l’algorithme de Leiden sur des tirages répétés."),
    reference="Traag, Waltman et van Eck 2019, Scientific Reports 9:5233",
    convention="Leiden, modularity, undirected",
    kind="scalar",
    bounds=(-0.5, 1.0),
    smallest=4,
    compute=compute,
    examples=(in_star(0.0),),
)
