"""Burt's effective size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.metrics._common import known, per_node
from maillage_analysis.metrics._examples import in_star
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result


def compute(inputs: Inputs) -> Result:
    """Sum over partners of 1 - redundancy; undefined for isolates."""
    network = inputs.network
    return per_node(network, sizes(known(network)), METRIC.convention)


def sizes(tied: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Burt 1992: redundancy of j for i is the sum over q of p_iq m_jq."""
    both = tied.astype(np.float64) + tied.T
    total = both.sum(axis=1, keepdims=True)
    largest = both.max(axis=1, keepdims=True, initial=0.0)
    shares = np.divide(both, total, out=np.zeros_like(both), where=total > 0)
    marginal = np.divide(both, largest, out=np.zeros_like(both), where=largest > 0)
    redundancy = shares @ marginal.T
    values = ((both > 0) * (1 - redundancy)).sum(axis=1)
    return np.where(total[:, 0] > 0, values, np.nan)


METRIC = Metric(
    key="effective_size",
    label="Partenaires non redondants",
    question="Combien de mondes différents ses partenaires lui ouvrent-ils\u202f?",
    reading=("Le nombre de partenaires, moins ceux qui se connaissent déjà entre eux."),
    limits="Repose sur les liens entre partenaires, donc sur leurs réponses.",
    definition="Taille effective de Burt.",
    reference="Burt 1992, Structural Holes",
    convention="Burt 1992, p_ij = (a_ij + a_ji) / sum",
    kind="per_node",
    bounds=(0.0, float("inf")),
    smallest=3,
    compute=compute,
    examples=(in_star({"centre": 4, "a": 1, "b": 1, "c": 1, "d": 1}),),
    response=0.8,
)
