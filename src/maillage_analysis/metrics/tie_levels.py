"""Levels of the declared ties."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._examples import in_quartier
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import PerGroup, Result


def compute(inputs: Inputs) -> Result:
    """Share of the ties at each level; an undirected tie counts once."""
    network = inputs.network
    levels = (network.ties if network.directed else np.triu(network.ties))[network.observed]
    found, counts = np.unique(levels[levels > 0], return_counts=True)
    total = int(counts.sum())
    return PerGroup(
        values={str(int(level)): int(count) / total for level, count in zip(found, counts, strict=True)},
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={"counts": {str(int(a)): int(b) for a, b in zip(found, counts, strict=True)}, "ties": total},
    )


METRIC = Metric(
    key="tie_levels",
    label="Intensité des liens",
    question="Les liens sont-ils forts ou légers\u202f?",
    reading=("La part des liens déclarés à chaque niveau, du plus léger au plus fort."),
    limits=("Chacun lit l’échelle à sa façon\u00a0: un même lien peut recevoir deux niveaux différents."),
    definition="Répartition des liens déclarés par niveau.",
    reference="Marsden et Campbell 1984, Social Forces 63",
    convention="share of declared ties by level",
    kind="per_group",
    bounds=(0.0, 1.0),
    smallest=1,
    compute=compute,
    examples=(in_quartier({"1": 4 / 9, "2": 3 / 9, "3": 1 / 9, "4": 1 / 9}),),
    response=0.0,
)
