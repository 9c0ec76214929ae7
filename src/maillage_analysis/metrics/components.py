"""Components: pieces of the network that no tie joins."""

from __future__ import annotations

from maillage_analysis.metrics._common import either, graph_of, known
from maillage_analysis.metrics._examples import in_quartier, in_star
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result, Scalar


def compute(inputs: Inputs) -> Result:
    """Weak components; isolates are those nobody cites and who cite nobody."""
    network = inputs.network
    tied = either(network)
    pieces = graph_of(tied, directed=False).connected_components()
    sizes = sorted((len(piece) for piece in pieces), reverse=True)
    alone = [name for name, degree in zip(network.nodes, tied.sum(axis=1), strict=True) if not degree]
    strong = graph_of(known(network), directed=True).connected_components(mode="strong")
    return Scalar(
        value=float(len(sizes)),
        n_answered=network.n_answered,
        convention=METRIC.convention,
        details={
            "sizes": [int(each) for each in sizes],
            "isolates": list(alone),
            "isolates_count": len(alone),
            "largest_share": sizes[0] / network.n if sizes else None,
            "strong": len(strong) if network.n else 0,
        },
    )


METRIC = Metric(
    key="components",
    label="Morceaux du réseau",
    question="Le réseau tient-il d’un seul tenant\u202f?",
    reading=(
        "Le nombre de morceaux que rien ne relie entre eux. Un seul morceau\u00a0: toute structure "
        "peut en joindre une autre de proche en proche."
    ),
    limits=(
        "Une structure qui n’a pas répondu et que personne ne cite paraît isolée, sans l’être forcément."
    ),
    definition=("Nombre de composantes faiblement connexes du réseau des liens déclarés."),
    reference="Wasserman et Faust 1994, Social Network Analysis, chapitre 4",
    convention="weak components",
    kind="scalar",
    bounds=(0.0, float("inf")),
    smallest=0,
    compute=compute,
    examples=(
        in_quartier(2.0),
        in_star(1.0),
    ),
    response=0.0,
)
