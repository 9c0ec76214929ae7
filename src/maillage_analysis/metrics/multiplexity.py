"""Multiplexity: several kinds of ties."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._common import either, number
from maillage_analysis.metrics._examples import in_relay
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result, Scalar


def compute(inputs: Inputs) -> Result:
    """Share of the tied pairs (either end) that hold at least two kinds of ties."""
    network = inputs.network
    at = {name: i for i, name in enumerate(network.nodes)}
    kinds = np.zeros((network.n, network.n), dtype=np.int64)
    for layer in inputs.layers.values():
        here = np.array([i for i, name in enumerate(layer.nodes) if name in at], dtype=np.int64)
        there = np.array([at[layer.nodes[i]] for i in here], dtype=np.int64)
        kinds[np.ix_(there, there)] += either(layer)[np.ix_(here, here)]
    counts = np.triu(kinds)[np.triu(kinds) > 0]
    found, sizes = np.unique(counts, return_counts=True)
    return Scalar(
        value=number((counts >= 2).mean()) if len(counts) else None,
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "pairs": len(counts),
            "kinds": {str(int(kind)): int(size) for kind, size in zip(found, sizes, strict=True)},
        },
    )


METRIC = Metric(
    key="multiplexity",
    label="Liens multiples",
    question="Travaille-t-on ensemble de plusieurs façons\u202f?",
    reading="Sur 100 paires liées, combien le sont d’au moins deux façons.",
    limits="Dépend du nombre de sortes de liens demandées.",
    definition="Part des paires liées qui ont au moins deux sortes de liens.",
    reference="Provan et Milward 2001, Public Administration Review 61",
    convention="pairs with two kinds or more, either end",
    kind="scalar",
    bounds=(0.0, 1.0),
    smallest=2,
    compute=compute,
    examples=(in_relay(0.0),),
    needs=frozenset({"layers"}),
)
