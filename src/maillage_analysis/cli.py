"""`python -m maillage_analysis TIES.csv`: the diagnosis of a network, without the platform."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from maillage_analysis.analysis import analyse, as_json
from maillage_analysis.errors import AnalysisError, FileError
from maillage_analysis.files import read_network
from maillage_analysis.network import Network
from maillage_analysis.registry import metrics
from maillage_analysis.results import JSONValue


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(prog="python -m maillage_analysis", description="Measures of a cooperation network.")
    made.add_argument("ties", type=Path, help="CSV file: source,target[,value]")
    made.add_argument("--nodes", type=Path, help="CSV file: id,…")
    made.add_argument("--group", metavar="COLUMN", help="column of the nodes that holds their group")
    made.add_argument("--answered", metavar="COLUMN", help="column of the nodes that says who answered (1, oui, yes)")
    made.add_argument("--directed", action=argparse.BooleanOptionalAction, default=True, help="ties have a direction")
    made.add_argument("--undirected", dest="directed", action="store_false", help="ties have no direction")
    made.add_argument("--seed", type=int, default=0, help="seed of everything random")
    made.add_argument("--json", action="store_true", help="write JSON")
    return made


def described(network: Network) -> dict[str, JSONValue]:
    """What the network is."""
    return {
        "n": network.n, "m": network.m, "directed": network.directed, "n_answered": network.n_answered,
        "response_rate": network.response_rate, "attributes": [*network.attributes],
    }  # fmt: skip


def run(options: argparse.Namespace) -> dict[str, JSONValue]:
    """Read, measure, and put as JSON values."""
    network = read_network(options.ties, nodes=options.nodes, answered=options.answered, directed=options.directed)
    if options.group is not None:
        network.groups(options.group)
    found = analyse(network, group=options.group, seed=options.seed)
    known = metrics()
    return {
        "network": described(network),
        "metrics": {key: {"version": known[key].version, **as_json(result)} for key, result in found.items()},
    }


def summary(report: dict[str, JSONValue]) -> str:
    """The report as lines a person reads."""
    network, found = report["network"], report["metrics"]
    assert isinstance(network, dict)
    assert isinstance(found, dict)
    lines = [f"{network['n']} nœuds, {network['m']} liens, {network['n_answered']} réponses", ""]
    for key, metric in metrics().items():
        each = found.get(key)
        if isinstance(each, dict):
            lines.append(f"{metric.label:<32} {short(each)}")
    return "\n".join(lines)


def short(each: dict[str, JSONValue]) -> str:
    """One line for one result."""
    if each.get("withheld"):
        return str(each["withheld"])
    if "value" in each:
        value, interval = each["value"], each["interval"]
        text = "non défini" if not isinstance(value, float) else f"{value:.4g}"
        return f"{text}  [{interval[0]:.4g} ; {interval[1]:.4g}]" if isinstance(interval, list) else text  # type: ignore[str-bytes-safe]
    values = each.get("values")
    if isinstance(values, dict):
        known = sorted(((v, k) for k, v in values.items() if isinstance(v, float)), reverse=True)
        return ", ".join(f"{name} {value:.4g}" for value, name in known[:5])
    return "tableau (--json)"


def main(argv: Sequence[str] | None = None) -> int:
    """Run; 0 when all went well, 2 with one line on standard error otherwise."""
    options = parser().parse_args(argv)
    try:
        report = run(options)
    except FileError as error:
        where = f"ligne {error.line} : " if error.line is not None else ""
        print(f"{where}{error}", file=sys.stderr)
        return 2
    except AnalysisError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False) if options.json else summary(report))
    return 0
