"""k-core."""

from __future__ import annotations

from maillage_analysis.metrics._common import graph_of, json_of, keyed, known, per_node
from maillage_analysis.metrics._examples import in_star
from maillage_analysis.registry import Inputs, Metric
from maillage_analysis.results import Result


def compute(inputs: Inputs) -> Result:
    """Total degree (a mutual tie counts twice, as in sna); indegree in the details."""
    network = inputs.network
    graph = graph_of(known(network), directed=network.directed)
    inner = [float(each) for each in graph.coreness(mode="in")]
    values = graph.coreness(mode="all")
    return per_node(network, values, METRIC.convention, **{"in": json_of(keyed(network, inner))})


METRIC = Metric(
    key="core",
    label="Noyau",
    question="Qui forme le noyau du réseau\u202f?",
    reading=(
        "Le plus grand k tel que la structure appartient à un groupe où chacune a au moins k liens "
        "avec les autres du groupe."
    ),
    limits="Un lien réciproque compte deux fois.",
    definition="Numéro de k-cœur, degré total.",
    reference="Seidman 1983, Social Networks 5",
    convention="total degree (sna freeman)",
    kind="per_node",
    bounds=(0.0, float("inf")),
    smallest=3,
    compute=compute,
    examples=(in_star({"centre": 1, "a": 1, "b": 1, "c": 1, "d": 1}),),
)
