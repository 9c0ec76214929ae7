"""Harmonic closeness."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._common import graph_of, known, per_node
from maillage_analysis.metrics._examples import in_star
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result


def compute(inputs: Inputs) -> Result:
    """Mean of 1/distance towards the others, 0 for those out of reach."""
    network = inputs.network
    n = network.n
    graph = graph_of(known(network), directed=network.directed)
    distances = np.array(graph.distances(mode="out"), dtype=np.float64).reshape(n, n)
    np.fill_diagonal(distances, np.inf)
    values = (1 / distances).sum(axis=1) / (n - 1) if n > 1 else np.full(n, np.nan)
    silent = ~network.answered & network.directed
    return per_node(network, np.where(silent, np.nan, values), METRIC.convention)


METRIC = Metric(
    key="closeness",
    label="Proximité",
    question="Qui peut joindre vite les autres\u202f?",
    reading=(
        "100\u202f%\u00a0: elle cite toutes les autres. 50\u202f%\u00a0: en moyenne, deux pas pour "
        "les joindre. 0\u00a0: elle n’en joint aucune."
    ),
    limits="Compte les chemins possibles, pas ceux qui servent vraiment.",
    definition=("Moyenne de l’inverse des distances vers les autres structures (0 si hors d’atteinte)."),
    reference=("Gil et Schmidt 1996\u202f; Rochat 2009 (sna, «\u00a0gil-schmidt\u00a0»)"),
    convention="harmonic, outward",
    kind="per_node",
    bounds=(0.0, 1.0),
    smallest=2,
    compute=compute,
    examples=(in_star({"centre": 1.0, "a": 0.625, "b": 0.625, "c": 0.625, "d": 0.625}),),
)
