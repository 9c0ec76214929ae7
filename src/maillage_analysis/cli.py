"""The command line: `python -m maillage_analysis TIES.csv [--nodes NODES.csv] …`."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from maillage_analysis.analysis import analyse, as_json
from maillage_analysis.errors import AnalysisError, FileError
from maillage_analysis.files import read_network
from maillage_analysis.network import Network
from maillage_analysis.registry import metrics
from maillage_analysis.results import JSONValue, Matrix, PerGroup, PerNode, Result, Scalar

SHOWN = 5  # nodes shown by the table for each metric
MOST = 1_000_000  # replicates
REFUSALS = (  # what argparse says, and what we say
    (r"the following arguments are required: (.*)", "Il manque {0}."),
    (r"unrecognized arguments: (.*)", "L’option «\u00a0{0}\u00a0» n’existe pas."),
    (r"argument (\S+): invalid int value: '(.*)'", "{0} demande un nombre entier, et non «\u00a0{1}\u00a0»."),
    (r"argument (\S+): expected one argument", "{0} demande une valeur."),
    (r"argument (\S+): not allowed with argument (\S+)", "{0} et {1} ne vont pas ensemble."),
    (r"argument (\S+): ignored explicit argument '(.*)'", "{0} ne prend pas de valeur."),
)


class Formatter(argparse.HelpFormatter):
    """The help, in French down to its first word."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Usage\u00a0: ")


class Parser(argparse.ArgumentParser):
    """The arguments; a request that is not understood is said in French."""

    def error(self, message: str) -> NoReturn:
        for english, french in REFUSALS:
            if found := re.fullmatch(english, message):
                message = french.format(*found.groups())
        self.exit(2, f"{message} Voyez\u00a0: {self.prog} --help\n")


def parser() -> Parser:
    """The arguments."""
    out = Parser(
        prog="python -m maillage_analysis",
        description="Mesure un réseau de coopération à partir d’un fichier de liens.",
        formatter_class=Formatter,
        add_help=False,
        allow_abbrev=False,
    )
    files, options = out.add_argument_group("Fichiers"), out.add_argument_group("Options")
    files.add_argument("ties", type=Path, metavar="LIENS.csv", help="colonnes source,target[,value]")
    files.add_argument("--nodes", type=Path, metavar="STRUCTURES.csv", help="colonnes id,…")
    options.add_argument("--group", metavar="COLONNE", help="colonne du groupe de chaque structure")
    options.add_argument(
        "--answered", metavar="COLONNE", help="colonne qui dit si la structure a répondu (oui, non)"
    )
    way = options.add_mutually_exclusive_group()
    way.add_argument(
        "--directed", action="store_true", default=True, help="les liens ont un sens (par défaut)"
    )
    way.add_argument(
        "--undirected", dest="directed", action="store_false", help="les liens n’ont pas de sens"
    )
    options.add_argument("--seed", type=int, default=0, metavar="N", help="graine du hasard (0 par défaut)")
    options.add_argument(
        "--replicates", type=int, default=1000, metavar="N", help="nombre de tirages (1000 par défaut)"
    )
    options.add_argument("--json", action="store_true", help="sortie en JSON")
    options.add_argument("-h", "--help", action="help", help="montre cette aide")
    return out


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; 0 when it went well, 2 when the input is refused."""
    asked = parser().parse_args(arguments)
    try:
        network, results = measured(asked)
    except AnalysisError as error:
        print(sentence(error), file=sys.stderr)
        return 2
    said = (
        json.dumps(document(network, results), ensure_ascii=False, indent=2)
        if asked.json
        else table(network, results)
    )
    print(said)
    return 0


def measured(asked: argparse.Namespace) -> tuple[Network, Mapping[str, Result]]:
    """The network read, and what was measured on it."""
    if not 0 <= asked.seed < 2**63:
        raise FileError("La graine est un nombre entier, 0 ou plus.")
    if not 0 <= asked.replicates <= MOST:
        raise FileError(f"Le nombre de tirages va de 0 à {MOST}.")
    network = read_network(
        asked.ties, nodes=asked.nodes, group=asked.group, answered=asked.answered, directed=asked.directed
    )
    return network, analyse(network, group=asked.group, seed=asked.seed, replicates=asked.replicates)


def sentence(error: AnalysisError) -> str:
    """A refusal on one line, with its place; what a file holds never reaches the terminal as a control character."""
    place = ""
    if isinstance(error, FileError) and error.line:
        place = f"Ligne {error.line}" + (f" de {error.file}" if error.file else "") + "\u00a0: "
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else "�" for c in f"{place}{error}")


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
        f"{counted(network.n, 'structure')}, {counted(network.m, 'lien')}, {counted(network.n_answered, 'réponse')}"
        f" ({figure(100 * network.response_rate)}\u202f%)",
        "",
    ]
    width = max((len(metrics()[key].label) for key in results), default=0)
    for key, result in results.items():
        lines.append(f"{metrics()[key].label.ljust(width)}  {told(result)}")
    return "\n".join(lines)


def counted(number: int, noun: str) -> str:
    """A number and its noun; zero and one are singular in French."""
    return f"{number} {noun}{'s' if number > 1 else ''}"


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
