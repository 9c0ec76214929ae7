"""Prevention today: ages and levels, where nobody is, where several have to agree on who does what."""

from __future__ import annotations

from maillage.context.codes import CROWDED
from maillage.context.queries import Matrix, matrix_of
from maillage.core.typography import plural
from maillage.diagnosis.blocks import Block, Paragraph, Question, Table
from maillage.diagnosis.queries import Report

TITLE = "Âges et moments\u00a0: les trous et les carrefours"
POSITION = 6
CHAPTER = "PREVENTION"
HOW = (
    "Ce tableau compte les actions que le groupe a notées. Une case vide est une question, pas une faute\u202f: tout n’a pas à "
    f"exister partout. «\u00a0À coordonner\u00a0»\u00a0: {CROWDED}\u00a0actions ou plus pour les mêmes âges au même moment."
)


def build(report: Report) -> list[Block]:
    """What stands out, the matrix, how to read it; nothing when no action was noted."""
    kept = report.snapshot.get("resources")
    if not kept:
        return []
    matrix = matrix_of(kept["actions"], kept["levels"])
    return [
        Paragraph(text=_lead(matrix), lead=True),
        _table(matrix),
        Paragraph(text=HOW),
        Question(text="Quelle case vide voudriez-vous remplir d’abord, et qui le pourrait\u202f?"),
    ]


def _lead(matrix: Matrix) -> str:
    holes, crowded = matrix.holes, matrix.crowded
    said = f"{plural(len(holes), 'case est vide', 'cases sont vides')} sur {len(matrix.rows) * len(matrix.levels)}"
    if crowded:
        band, level, count = max(crowded, key=lambda each: each[2])
        said += f"\u202f; c’est pour les {band} ({level.lower()}) que l’on est le plus nombreux\u00a0: {count}\u00a0actions"
    return f"{said}."


def _table(matrix: Matrix) -> Table:
    rows = tuple(
        (band, *("Trou" if cell.is_hole else _said(len(cell.actions)) for cell in cells))
        for band, cells in matrix.rows
    )
    return Table(caption="Actions par âge et par moment", columns=("Âge", *matrix.levels.values()), rows=rows)


def _said(count: int) -> str:
    return f"{count}, à coordonner" if count >= CROWDED else str(count)
