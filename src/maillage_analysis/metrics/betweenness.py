"""Betweenness: on how many shortest paths."""

from __future__ import annotations

from maillage_analysis.metrics._common import graph_of, known, per_node
from maillage_analysis.metrics._examples import in_star
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result


def compute(inputs: Inputs) -> Result:
    """Unnormalised; ordered pairs when directed."""
    network = inputs.network
    return per_node(
        network, graph_of(known(network), directed=network.directed).betweenness(), METRIC.convention
    )


METRIC = Metric(
    key="betweenness",
    label="Position de passage",
    question="Par qui passent les chemins les plus courts\u202f?",
    reading=("Le nombre de plus courts chemins entre deux autres structures qui passent par elle."),
    limits=(
        "Très sensible aux réponses manquantes\u00a0: ne s’affiche qu’à partir de 80\u202f% de réponses."
    ),
    definition="Intermédiarité de Freeman, non normalisée, orientée.",
    reference="Freeman 1977, Sociometry 40",
    convention="unnormalised, directed",
    kind="per_node",
    bounds=(0.0, float("inf")),
    smallest=3,
    compute=compute,
    examples=(in_star({"centre": 6, "a": 0, "b": 0, "c": 0, "d": 0}),),
    response=0.8,
)
