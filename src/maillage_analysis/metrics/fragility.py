"""Fragility: what falls apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.metrics._common import either, fragmentation, number
from maillage_analysis.metrics._examples import in_quartier, in_star
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import JSONValue, Result, Scalar

CURVE = 10


def compute(inputs: Inputs) -> Result:
    """Largest fragmentation after one departure; base, every departure, groups and curve in the details."""
    network = inputs.network
    tied, n = either(network), network.n
    if n < 3:
        return Scalar(value=None, n_answered=network.n_answered, convention=METRIC.convention)
    without = [fragmentation(drop(tied, np.array([i]))) for i in range(n)]
    base = fragmentation(tied)
    groups: dict[str, JSONValue] = {}
    if inputs.group is not None:
        labels, codes = network.groups(inputs.group)
        groups = {
            x: number(fragmentation(drop(tied, np.flatnonzero(codes == i)))[0]) for i, x in enumerate(labels)
        }
    return Scalar(
        value=max(each[0] for each in without),
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "base": base[0],
            "base_distance_weighted": base[1],
            "without_one": {name: f for name, (f, _) in zip(network.nodes, without, strict=True)},
            "without_one_distance_weighted": {
                name: df for name, (_, df) in zip(network.nodes, without, strict=True)
            },
            "without_group": groups,
            "curve": curve(tied, network.nodes),
        },
    )


def drop(tied: NDArray[np.bool_], gone: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The network without these nodes."""
    stay = np.setdiff1d(np.arange(len(tied)), gone)
    return tied[np.ix_(stay, stay)]


def curve(tied: NDArray[np.bool_], nodes: tuple[str, ...]) -> list[JSONValue]:
    """Fragmentation without the k best connected, k = 0, 1, … (equal degrees by name)."""
    degrees = tied.sum(axis=1)
    order = np.array(sorted(range(len(nodes)), key=lambda i: (-int(degrees[i]), nodes[i])))
    return [fragmentation(drop(tied, order[:k]))[0] for k in range(min(CURVE, len(nodes) - 2) + 1)]


METRIC = Metric(
    key="fragility",
    label="Fragilité",
    question="Que se passe-t-il si une structure s’en va\u202f?",
    reading=(
        "La part des paires de structures qui ne pourraient plus se joindre après le départ le plus "
        "lourd de conséquences."
    ),
    limits=("Suppose que rien ne remplace la structure partie, et oublie les liens non déclarés."),
    definition=(
        "Plus grande fragmentation F après le retrait d’une structure\u202f; courbe du retrait des k "
        "mieux reliées."
    ),
    reference="Borgatti 2006, Computational and Mathematical Organization Theory 12",
    convention="Borgatti F, undirected, worst single removal",
    kind="scalar",
    bounds=(0.0, 1.0),
    smallest=3,
    compute=compute,
    examples=(
        in_star(1.0),
        in_quartier(11 / 15),
    ),
    response=0.8,
)
