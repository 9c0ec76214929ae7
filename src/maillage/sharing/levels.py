"""Who may read what of a published diagnosis (trust.md PRIV-36): each block has a level, the strictest unless it is said.

COUNTS: how many, and indices of the whole. CATEGORIES: from one category to another, and the group's words that name no
structure. NAMED: structures by their name, those that agreed, inside the territory only. The public reads the first two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from enum import IntEnum
from typing import Any, Final

from maillage.core.privacy import MIN_RESPONDENTS_PUBLIC
from maillage.core.typography import folded
from maillage.diagnosis.blocks import Block, KeyFigure, Table, Withheld, kind_of
from maillage.diagnosis.chapters import CHAPTERS
from maillage.territories.codes import Sector


class Level(IntEnum):
    COUNTS = 0
    CATEGORIES = 1
    NAMED = 2


LABELS: Final = {
    Level.COUNTS: "Comptes et indices",
    Level.CATEGORIES: "Entre secteurs, et les mots du groupe qui ne nomment personne",
    Level.NAMED: "Carte et structures nommées",
}
# What a computed section shows, by kind of block; a kind or a section that is not here is for the territory alone.
DECLARED: dict[str, dict[str, Level]] = {
    "participation": {
        "paragraph": Level.COUNTS,
        "keyfigure": Level.COUNTS,
        "withheld": Level.COUNTS,
        "table": Level.CATEGORIES,
    },
    "network": {
        "paragraph": Level.COUNTS,
        "keyfigure": Level.COUNTS,
        "withheld": Level.COUNTS,
        "table": Level.COUNTS,
    },
    "contradictions": {
        "paragraph": Level.COUNTS,
        "keyfigure": Level.COUNTS,
        "withheld": Level.COUNTS,
        "table": Level.COUNTS,
        "question": Level.COUNTS,
    },
    "sectors": {
        "paragraph": Level.CATEGORIES,
        "keyfigure": Level.COUNTS,
        "withheld": Level.COUNTS,
        "table": Level.CATEGORIES,
        "question": Level.CATEGORIES,
    },
    "changes": {
        "paragraph": Level.COUNTS,
        "keyfigure": Level.COUNTS,
        "withheld": Level.COUNTS,
        "table": Level.COUNTS,
    },
    "opinions": {
        "paragraph": Level.CATEGORIES,
        "table": Level.CATEGORIES,
        "withheld": Level.COUNTS,
        "question": Level.CATEGORIES,
    },
    "recourse": {
        "paragraph": Level.CATEGORIES,
        "keyfigure": Level.COUNTS,
        "table": Level.CATEGORIES,
        "withheld": Level.COUNTS,
        "question": Level.CATEGORIES,
    },
    "prevention": {"paragraph": Level.COUNTS, "table": Level.COUNTS, "question": Level.COUNTS},
    "places": {"paragraph": Level.COUNTS, "table": Level.COUNTS, "question": Level.COUNTS},
    "families": {"paragraph": Level.COUNTS, "table": Level.COUNTS, "question": Level.COUNTS},
    "readings": {"paragraph": Level.CATEGORIES, "quote": Level.CATEGORIES},
    "validations": {"paragraph": Level.COUNTS, "table": Level.CATEGORIES, "quote": Level.CATEGORIES},
}
# The sentences that open a chapter, computed or rewritten by the group; a section may bear the name of its chapter.
DECLARED |= {
    code.lower(): DECLARED.get(code.lower(), {})
    | {"paragraph": Level.CATEGORIES, "keyfigure": Level.COUNTS, "withheld": Level.COUNTS}
    for code in CHAPTERS
}
# The group's words and their titles, wherever they stand.
WORDS: Final = {"heading", "note", "disagreement"}
FIGURED: Final = {"keyfigure", "table", "figure"}
TRUST: Final = "confiance"  # a measure of trust never leaves the territory (PRIV-33)
SHORTEST_NAME: Final = 4
A_TABLE: Final = (
    "Un tableau de cette partie"  # its title may be the finding: what divides the places, by being there
)
TOO_FEW: Final = f"Moins de {MIN_RESPONDENTS_PUBLIC} réponses\u00a0: ce chiffre reste dans le territoire."


def level_of(section: str, block: Block, names: Iterable[str]) -> Level:
    """The level of a block. `names`: folded names of the structures; a block where one is read is for the territory."""
    kind = kind_of(block)
    declared = DECLARED.get(section, {}).get(kind)
    if declared is None:
        declared = Level.CATEGORIES if kind in WORDS else Level.NAMED
    said = words_of(astuple(block))
    trust = kind in FIGURED and TRUST in folded(said)
    return Level.NAMED if trust or names_any(said, names) else declared


def recognisable(names: Iterable[str]) -> list[str]:
    """The names to look for, folded; one that is also the word of a sector would be found everywhere."""
    sectors = " ".join(folded(str(each.label)) for each in Sector)
    found = {folded(name) for name in names}
    return sorted(name for name in found if len(name) >= SHORTEST_NAME and name not in sectors)


def names_any(text: str, names: Iterable[str]) -> bool:
    """Whether one of these names is read in a text, whole words only."""
    padded = f" {folded(text)} "
    return any(f" {name} " in padded for name in names)


def words_of(value: Any) -> str:
    """Everything that is written in a value, whatever its shape."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(map(words_of, value.values()))
    return " ".join(map(words_of, value)) if isinstance(value, (list, tuple)) else ""


def for_public(block: Block) -> Block:
    """A figure that rests on too few answers for the public gives way to its reason."""
    if isinstance(block, (KeyFigure, Table)) and 0 < block.n_answered < MIN_RESPONDENTS_PUBLIC:
        label = block.label if isinstance(block, KeyFigure) else A_TABLE
        return Withheld(label=label, reason=TOO_FEW)
    return block
