"""Density: how many of the possible ties exist."""

from __future__ import annotations

from maillage_analysis.metrics._common import known, number
from maillage_analysis.metrics._examples import in_quartier, in_star
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result, Scalar
from maillage_analysis.waves import density


def statistic(network: Network, group: str | None) -> float:
    """What the bootstrap resamples."""
    return density(network)


def compute(inputs: Inputs) -> Result:
    """Observed ties over observed dyads."""
    network = inputs.network
    pairs = 1 if network.directed else 2
    return Scalar(
        value=number(density(network)),
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "ties": int(known(network).sum()) // pairs,
            "dyads": int(network.observed.sum()) // pairs,
            "response_rate": network.response_rate,
        },
    )


METRIC = Metric(
    key="density",
    label="Densité",
    question="Quelle part des liens possibles existe\u202f?",
    reading=("Sur 100 liens possibles, combien sont déclarés par les structures qui ont répondu."),
    limits=(
        "Plus un réseau est grand, plus sa densité baisse naturellement\u00a0: on ne compare que des "
        "réseaux de taille voisine. Ce chiffre ne dit pas si la coopération est bonne\u00a0: il "
        "décrit seulement les liens déclarés."
    ),
    definition=(
        "Liens déclarés divisés par les liens possibles, sur les lignes des structures qui ont répondu."
    ),
    reference="Wasserman et Faust 1994, chapitre 4",
    convention="observed dyads",
    kind="scalar",
    bounds=(0.0, 1.0),
    smallest=2,
    compute=compute,
    examples=(
        in_quartier(9 / 42),
        in_star(0.4),
    ),
    response=0.0,
    statistic=statistic,
)
