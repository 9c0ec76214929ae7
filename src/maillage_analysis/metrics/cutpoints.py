"""Cut points and bridges."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._common import either, graph_of, per_node
from maillage_analysis.metrics._examples import in_quartier, in_star
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import JSONValue, Result


def compute(inputs: Inputs) -> Result:
    """1 for a node without which its component splits; the details list the bridges."""
    network = inputs.network
    graph = graph_of(either(network), directed=False)
    values = np.zeros(network.n)
    values[graph.articulation_points()] = 1
    ends = [graph.es[each].tuple for each in graph.bridges()]
    bridges: list[JSONValue] = [
        [*pair] for pair in sorted(sorted(network.nodes[i] for i in pair) for pair in ends)
    ]
    return per_node(
        network,
        values,
        METRIC.convention,
        count=int(values.sum()),
        bridges=bridges,
        bridges_count=len(bridges),
    )


METRIC = Metric(
    key="cutpoints",
    label="Points de passage uniques",
    question="De qui le réseau ne peut-il pas se passer\u202f?",
    reading=("1 si, sans elle, une partie du réseau ne serait plus reliée au reste\u202f; 0 sinon."),
    limits=("Un seul lien oublié dans une réponse suffit à créer, ou à effacer, un point de passage unique."),
    definition="Points d’articulation et ponts du réseau non orienté.",
    reference="Harary 1969, Graph Theory",
    convention="undirected, either end",
    kind="per_node",
    bounds=(0.0, 1.0),
    smallest=3,
    compute=compute,
    examples=(
        in_quartier({"ecole": 0, "pmi": 0, "caf": 1, "creche": 1, "asso": 1, "mairie": 0, "biblio": 0}),
        in_star({"centre": 1, "a": 0, "b": 0, "c": 0, "d": 0}),
    ),
    response=0.8,
)
