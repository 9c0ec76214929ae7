"""Does a text speak of somebody's child? Deterministic rules, no model, no network.

`findings(text, known=…)` is the only door: another detector may come behind it. It never says that a text is
innocent; it says what a person must look at.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from maillage.core.childtext.reading import Reading
from maillage.core.childtext.rules import RULES

__all__ = ["Finding", "findings"]


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
