"""`Room`: the people to seat, what is won when two of them meet, and the rules that hold at each table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.errors import SeatingError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MOST_LANGUAGES = 62  # bits of a signed integer, one kept


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What counts beside the gain of a new pair, in the same unit (a gain is usually between 0 and 1).

    group, kind: won by each pair of different groups (kinds) at a table, in each round: fifty of them are worth one pair of gain 1.
    again: lost when a pair meets once more. stay: lost, when planning again, for each person whose table changes.
    """

    group: float = 0.02
    kind: float = 0.02
    again: float = 0.1
    stay: float = 2.0

    def __post_init__(self) -> None:
        if not all(np.isfinite(value) and value >= 0 for value in vars(self).values()):
            raise SeatingError("a weight is a number, 0 or more")


@dataclass(frozen=True, eq=False, kw_only=True)
class Room:
    """n people, tables with their chairs, and a number of rounds.

    gains: (n, n) symmetric, 0 or more: how useful it is that two people meet. seats: chairs of each table (`even` for
    tables that are alike). groups, kinds: a word for each person, "" when unknown: an unknown is neither alike nor different.
    languages: of each person; nothing is asked for who gives none, and nobody is supposed to speak theirs. apart: pairs that
    never sit together: they win nothing. together: kinds whose members are never the only one of their kind at a table.
    """

    gains: Floats
    seats: tuple[int, ...]
    rounds: int = 1
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[frozenset[str], ...] = ()
    apart: frozenset[tuple[int, int]] = frozenset()
    together: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        gains = np.array(self.gains, dtype=np.float64)
        n = len(gains)
        if gains.shape != (n, n) or not np.isfinite(gains).all() or (gains < 0).any():
            raise SeatingError("gains must be a square array of numbers, 0 or more")
        if not np.array_equal(gains, gains.T) or np.any(np.diagonal(gains)):
            raise SeatingError("gains must be symmetric, with 0 on the diagonal")
        if self.rounds < 1 or not self.seats or min(self.seats) < 1:
            raise SeatingError("at least one round, one table, and one chair at each table")
        empty: dict[str, object] = {"groups": "", "kinds": "", "languages": frozenset()}
        for name, nothing in empty.items():
            column = tuple(getattr(self, name)) or (nothing,) * n
            if len(column) != n:
                raise SeatingError(f"{name} must have {n} values, not {len(column)}")
            object.__setattr__(self, name, column)
        pairs = frozenset((min(pair), max(pair)) for pair in self.apart)
        if any(a == b or a < 0 or b >= n for a, b in pairs):
            raise SeatingError("a pair to keep apart is two different people of the room")
        if len({word for each in self.languages for word in each}) > MOST_LANGUAGES:
            raise SeatingError(f"more than {MOST_LANGUAGES} languages")
        for a, b in pairs:
            gains[a, b] = gains[b, a] = 0.0
        gains.flags.writeable = False
        object.__setattr__(self, "gains", gains)
        object.__setattr__(self, "apart", pairs)
        object.__setattr__(self, "seats", tuple(self.seats))

    @property
    def n(self) -> int:
        """Number of people."""
        return len(self.gains)


def even(people: int, tables: int) -> tuple[int, ...]:
    """Chairs of tables that differ by one at most; no table stays empty when there are fewer people than tables."""
    tables = max(1, min(tables, people))
    return tuple(people // tables + (t < people % tables) for t in range(tables))


def filled(seats: Sequence[int], people: int) -> tuple[int, ...]:
    """How many sit at each table, as alike as the chairs allow; chairs are added, one a table, when they are too few."""
    sizes, chairs = [0] * len(seats), list(seats)
    for _ in range(people):
        free = [t for t, size in enumerate(sizes) if size < chairs[t]]
        if not free:
            chairs = [max(chairs[t], size) + 1 for t, size in enumerate(sizes)]
            free = list(range(len(seats)))
        sizes[min(free, key=lambda t: sizes[t])] += 1
    return tuple(sizes)


def emptied(seats: Sequence[int], sizes: Sequence[int], people: int) -> tuple[int, ...]:
    """How many sit at each table when `people` do, with the fewest changes from `sizes` (who is still there at each).

    People come one by one to the emptiest table, then leave the fullest for the emptiest while they differ by more than one.
    """
    found = list(sizes)
    for _ in range(people - sum(found)):
        free = [t for t, size in enumerate(found) if size < seats[t]] or list(range(len(seats)))
        found[min(free, key=lambda t: found[t])] += 1
    while True:
        high = max(range(len(found)), key=lambda t: (found[t] - seats[t] > 0, found[t]))
        free = [t for t, size in enumerate(found) if size < seats[t]]
        low = min(free, key=lambda t: found[t], default=high)
        if found[high] - found[low] <= 1 and not (found[high] > seats[high] and low != high):
            return tuple(found)
        found[high], found[low] = found[high] - 1, found[low] + 1


def codes(words: Sequence[str]) -> Ints:
    """A number for each word, -1 for ""."""
    known = {word: code for code, word in enumerate(dict.fromkeys(word for word in words if word))}
    return np.array([known.get(word, -1) for word in words], dtype=np.int64)
