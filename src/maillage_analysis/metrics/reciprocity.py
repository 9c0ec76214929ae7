"""Reciprocity among respondents."""

from __future__ import annotations

from maillage_analysis.metrics._common import known, number
from maillage_analysis.metrics._examples import in_quartier, in_star
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result, Scalar
from maillage_analysis.waves import reciprocity


def statistic(network: Network, group: str | None) -> float:
    """What the bootstrap resamples."""
    return reciprocity(network)


def compute(inputs: Inputs) -> Result:
    """Edgewise; the details give the dyadic form and the census of pairs."""
    network = inputs.network
    both = network.observed & network.observed.T
    tied = known(network) & both
    mutual, pairs = int((tied & tied.T).sum()) // 2, int(both.sum()) // 2
    one_way = int(tied.sum()) - 2 * mutual
    return Scalar(
        value=number(reciprocity(network)),
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "mutual": mutual,
            "one_way": one_way,
            "none": pairs - mutual - one_way,
            "dyadic": 1 - one_way / pairs if pairs else None,
        },
    )


METRIC = Metric(
    key="reciprocity",
    label="Réciprocité",
    question="Quand une structure cite l’autre, l’autre la cite-t-elle aussi\u202f?",
    reading=(
        "Sur 100 liens déclarés entre structures qui ont toutes deux répondu, combien sont confirmés "
        "par l’autre."
    ),
    limits=(
        "Un lien non confirmé n’est pas un mensonge\u00a0: deux services n’ont pas la même vue de "
        "leur travail commun."
    ),
    definition="Part des liens rendus parmi les liens entre répondants.",
    reference="Wasserman et Faust 1994, chapitre 13 (sna, «\u00a0edgewise\u00a0»)",
    convention="edgewise",
    kind="scalar",
    bounds=(0.0, 1.0),
    smallest=2,
    compute=compute,
    examples=(
        in_quartier(6 / 9),
        in_star(1.0),
    ),
    response=0.0,
    statistic=statistic,
    needs=frozenset({"directed"}),
)
