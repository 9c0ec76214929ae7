"""What a page or a poster keeps of a whole document: a question, a few figures, three priorities, one map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Final

from maillage.diagnosis.blocks import Figure, Heading, KeyFigure, Note, Paragraph, Question, Table
from maillage.diagnosis.sections import Section

QUESTION: Final = "Qui coopère avec qui, ici, autour des enfants et de leurs familles\u202f?"
PRIORITIES: Final = ("Une priorité partagée", "Deux priorités partagées", "Trois priorités partagées")
QUESTIONS: Final = ("Une question à discuter", "Deux questions à discuter", "Trois questions à discuter")
CALLED: Final = re.compile(r"^Priorité(?: \d+)?\s*:\s*")  # under a title that says it already
MOST: Final = 3
NO_FIGURE: Final = "Trop peu de réponses pour montrer un chiffre\u00a0: il désignerait quelqu’un."


@dataclass(frozen=True)
class Digest:
    """The few things kept. `heading` says whether `points` are priorities or, before there are any, questions."""

    question: str
    figures: tuple[KeyFigure, ...]
    heading: str
    points: tuple[str, ...]
    map: Figure | None


def digest(cover: Mapping[str, str], sections: Iterable[Section], *, figures: int) -> Digest:
    """The digest of a document. What the cover gives (`question`, `priorities`, one a line) comes before what is found."""
    listed = list(sections)
    blocks = [block for section in listed for block in section.blocks]
    points = [line for line in cover.get("priorities", "").splitlines() if line.strip()] or _priorities(
        listed
    )
    named = PRIORITIES
    if not points:
        points, named = [each.text for each in blocks if isinstance(each, Question)], QUESTIONS
    points = list(dict.fromkeys(points))[:MOST]
    return Digest(
        question=cover.get("question") or _asked(listed) or QUESTION,
        figures=tuple(_figures(listed)[:figures]),
        heading=named[len(points) - 1] if points else "",
        points=tuple(points),
        map=next((each for each in blocks if isinstance(each, Figure)), None),
    )


def _figures(sections: Sequence[Section]) -> list[KeyFigure]:
    """Those chosen for the first page, then the first of each section, then the second of each."""
    chosen = [_keys(each) for each in sections if each.chapter == "SUMMARY"]
    rest = [_keys(each) for each in sections if each.chapter != "SUMMARY"]
    turns = zip_longest(*rest)
    found = [*chain.from_iterable(chosen), *(each for turn in turns for each in turn if each is not None)]
    once: dict[tuple[str, str], KeyFigure] = {}
    for each in found:
        once.setdefault((each.value, each.label), each)
    return list(once.values())


def _keys(section: Section) -> list[KeyFigure]:
    return [each for each in section.blocks if isinstance(each, KeyFigure)]


def _priorities(sections: Sequence[Section]) -> list[str]:
    """What the chapter of priorities lists: the lines of its table, or what the group wrote, or its titles."""
    blocks = [block for each in sections if each.chapter == "PRIORITIES" for block in each.blocks]
    table = next((each for each in blocks if isinstance(each, Table) and each.rows), None)
    if table is not None:
        words = next((n for n in range(len(table.columns)) if n not in table.numeric), 0)
        return [row[words] for row in table.rows]
    for kind in (Note, Heading):
        found = [_uncalled(each.text) for each in blocks if isinstance(each, kind)]
        if found:
            return found
    return []


def _uncalled(text: str) -> str:
    bare = CALLED.sub("", text)
    return bare[:1].upper() + bare[1:]


def _asked(sections: Sequence[Section]) -> str:
    """The question that the first chapter opens with."""
    blocks = (block for each in sections if each.chapter == "SUMMARY" for block in each.blocks)
    texts = (each.text for each in blocks if isinstance(each, Paragraph))
    return next((text for text in texts if text.rstrip().endswith("?")), "")
