"""Who offers what: the actions of the territory, each with its actors."""

from __future__ import annotations

from maillage.context.codes import Band
from maillage.core.typography import MISSING, plural
from maillage.diagnosis.blocks import Block, Paragraph, Question, Table
from maillage.diagnosis.queries import Report

TITLE = "Ce que chacun offre"
POSITION = 5
CHAPTER = "RESOURCES"


def build(report: Report) -> list[Block]:
    """A list in words; nothing when no action was noted."""
    kept = report.snapshot.get("resources")
    if not kept:
        return []
    levels, ages = kept["levels"], {each.value: str(each.label) for each in Band}
    rows = tuple(
        (
            each["label"],
            ", ".join(each["actors"]) or MISSING,
            ", ".join(ages[band] for band in ages if band in each["bands"]),
            ", ".join(label for code, label in levels.items() if code in each["levels"]),
        )
        for each in kept["actions"]
    )
    lead = f"{plural(len(rows), 'action notée', 'actions notées')} par le groupe."
    return [
        Paragraph(text=lead, lead=True),
        Table(
            caption="Les actions et qui les porte",
            columns=("Action", "Portée par", "Âges", "À quel moment"),
            rows=rows,
            listing=True,
        ),
        Question(text="Qu’est-ce qui existe ici et que cette liste ne dit pas encore\u202f?"),
    ]
