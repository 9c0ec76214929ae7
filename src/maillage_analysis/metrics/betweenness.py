"""Betweenness: on how many shortest paths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maillage_analysis import jackknife
from maillage_analysis.metrics._common import graph_of, known, number, per_node
from maillage_analysis.metrics._examples import in_star
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import JSONValue, Result
from maillage_analysis.threads import on_threads

FIRST = 10  # how many of the most central are added up


def compute(inputs: Inputs) -> Result:
    """Unnormalised; ordered pairs when directed. `carried` is the share of the whole of the first 1, 2, … nodes."""
    network = inputs.network
    tied = known(network)
    shares, between = carried(network, tied, inputs.seed)
    return per_node(
        network,
        graph_of(tied, directed=network.directed).betweenness(),
        METRIC.convention,
        carried=[number(share) for share in shares],
        carried_intervals=between,
    )


def carried(
    network: Network, tied: NDArray[np.bool_], seed: int
) -> tuple[NDArray[np.float64], list[JSONValue]]:
    """Cumulated shares of all betweenness, the most central first, and their intervals by the jackknife."""
    from maillage_analysis.kernels import kernel_paths

    part = jackknife.parts(network, seed=seed)
    g = int(part.max(initial=-1)) + 1
    present = np.concatenate([np.ones((1, network.n), dtype=bool), part[None, :] != np.arange(g)[:, None]])
    out = np.full((g + 1, min(FIRST, network.n)), np.nan)
    on_threads(lambda rows: kernel_paths.carried(tied, present[rows], out[rows]), g + 1)
    between = [jackknife.interval(number(out[0, k]), out[1:, k]) for k in range(out.shape[1])]
    return out[0], [None if each is None else [*each] for each in between]


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
    version=2,
)
