"""Does a text speak of somebody's child? Deterministic rules, no model, no network.

`findings(text, known=…)` is the only door: another detector may come behind it. It never says that a text is
innocent; it says what a person must look at.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from maillage.core.childtext.reading import Reading
from maillage.core.childtext.rules import RULES
from maillage.core.childtext.words import words_of

__all__ = ["Finding", "findings", "names_a_person"]

_CUT: Final = re.compile(r"[(,;:/–—]|\s-\s*$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place of a text that a person must look at."""

    start: int
    end: int
    rule: str
    sentence: str

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def findings(text: str, *, known: Collection[str] = ()) -> list[Finding]:
    """What may name a child or a family, in the order of the text.

    `known`: names that are expected there (the actors of the roster), which are then never a first name.
    """
    reading = Reading.of(text, known)
    found = []
    for key, (rule, sentence) in RULES.items():
        for first, last in rule(reading):
            end = reading.words[min(last, len(reading.words) - 1)].end
            found.append(Finding(reading.words[first].start, end, key, sentence))
    return sorted(found, key=lambda one: (one.start, one.end, one.rule))


def names_a_person(name: str) -> bool:
    """Whether the name of an organisation is that of somebody: « Karim Benali », « Directrice Marie Dupont ».

    A head explains a first name (« Cabinet Martin Dupont », « Collège Jules Ferry »), and so does fame (« Simone Veil »).
    Our own list only: what is accepted here does not depend on what an operator imported.
    """
    reading = Reading.of(name, ())
    return any(_opens_with_somebody(reading, i) for i in range(len(reading.words) - 1))


def _opens_with_somebody(reading: Reading, i: int) -> bool:
    """A first name and a surname, in any order, alone: after nothing, a sign, or a function."""
    one, two = reading.words[i], reading.words[i + 1]
    opens = i == 0 or bool(_CUT.search(one.before)) or reading.plain(i - 1) in words_of("functions")
    if not (opens and one.capital and two.capital and not two.before.strip()) or reading.is_notable(i):
        return False
    third = reading.words[i + 2] if i + 2 < len(reading.words) else None
    if third is not None and third.capital and not third.before.strip():
        return False  # « Lucie Aubrac Formation »
    things = words_of("places") | words_of("never") | words_of("acronyms") | words_of("functions")
    words = words_of("also_words") | things
    told = [one, two] if one.shouted and not two.shouted else [one]  # « DURAND Marie », never « Chez Lucie »
    named = any(reading.names.ours(word.plain) and word.plain not in words for word in told)
    return named and things.isdisjoint({one.plain, two.plain}) and min(len(one.text), len(two.text)) > 1
