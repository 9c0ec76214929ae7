"""Children, young people and their families: schools of the communes, child welfare of the whole département."""

from __future__ import annotations

from typing import Final

from maillage.diagnosis.blocks import Block, Paragraph, Question
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._figures import blocks_of, told_in

TITLE = "Les écoles et la protection de l’enfance, en chiffres publics"
POSITION = 3
CHAPTER = "CHILDREN_FAMILIES"
LEAD: Final = "Aucun de ces chiffres ne décrit la cité elle-même\u00a0: ils parlent d’établissements, ou du département entier."


def build(report: Report) -> list[Block]:
    """A table a dataset; nothing when no file was loaded."""
    told = told_in(report, CHAPTER)
    if not told:
        return []
    blocks: list[Block] = [Paragraph(text=LEAD, lead=True)]
    for each in told:
        blocks += blocks_of(each)
    return [
        *blocks,
        Question(
            text="Que savent les familles et les professionnels que ces chiffres ne montrent pas\u202f?"
        ),
    ]
