"""Trust by pair of groups."""

from __future__ import annotations

import numpy as np

from maillage_analysis.errors import NetworkError
from maillage_analysis.metrics._examples import in_relay
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Matrix, Result

RATINGS = 5
RATERS = 3


def compute(inputs: Inputs) -> Result:
    """Mean rating from group to group; a cell under 5 ratings or 3 raters is withheld. Never by pair of actors.

    No interval: with a handful of whole ratings, a mean and its spread would give back the ratings.
    """
    network = inputs.trust
    if network is None:
        raise NetworkError("trust needs a network of ratings")
    whole = inputs.network
    kinds = dict(zip(whole.nodes, whole.attributes[str(inputs.group)], strict=True))
    kinds = {name: kinds[name] for name in network.nodes if name in kinds}
    own = np.array([kinds.get(name, "") for name in network.nodes], dtype=object)
    labels = tuple(sorted(set(whole.attributes[str(inputs.group)]) - {""}))
    given = (network.ties > 0) & network.observed
    cells: list[tuple[float | None, ...]] = []
    for source in labels:
        row: list[float | None] = []
        for target in labels:
            part = given & (own == source)[:, None] & (own == target)[None, :]
            enough = part.sum() >= RATINGS and part.any(axis=1).sum() >= RATERS
            row.append(float(network.ties[part].mean()) if enough else None)
        cells.append(tuple(row))
    return Matrix(
        rows=labels,
        columns=labels,
        matrix=tuple(cells),
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={"minimum_ratings": RATINGS, "minimum_raters": RATERS},
    )


METRIC = Metric(
    key="trust",
    label="Confiance entre secteurs",
    question="Comment les secteurs se font-ils confiance\u202f?",
    reading=(
        "À la ligne A et à la colonne B\u00a0: la note moyenne donnée par A à B. Une case vide repose"
        " sur trop peu d’avis."
    ),
    limits=(
        "Jamais montrée structure par structure. Une case demande au moins cinq avis de trois structures."
    ),
    definition="Moyenne des notes de confiance par couple de groupes.",
    reference=("Provan, Veazie, Staten et Teufel-Shone 2005, Public Administration Review 65"),
    convention="mean rating, at least 5 ratings by 3 raters",
    kind="matrix",
    bounds=(0.0, float("inf")),
    smallest=3,
    compute=compute,
    examples=(in_relay([[None, None, 3.0], [None, None, None], [None, None, None]]),),
    response=0.0,
    needs=frozenset({"group", "trust"}),
)
