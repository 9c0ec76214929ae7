"""E-I index."""

from __future__ import annotations

import numpy as np

from maillage_analysis.metrics._common import by_name, known, number
from maillage_analysis.metrics._examples import in_quartier
from maillage_analysis.network import Network
from maillage_analysis.permutation import ei_permutation
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result, Scalar
from maillage_analysis.waves import ei_index


def statistic(network: Network, group: str | None) -> float:
    """What the bootstrap resamples."""
    return ei_index(network, group) if group is not None else float("nan")


def compute(inputs: Inputs) -> Result:
    """The index, its expected value and its permutation test, over nodes whose group is known."""
    network, group = by_name(inputs.network), str(inputs.group)
    network = network.subset(np.flatnonzero([bool(label) for label in network.attributes[group]]))
    value = number(ei_index(network, group))
    if value is None:
        return Scalar(value=None, n_answered=inputs.network.n_answered, convention=METRIC.convention)
    _, codes = network.groups(group)
    tied, n = known(network), network.n
    sizes = np.bincount(codes)
    external = int((tied & (codes[:, None] != codes[None, :])).sum())
    test = ei_permutation(tied, codes, permutations=inputs.replicates, seed=inputs.seed)
    return Scalar(
        value=value,
        n_answered=inputs.network.n_answered,
        convention=METRIC.convention,
        details={
            "external": external // (1 if network.directed else 2),
            "internal": (int(tied.sum()) - external) // (1 if network.directed else 2),
            "expected": 1 - 2 * float((sizes * (sizes - 1)).sum()) / (n * (n - 1)),
            "p_value": test.p_value,
            "permutation_sd": number(test.sd),
            "permutations": test.permutations,
        },
    )


METRIC = Metric(
    key="ei_index",
    label="Ouverture entre secteurs",
    question="Travaille-t-on surtout avec les siens, ou avec les autres\u202f?",
    reading=(
        "De −1 (on ne travaille qu’avec son secteur) à +1 (on ne travaille qu’avec les autres). À "
        "comparer à la valeur attendue si le secteur ne comptait pas."
    ),
    limits=(
        "Dépend de la taille des secteurs\u00a0: un petit secteur est forcément tourné vers l’extérieur."
    ),
    definition=(
        "(liens externes − liens internes) / tous les liens\u202f; test par permutation des étiquettes."
    ),
    reference="Krackhardt et Stern 1988, Social Psychology Quarterly 51",
    convention="ties between nodes of known group",
    kind="scalar",
    bounds=(-1.0, 1.0),
    smallest=3,
    compute=compute,
    examples=(in_quartier(-5 / 9),),
    needs=frozenset({"group"}),
    statistic=statistic,
)
