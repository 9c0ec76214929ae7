"""Burt's constraint."""

from __future__ import annotations

from maillage_analysis.metrics._common import graph_of, known, per_node
from maillage_analysis.metrics._examples import in_star
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result


def compute(inputs: Inputs) -> Result:
    """igraph's constraint; undefined for isolates."""
    network = inputs.network
    return per_node(network, graph_of(known(network), directed=True).constraint(), METRIC.convention)


METRIC = Metric(
    key="constraint",
    label="Contrainte",
    question="Ses partenaires l’enferment-ils dans un même cercle\u202f?",
    reading=(
        "Proche de 0\u00a0: des partenaires variés. Proche de 1 ou au-dessus\u00a0: tout son réseau "
        "tourne autour d’un même partenaire."
    ),
    limits=("Les valeurs dépassent parfois 1 pour les structures à deux partenaires liés entre eux."),
    definition="Contrainte de Burt.",
    reference="Burt 1992, Structural Holes",
    convention="Burt 1992, p_ij = (a_ij + a_ji) / sum",
    kind="per_node",
    bounds=(0.0, 2.0),
    smallest=3,
    compute=compute,
    examples=(in_star({"centre": 0.25, "a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0}),),
    response=0.8,
)
