"""The actors of the map, one by one: what the picture shows, for whoever does not see it, and on paper."""

from __future__ import annotations

from typing import Any

from maillage.core.typography import folded, integer, plural
from maillage.diagnosis.blocks import Block, Paragraph, Table
from maillage.diagnosis.map.pairs import numbers, partners
from maillage.diagnosis.queries import Report
from maillage.surveys.kinds.cooperation import LEVELS

TITLE = "Les acteurs, un par un"
POSITION = 90
CHAPTER = "ANNEXES"


def build(report: Report) -> list[Block]:
    """Every actor, in the order of the names, with those it has a tie with."""
    nodes = report.snapshot["nodes"]
    if not nodes:
        return []
    known, ties = numbers(nodes), partners(report.snapshot["ties"])
    ordered = sorted(nodes, key=lambda node: (folded(node["name"]), known.get(node["id"], 0), node["id"]))
    rows = tuple(
        (
            str(known.get(each["id"], "–")),
            each["name"],
            each["group"],
            integer(sum(map(len, ties.get(each["id"], {}).values()))),
            _told(ties.get(each["id"], {}), known),
        )
        for each in ordered
    )
    return [
        Paragraph(
            text="Tout ce que montre la carte. Les numéros sont ceux de la carte et de la première colonne\u202f; "
            "une paire prend le plus haut des niveaux que l’un ou l’autre déclare."
        ),
        Table(
            caption="Les acteurs et leurs liens",
            columns=("N°", "Acteur", "Secteur", "Partenaires", "Liens"),
            rows=rows,
            numeric=frozenset({0, 3}),
            listing=True,
        ),
    ]


def _told(ties: dict[int, list[str]], known: dict[str, int]) -> str:
    """« On agit ensemble : 3, 12. On échange : 4. », the strongest first."""
    parts = [f"{LEVELS[level]}\u00a0: {_listed(ties[level], known)}." for level in sorted(ties, reverse=True)]
    return " ".join(parts) or "Aucun lien déclaré dans cette vague."


def _listed(others: list[str], known: dict[str, int]) -> str:
    named: list[Any] = sorted(known[each] for each in others if each in known)
    unnamed = len(others) - len(named)
    words = [plural(unnamed, "acteur non nommé", "acteurs non nommés")] if unnamed else []
    return ", ".join([*map(str, named), *words])
