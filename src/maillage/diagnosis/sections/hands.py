"""Statements voted in a room: what people of each place think, by a show of hands."""

from __future__ import annotations

from typing import Any, Final

from maillage.core.typography import MISSING
from maillage.diagnosis.blocks import Block, Heading, Paragraph, Question, Table
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections.opinions import LEVELS
from maillage.statements.roles import ROLES

TITLE = "Les énoncés mis aux voix en atelier"
POSITION = 76
CHAPTER = "VIEWPOINTS"
HOW: Final = (
    "À main levée, on vote devant les autres\u202f: ces ordres de grandeur ne s’ajoutent pas aux réponses données à part. "
    "Une place de moins de cinq personnes n’est comptée que dans l’ensemble."
)


def build(report: Report) -> list[Block]:
    """A table a workshop; nothing when no hand was raised."""
    blocks: list[Block] = []
    for room in report.snapshot.get("hands", []):
        blocks += [Heading(text=room["title"]), _table(room)]
    if not blocks:
        return []
    ask = "Qu’est-ce qui change quand on en parle dans la même salle\u202f?"
    return [*blocks, Paragraph(text=HOW), Question(text=ask)]


def _table(room: dict[str, Any]) -> Table:
    rows = []
    for line in room["statements"]:
        rows.append((line["text"], *_levels(line["total"])))
        rows += [(f"– {ROLES[role]}", *_levels(pair)) for role, pair in line["roles"].items()]
    columns = ("Énoncé, puis place par place", "D’accord", "Pas d’accord")
    return Table(caption=f"{room['title']}\u00a0: à main levée", columns=columns, rows=tuple(rows))


def _levels(pair: list[int] | None) -> tuple[str, str]:
    return (LEVELS[pair[0]], LEVELS[pair[1]]) if pair else (MISSING, MISSING)
