"""Concordance of the two ends of a tie."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._common import number
from maillage_analysis.metrics._examples import in_quartier
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result, Scalar
from maillage_analysis.waves import concordance


def statistic(network: Network, group: str | None) -> float:
    """What the bootstrap resamples."""
    return concordance(network)


def compute(inputs: Inputs) -> Result:
    """Among pairs of respondents with a tie, share where both give the same level."""
    network = inputs.network
    both = np.triu(network.observed & network.observed.T)
    one, two = network.ties[both], network.ties.T[both]
    tied = (one > 0) | (two > 0)
    gaps = np.abs(one - two)[tied]
    found, counts = np.unique(gaps, return_counts=True)
    return Scalar(
        value=number((gaps == 0).mean()) if len(gaps) else None,
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "pairs": len(gaps),
            "differences": {str(int(gap)): int(count) for gap, count in zip(found, counts, strict=True)},
            "one_sided": int(((one > 0) != (two > 0)).sum()),
        },
    )


METRIC = Metric(
    key="concordance",
    label="Concordance",
    question="Les deux bouts d’un lien en parlent-ils de la même façon\u202f?",
    reading=("Sur 100 paires liées dont les deux structures ont répondu, combien donnent le même niveau."),
    limits=("Un écart d’un niveau est courant\u202f; il ouvre une discussion, il ne désigne pas un fautif."),
    definition=("Part des paires liées, toutes deux répondantes, dont les deux niveaux sont égaux."),
    reference="Krackhardt 1987, Social Networks 9",
    convention="equal levels among tied pairs of respondents",
    kind="scalar",
    bounds=(0.0, 1.0),
    smallest=2,
    compute=compute,
    examples=(in_quartier(1 / 6),),
    statistic=statistic,
    needs=frozenset({"directed"}),
)
