"""How tables of different places see the cooperation: the grid filled in workshops, and the gaps between tables."""

from __future__ import annotations

from typing import Any

from maillage.core.typography import MISSING, plural
from maillage.diagnosis.blocks import Block, Heading, Paragraph, Question, Quote, Table
from maillage.diagnosis.queries import Report
from maillage.meetings.damour import LEVELS, indicators

TITLE = "La coopération vue par les tables d’un atelier"
POSITION = 65
CHAPTER = "COOPERATION"
READING = (
    "Chaque table est un groupe d’au moins trois personnes, qui s’est mis d’accord ou a dit qu’il hésitait. "
    "Ce n’est pas une note\u202f: un écart entre deux tables est un sujet à ouvrir ensemble."
)


def build(report: Report) -> list[Block]:
    """For each workshop: what stands out, the levels side by side, the reasons where tables differ most."""
    blocks: list[Block] = []
    for told in report.snapshot.get("grids", []):
        blocks += [
            Heading(text=told["title"]),
            Paragraph(text=_lead(told), lead=True),
            _table(told),
            Paragraph(text=READING),
            *_reasons(told),
        ]
    return (
        [*blocks, Question(text="Qu’est-ce que l’autre table voit, que la nôtre ne voit pas\u202f?")]
        if blocks
        else []
    )


def _levels(line: dict[str, Any]) -> list[int]:
    return [level for level in line["levels"] if level is not None]


def _spread(line: dict[str, Any]) -> int:
    levels = _levels(line)
    return max(levels) - min(levels) if levels else 0


def _lead(told: dict[str, Any]) -> str:
    tables = len(told["tables"])
    people = sum(each["people"] for each in told["tables"])
    who = f"{plural(tables, 'table', 'tables')}, {plural(people, 'personne', 'personnes')}"
    apart = [_label(line) for line in told["lines"] if _spread(line) > 1]
    if apart:
        return f"{who}. Les tables ne voient pas la même chose sur\u00a0: {', '.join(apart)}."
    return f"{who}. Aucun écart de plus d’un niveau entre les tables."


def _label(line: dict[str, Any]) -> str:
    label = indicators()[line["indicator"]].label
    return label[0].lower() + label[1:]


def _table(told: dict[str, Any]) -> Table:
    rows = tuple(
        (
            indicators()[line["indicator"]].label,
            *(LEVELS[level] if level is not None else MISSING for level in line["levels"]),
        )
        for line in told["lines"]
    )
    columns = ("Question", *(each["name"] for each in told["tables"]))
    return Table(caption=f"{told['title']}\u00a0: ce que dit chaque table", columns=columns, rows=rows)


def _reasons(told: dict[str, Any]) -> list[Block]:
    """The words of the tables, only where they are two levels apart: what there is to discuss."""
    return [
        Quote(text=reason, source=f"{table['name']}, sur\u00a0: {_label(line)}")
        for line in told["lines"]
        if _spread(line) > 1
        for table, reason in zip(told["tables"], line["reasons"], strict=True)
        if reason
    ]
