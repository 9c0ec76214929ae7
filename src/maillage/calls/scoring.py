"""How the levels of a review become one number, and how several become a summary. Pure: nothing of the base here.

A level stands on the scale of its criterion, from its lowest level (0) to its highest (100). The score of a review is
Σ w × v / Σ w over the criteria it answered: a criterion on which one cannot decide weighs nothing, for nor against.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

FEWEST: Final = 2  # below, a middle would be one person's opinion under another name


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What a criterion weighs, and the values of its levels."""

    weight: int
    values: Sequence[int]

    def place(self, value: int) -> float | None:
        """Where a level stands, from 0 to 100; None for what is no level of this criterion."""
        low, high = min(self.values, default=0), max(self.values, default=0)
        if value not in self.values or high == low:
            return None
        return 100 * (value - low) / (high - low)


def score(scales: Mapping[str, Scale], levels: Mapping[str, int | None]) -> float | None:
    """The weighted score of one review, from 0 to 100; None when nothing that weighs was answered."""
    total = weight = 0.0
    for key, scale in scales.items():
        level = levels.get(key)
        place = None if level is None else scale.place(level)
        if place is not None:
            total += scale.weight * place
            weight += scale.weight
    return total / weight if weight else None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The reviews of one file together. median, spread: None under two reviews."""

    scores: tuple[float, ...]
    median: float | None
    spread: float | None

    @property
    def number(self) -> int:
        return len(self.scores)

    @property
    def low(self) -> float | None:
        return self.scores[0] if self.scores else None

    @property
    def high(self) -> float | None:
        return self.scores[-1] if self.scores else None


def summary(scores: Iterable[float]) -> Summary:
    """The middle and the spread of what several people gave; neither from one person alone."""
    ordered = tuple(sorted(scores))
    enough = len(ordered) >= FEWEST
    return Summary(
        scores=ordered,
        median=median(ordered) if enough else None,
        spread=ordered[-1] - ordered[0] if enough else None,
    )
