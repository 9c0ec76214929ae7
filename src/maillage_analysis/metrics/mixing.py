"""Group by group mixing matrix."""

from __future__ import annotations

import numpy as np

from maillage_analysis import jackknife
from maillage_analysis.metrics._common import known
from maillage_analysis.metrics._examples import in_quartier
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Matrix, Result


def compute(inputs: Inputs) -> Result:
    """Share of the observed possible ties that exist, from the row's group to the column's."""
    network = inputs.network
    labels, codes = network.groups(str(inputs.group))
    member = (codes[:, None] == np.arange(len(labels))[None, :]).astype(np.float64)
    tied, seen = known(network).astype(np.float64), network.observed.astype(np.float64)
    cells, between = jackknife.cells(tied, seen, member, jackknife.parts(network, seed=inputs.seed))
    return Matrix(
        rows=labels,
        columns=labels,
        matrix=cells,
        intervals=between,
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "ties": [[int(each) for each in row] for row in member.T @ tied @ member],
            "possible": [[int(each) for each in row] for row in member.T @ seen @ member],
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
