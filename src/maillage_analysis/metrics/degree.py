"""Degree: how many partners."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._common import json_of, keyed, known, per_node
from maillage_analysis.metrics._examples import in_quartier
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result


def compute(inputs: Inputs) -> Result:
    """Indegree as the value; outdegree in the details, unknown for those who did not answer."""
    network = inputs.network
    tied = known(network)
    sent = np.where(network.answered | (not network.directed), tied.sum(axis=1), np.nan)
    return per_node(network, tied.sum(axis=0), METRIC.convention, out=json_of(keyed(network, sent)))


METRIC = Metric(
    key="degree",
    label="Nombre de partenaires",
    question="Combien de structures citent chacune\u202f?",
    reading="Le nombre de structures qui déclarent travailler avec elle.",
    limits=(
        "Être très cité dépend aussi de la mission\u00a0: une mairie l’est toujours plus qu’une "
        "petite association."
    ),
    definition="Degré entrant\u202f; le degré sortant est donné en détail.",
    reference="Freeman 1979, Social Networks 1",
    convention="indegree",
    kind="per_node",
    bounds=(0.0, float("inf")),
    smallest=2,
    compute=compute,
    examples=(
        in_quartier({"ecole": 2, "pmi": 1, "caf": 2, "creche": 2, "asso": 1, "mairie": 1, "biblio": 0}),
    ),
    response=0.0,
)
