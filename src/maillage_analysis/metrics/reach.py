"""Reach in two steps."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._common import known, per_node
from maillage_analysis.metrics._examples import in_quartier
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result


def compute(inputs: Inputs) -> Result:
    """Share of the others reached in one or two steps."""
    network = inputs.network
    tied = known(network)
    steps = tied | ((tied.astype(np.float64) @ tied.astype(np.float64)) > 0)
    np.fill_diagonal(steps, val=False)
    n = network.n
    values = steps.sum(axis=1) / (n - 1) if n > 1 else np.full(n, np.nan)
    silent = ~network.answered & network.directed
    return per_node(network, np.where(silent, np.nan, values), METRIC.convention)


METRIC = Metric(
    key="reach",
    label="Portée à deux pas",
    question="Qui peut-on joindre par un partenaire commun\u202f?",
    reading=("La part des autres structures jointes directement ou par un seul intermédiaire."),
    limits="Un chemin passant par une structure qui n’a pas répondu n’est pas vu.",
    definition="Part des autres structures à distance 1 ou 2.",
    reference=("Borgatti, Everett et Johnson 2013, Analyzing Social Networks, chapitre 10"),
    convention="outward, two steps",
    kind="per_node",
    bounds=(0.0, 1.0),
    smallest=2,
    compute=compute,
    examples=(
        in_quartier(
            {
                "ecole": 3 / 6,
                "pmi": 3 / 6,
                "caf": 4 / 6,
                "creche": 2 / 6,
                "asso": 2 / 6,
                "mairie": 0,
                "biblio": 0,
            }
        ),
    ),
)
