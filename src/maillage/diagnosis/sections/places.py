"""The territory and those who live in it: its perimeter, and what public files say of its communes."""

from __future__ import annotations

from typing import Any, Final

from maillage.core.typography import plural
from maillage.diagnosis.blocks import Block, Paragraph, Question, Table
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._figures import blocks_of, told_in
from maillage.territories.models import AreaKind

TITLE = "Le périmètre en chiffres"
POSITION = 2
CHAPTER = "PERIMETER"
QUARTER: Final = (
    "Ces chiffres décrivent des communes entières\u00a0: aucun ne décrit le quartier prioritaire seul."
)
WHOLE: Final = "Ces chiffres décrivent des communes entières, et rien de plus petit."


def build(report: Report) -> list[Block]:
    """The perimeter, then a table a dataset; nothing when no file was loaded."""
    told = told_in(report, CHAPTER)
    areas: list[Any] = report.snapshot.get("figures", {}).get("areas", [])
    if not told:
        return []
    blocks: list[Block] = [Paragraph(text=_lead(areas), lead=True)]
    if areas:
        blocks.append(
            Table(
                caption="Ce que comprend le périmètre",
                columns=("Nom", "Nature", "Code officiel"),
                rows=tuple(tuple(each) for each in areas),
            )
        )
    for each in told:
        blocks += blocks_of(each)
    return [*blocks, Question(text="Qu’est-ce que ces chiffres ne disent pas de la vie ici\u202f?")]


def _lead(areas: list[Any]) -> str:
    quarters = sum(kind == AreaKind.QPV.label for _, kind, _ in areas)
    communes = len(areas) - quarters
    parts = [plural(communes, "commune")] if communes else []
    parts += [plural(quarters, "quartier prioritaire", "quartiers prioritaires")] if quarters else []
    said = f"Le périmètre compte {' et '.join(parts)}. " if parts else ""
    return said + (QUARTER if quarters else WHOLE)
