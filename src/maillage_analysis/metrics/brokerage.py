"""Gould and Fernandez brokerage."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.metrics._common import known, per_node
from maillage_analysis.metrics._examples import in_relay
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import JSONValue, Result


def compute(inputs: Inputs) -> Result:
    """Total per node; the details hold the five roles, and what chance would give (same density and groups)."""
    from maillage_analysis.kernels.kernel_brokerage import ROLES, brokerage_counts

    network = inputs.network
    tied = known(network)
    _, codes = network.groups(str(inputs.group))
    counts = brokerage_counts(tied, codes)
    expected = chance(tied, codes)
    totals: dict[str, JSONValue] = {
        role: int(each) for role, each in zip(ROLES, counts.sum(axis=0), strict=True)
    }
    return per_node(
        network,
        counts.sum(axis=1),
        METRIC.convention,
        roles=rows(network.nodes, ROLES, counts),
        expected=rows(network.nodes, ROLES, expected),
        totals=totals,
        total=int(counts.sum()),
    )


def rows(nodes: tuple[str, ...], roles: tuple[str, ...], table: NDArray[np.generic]) -> dict[str, JSONValue]:
    """{node: {role: number}}."""
    return {name: dict(zip(roles, row, strict=True)) for name, row in zip(nodes, table.tolist(), strict=True)}


def chance(tied: NDArray[np.bool_], codes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Expected roles in a random network of the same density: paths of each kind times p²(1 - p)."""
    n = len(codes)
    p = float(tied.sum()) / (n * (n - 1)) if n > 1 else 0.0
    sizes = np.bincount(codes).astype(np.float64) if n else np.zeros(0)
    own = sizes[codes]
    others = n - own
    within = (sizes * (sizes - 1)).sum() - own * (own - 1)
    crossing = others * (own - 1)
    table = [(own - 1) * (own - 2), within, crossing, crossing, others * (others - 1) - within]
    return np.array(table).T.reshape(n, 5) * p**2 * (1 - p)


METRIC = Metric(
    key="brokerage",
    label="Rôles de passerelle",
    question="Qui relie des structures qui ne se connaissent pas\u202f?",
    reading=(
        "Le nombre de fois où elle relie deux structures sans lien direct, selon cinq rôles\u00a0: "
        "coordination, tiers, représentation, accueil, liaison."
    ),
    limits=("Un chemin possible n’est pas un service rendu. Très sensible aux réponses manquantes."),
    definition="Triades i→j→k sans i→k, par rôle de j selon les groupes.",
    reference="Gould et Fernandez 1989, Sociological Methodology 19",
    convention="Gould-Fernandez, raw counts",
    kind="per_node",
    bounds=(0.0, float("inf")),
    smallest=3,
    compute=compute,
    examples=(in_relay({"a1": 1, "a2": 1, "a3": 1, "b1": 2, "b2": 1, "c1": 0, "c2": 0}),),
    response=0.8,
    needs=frozenset({"group"}),
)
