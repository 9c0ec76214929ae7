"""The command line: `python -m maillage_analysis TIES.csv [--nodes NODES.csv] …`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from maillage_analysis.analysis import analyse, as_json
from maillage_analysis.errors import AnalysisError, FileError
from maillage_analysis.files import read_network
from maillage_analysis.network import Network
from maillage_analysis.registry import metrics
from maillage_analysis.results import JSONValue, Matrix, PerGroup, PerNode, Result, Scalar

SHOWN = 5  # nodes shown by the table for each metric


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    out = argparse.ArgumentParser(
        prog="python -m maillage_analysis",
        description="Mesure un réseau de coopération à partir d’un fichier de liens.",
    )
    out.add_argument("ties", type=Path, metavar="LIENS.csv", help="colonnes source,target[,value]")
    out.add_argument("--nodes", type=Path, metavar="STRUCTURES.csv", help="colonnes id,…")
    out.add_argument("--group", metavar="COLONNE", help="colonne du groupe de chaque structure")
    out.add_argument(
        "--answered", metavar="COLONNE", help="colonne qui dit si la structure a répondu (oui, non)"
    )
    out.add_argument(
        "--directed", action=argparse.BooleanOptionalAction, default=True, help="les liens ont un sens"
    )
    out.add_argument(
        "--undirected", dest="directed", action="store_false", help="les liens n’ont pas de sens"
    )
    out.add_argument("--seed", type=int, default=0, help="graine du hasard")
    out.add_argument("--replicates", type=int, default=1000, help="nombre de tirages")
    out.add_argument("--json", action="store_true", help="sortie en JSON")
    return out


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; 0 when it went well, 2 when the input is refused."""
    asked = parser().parse_args(arguments)
    try:
        if asked.seed < 0 or asked.replicates < 0:
            raise FileError("La graine et le nombre de tirages sont des nombres positifs.")
        network = read_network(
            asked.ties, nodes=asked.nodes, answered=asked.answered, directed=asked.directed
        )
        if asked.group is not None and asked.group not in network.attributes:
            known = ", ".join(network.attributes) or "aucune"
            raise FileError(
                f"La colonne «\u00a0{asked.group}\u00a0» n’existe pas. Colonnes connues\u00a0: {known}."
            )
        results = analyse(network, group=asked.group, seed=asked.seed, replicates=asked.replicates)
    except AnalysisError as error:
        line = getattr(error, "line", None)
        print(f"Ligne {line}\u00a0: {error}" if line else str(error), file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(document(network, results), ensure_ascii=False, indent=2))
    else:
        print(table(network, results))
    return 0


def document(network: Network, results: Mapping[str, Result]) -> dict[str, JSONValue]:
    """Everything, as JSON."""
    return {
        "network": {
            "nodes": network.n,
            "ties": network.m,
            "directed": network.directed,
            "n_answered": network.n_answered,
            "response_rate": network.response_rate,
        },
        "metrics": {key: as_json(result, key=key) for key, result in results.items()},
    }


def table(network: Network, results: Mapping[str, Result]) -> str:
    """A table a person can read."""
    lines = [
        f"{network.n} structures, {network.m} liens, {network.n_answered} réponses"
        f" ({figure(100 * network.response_rate)}\u202f%)",
        "",
    ]
    width = max((len(metrics()[key].label) for key in results), default=0)
    for key, result in results.items():
        lines.append(f"{metrics()[key].label.ljust(width)}  {told(result)}")
    return "\n".join(lines)


def told(result: Result) -> str:
    """One result on one line."""
    if result.withheld:
        return result.withheld
    if isinstance(result, Scalar):
        low_high = result.interval
        around = f"  [{figure(low_high[0])} à {figure(low_high[1])}]" if low_high else ""
        return figure(result.value) + around
    if isinstance(result, PerNode):
        first = sorted(result.values.items(), key=lambda item: (-(item[1] or 0), item[0]))[:SHOWN]
        return ", ".join(f"{name} {figure(value)}" for name, value in first) + (
            ", …" if len(result.values) > SHOWN else ""
        )
    if isinstance(result, PerGroup):
        return ", ".join(f"{name}\u00a0: {figure(value)}" for name, value in result.values.items()) or "–"
    if isinstance(result, Matrix):
        rows = zip(result.rows, result.matrix, strict=True)
        return " | ".join(f"{name}\u00a0: {' '.join(map(figure, row))}" for name, row in rows)
    return ""


def figure(value: float | None) -> str:
    """A number as the French write it."""
    return (
        "–" if value is None else f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", "−")
    )
