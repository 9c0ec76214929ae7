"""Group by group mixing matrix."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._common import known
from maillage_analysis.metrics._examples import in_quartier
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Matrix, Result


def compute(inputs: Inputs) -> Result:
    """Share of the observed possible ties that exist, from the row's group to the column's."""
    network = inputs.network
    labels, codes = network.groups(str(inputs.group))
    member = (codes[:, None] == np.arange(len(labels))[None, :]).astype(np.float64)
    ties = member.T @ known(network).astype(np.float64) @ member
    possible = member.T @ network.observed.astype(np.float64) @ member
    cells = tuple(
        tuple(float(t / p) if p else None for t, p in zip(*rows, strict=True))
        for rows in zip(ties, possible, strict=True)
    )
    return Matrix(
        rows=labels,
        columns=labels,
        matrix=cells,
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "ties": [[int(each) for each in row] for row in ties],
            "possible": [[int(each) for each in row] for row in possible],
        },
    )


METRIC = Metric(
    key="mixing",
    label="Liens entre secteurs",
    question="Quels secteurs travaillent ensemble\u202f?",
    reading=("À la ligne A et à la colonne B\u00a0: la part des liens possibles de A vers B qui existent."),
    limits="Une case qui repose sur très peu de structures varie beaucoup.",
    definition="Densité observée de chaque couple de groupes.",
    reference="Wasserman et Faust 1994, chapitre 9",
    convention="observed dyads by pair of groups",
    kind="matrix",
    bounds=(0.0, 1.0),
    smallest=3,
    compute=compute,
    examples=(in_quartier([[2 / 6, 1 / 12], [1 / 12, 5 / 12]]),),
    needs=frozenset({"group"}),
)
