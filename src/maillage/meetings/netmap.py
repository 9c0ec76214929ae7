"""A map drawn on paper, read back from what one types of it: « 3-7 » one line, « 3=7 » two lines, « 3:5 » a tower of five.

Net-Map (Schiffer & Hauck 2010, Field Methods 22:231): who is tied to whom, and towers of counters for who weighs on what is
decided, laid down and discussed by a group. What a table draws is what that table sees, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TALK, ACT = 1, 2
STROKES: Final = {TALK: "Ils se parlent", ACT: "Ils agissent ensemble"}
TALLEST: Final = 5
MOST: Final = 2000  # ties: more than any sheet of paper holds
SPLIT: Final = re.compile(r"[,;\n]+")
TIE: Final = re.compile(r"(\d{1,4})\s*([-–—=])\s*(\d{1,4})")
TOWER: Final = re.compile(r"(\d{1,4})\s*[:x]\s*(\d{1,2})", re.IGNORECASE)

Ties = dict[tuple[int, int], int]
Towers = dict[int, int]


@dataclass(frozen=True)
class Typed:
    """What was understood, by numbers of cards, and what was not: (what was typed, why)."""

    ties: Ties
    towers: Towers
    refused: tuple[tuple[str, str], ...]


def read_typed(ties: str, towers: str, cards: int) -> Typed:
    """Read what was typed of a map of so many cards. Two lines win over one, said twice is said once."""
    found: Ties = {}
    heights: Towers = {}
    refused: list[tuple[str, str]] = []
    for token in _tokens(ties):
        wrong = _tie(token, cards, found)
        if wrong:
            refused.append((token, wrong))
    for token in _tokens(towers):
        wrong = _tower(token, cards, heights)
        if wrong:
            refused.append((token, wrong))
    return Typed(dict(sorted(found.items())), dict(sorted(heights.items())), tuple(refused))


def _tokens(text: str) -> list[str]:
    return [token for each in SPLIT.split(text) if (token := " ".join(each.split()))]


def _tie(token: str, cards: int, found: Ties) -> str:
    read = TIE.fullmatch(token)
    if read is None:
        return "On attend deux numéros\u00a0: 3-7, ou 3=7 pour deux traits."
    one, other = sorted((int(read[1]), int(read[3])))
    if one == other:
        return "Un trait va d’une carte à une autre."
    if not (one >= 1 and other <= cards):
        return f"Les cartes vont de 1 à {cards}."
    if len(found) >= MOST:
        return f"Pas plus de {MOST} traits."
    stroke = ACT if read[2] == "=" else TALK
    found[one, other] = max(stroke, found.get((one, other), 0))
    return ""


def _tower(token: str, cards: int, heights: Towers) -> str:
    read = TOWER.fullmatch(token)
    if read is None:
        return f"On attend un numéro et une hauteur\u00a0: 3:5, de 0 à {TALLEST}."
    card, height = int(read[1]), int(read[2])
    if not 1 <= card <= cards:
        return f"Les cartes vont de 1 à {cards}."
    if height > TALLEST:
        return f"Une tour va de 0 à {TALLEST}."
    if heights.setdefault(card, height) != height:
        return "Cette tour a déjà une autre hauteur."
    return ""


def typed_ties(ties: Mapping[tuple[int, int], int]) -> str:
    """The same, as one would type it."""
    return ", ".join(
        f"{one}{'=' if stroke == ACT else '-'}{other}" for (one, other), stroke in sorted(ties.items())
    )


def typed_towers(towers: Mapping[int, int]) -> str:
    """The same, as one would type it."""
    return ", ".join(f"{card}:{height}" for card, height in sorted(towers.items()))
