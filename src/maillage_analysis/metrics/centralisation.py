"""Freeman centralisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.metrics._common import known, number
from maillage_analysis.metrics._examples import in_quartier, in_star
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result, Scalar
from maillage_analysis.waves import betweenness_centralisation, centralisation


def statistic(network: Network, group: str | None) -> float:
    """What the bootstrap resamples."""
    return centralisation(network)


def compute(inputs: Inputs) -> Result:
    """Indegree; the details give outdegree among respondents, and betweenness."""
    network = inputs.network
    tied = known(network)
    value = number(centralisation(network))
    out = outward(network, tied) if network.directed else value
    return Scalar(
        value=value,
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={"in": value, "out": out, "betweenness": number(betweenness_centralisation(network))},
    )


def outward(network: Network, tied: NDArray[np.bool_]) -> float | None:
    """Freeman centralisation of outdegree over those who answered."""
    degrees, n = tied.sum(axis=1)[network.answered], network.n
    if len(degrees) < 2 or n < 2:
        return None
    return float((degrees.max() - degrees).sum()) / ((len(degrees) - 1) * (n - 1))


METRIC = Metric(
    key="centralisation",
    label="Centralisation",
    question="Tout passe-t-il par quelques structures\u202f?",
    reading=(
        "0\u00a0: toutes sont autant citées. 100\u202f%\u00a0: toutes ne citent qu’une seule structure."
    ),
    limits=("Un réseau centralisé va vite mais dépend de son centre\u00a0: aucun niveau n’est bon en soi."),
    definition=("Somme des écarts au plus grand degré entrant, rapportée à son maximum possible."),
    reference="Freeman 1979, Social Networks 1",
    convention="Freeman, indegree",
    kind="scalar",
    bounds=(0.0, 1.0),
    smallest=3,
    compute=compute,
    examples=(
        in_quartier(5 / 36),
        in_star(1.0),
    ),
    statistic=statistic,
)
