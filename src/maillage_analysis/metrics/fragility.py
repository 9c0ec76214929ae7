"""Fragility: what falls apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maillage_analysis import jackknife
from maillage_analysis.metrics._common import either, json_of, keyed, number
from maillage_analysis.metrics._examples import in_quartier, in_star
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import JSONValue, Result, Scalar
from maillage_analysis.threads import on_threads

CURVE = 10
Sets = NDArray[np.bool_]


def compute(inputs: Inputs) -> Result:
    """Largest fragmentation after one departure; base, every departure, groups and curve in the details.

    Intervals are those of the jackknife: each structure left out in turn.
    """
    network = inputs.network
    tied, n = either(network), network.n
    if n < 3:
        return Scalar(value=None, n_answered=network.n_answered, convention=METRIC.convention)
    nobody, each = np.zeros((1, n), dtype=bool), np.eye(n, dtype=bool)
    labels, groups = group_sets(network, inputs.group)
    whole = fragmentations(tied, np.concatenate([nobody, each]))
    value = float(whole[1:, 0].max())
    rows = np.concatenate([best_connected(tied, network.nodes, nobody[0]), groups])
    shares = splits(tied, rows)
    spread, spreads = intervals(network, tied, value, shares, groups, inputs.seed)
    split = len(rows) - len(labels)
    return Scalar(
        value=value,
        interval=spread,
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "base": float(whole[0, 0]),
            "base_distance_weighted": float(whole[0, 1]),
            "without_one": json_of(keyed(network, whole[1:, 0])),
            "without_one_distance_weighted": json_of(keyed(network, whole[1:, 1])),
            "without_group": dict(zip(labels, map(number, shares[split:]), strict=True)),
            "without_group_intervals": dict(zip(labels, spreads[split:], strict=True)),
            "curve": [number(share) for share in shares[:split]],
            "curve_intervals": spreads[:split],
        },
    )


def fragmentations(tied: Sets, gone: Sets) -> NDArray[np.float64]:
    """(rows, 2) Borgatti's F and DF without each row of `gone`, an array of (rows, n)."""
    from maillage_analysis.kernels import kernel_fragility

    source, target = np.nonzero(tied)
    start = np.searchsorted(source, np.arange(len(tied) + 1))
    alive, out = kernel_fragility.words(~gone), np.empty((len(gone), 2))
    on_threads(lambda part: kernel_fragility.fragmentations(start, target, alive[part], out[part]), len(out))
    return out


def splits(tied: Sets, gone: Sets) -> NDArray[np.float64]:
    """(rows,) F alone, which is far quicker."""
    from maillage_analysis.kernels import kernel_fragility

    neighbours, alive = kernel_fragility.words(tied), kernel_fragility.words(~gone)
    out = np.empty(len(gone))
    on_threads(lambda part: kernel_fragility.splits(neighbours, alive[part], out[part]), len(out))
    return out


def group_sets(network: Network, group: str | None) -> tuple[tuple[str, ...], Sets]:
    """The groups, and the (groups, n) members of each."""
    if group is None:
        return (), np.zeros((0, network.n), dtype=bool)
    labels, codes = network.groups(group)
    return labels, codes[None, :] == np.arange(len(labels))[:, None]


def best_connected(tied: Sets, nodes: tuple[str, ...], absent: NDArray[np.bool_]) -> Sets:
    """(k, n) the k best connected of those who are not absent, k = 0, 1, … (equal degrees by name)."""
    degrees = (tied & ~absent).sum(axis=1)
    order = np.lexsort((np.array(nodes), -degrees, absent))
    out = np.zeros((min(CURVE, len(nodes) - 2) + 1, len(nodes)), dtype=bool)
    for k in range(1, len(out)):
        out[k:, order[k - 1]] = True
    return out


def intervals(
    network: Network, tied: Sets, value: float, shares: NDArray[np.float64], groups: Sets, seed: int
) -> tuple[tuple[float, float] | None, list[JSONValue]]:
    """The interval of the worst departure, and one for each share, from the network without each part."""
    absences = jackknife.absences(network, seed=seed)
    rows = [
        np.concatenate([best_connected(tied, network.nodes, absent), groups]) | absent for absent in absences
    ]
    table = splits(tied, np.concatenate(rows)).reshape(len(rows), -1)
    between = [jackknife.interval(number(share), table[:, i]) for i, share in enumerate(shares)]
    spread = jackknife.interval(value, worst_departures(tied, absences))
    return spread, [None if each is None else list(each) for each in between]


def worst_departures(tied: Sets, absences: Sets) -> NDArray[np.float64]:
    """(rows,) F after the departure that splits most, of those who are left without each row of `absences`."""
    each = np.eye(len(tied), dtype=bool)
    rows = [each[~absent] | absent for absent in absences]
    ends = np.cumsum([len(row) for row in rows])[:-1]
    return np.array([found.max() for found in np.split(splits(tied, np.concatenate(rows)), ends)])


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
    version=2,
)
