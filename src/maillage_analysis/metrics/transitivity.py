"""Transitivity."""

from __future__ import annotations

from maillage_analysis.metrics._common import either, graph_of, number
from maillage_analysis.metrics._examples import in_quartier, in_star
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result, Scalar
from maillage_analysis.waves import transitivity


def statistic(network: Network, group: str | None) -> float:
    """What the bootstrap resamples."""
    return transitivity(network)


def compute(inputs: Inputs) -> Result:
    """Directed, weak; igraph's undirected value in the details."""
    network = inputs.network
    undirected = graph_of(either(network), directed=False).transitivity_undirected()
    return Scalar(
        value=number(transitivity(network)),
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={"undirected": number(undirected)},
    )


METRIC = Metric(
    key="transitivity",
    label="Transitivité",
    question="Les partenaires de mes partenaires sont-ils mes partenaires\u202f?",
    reading="Sur 100 chemins de deux pas, combien sont doublés d’un lien direct.",
    limits="Un niveau élevé peut signaler des cercles soudés, mais aussi fermés.",
    definition="Part des chemins i→j→k tels que i→k.",
    reference="Holland et Leinhardt 1971 (sna, «\u00a0weak\u00a0»)",
    convention="sna weak, directed",
    kind="scalar",
    bounds=(0.0, 1.0),
    smallest=3,
    compute=compute,
    examples=(
        in_quartier(3 / 8),
        in_star(0.0),
    ),
    statistic=statistic,
)
