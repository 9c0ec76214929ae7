"""The ties of a map, by pair: what the picture draws and what the list beside it says, word for word.

A pair takes the higher of the two levels declared. Who declared what is not shown: it would tell who answered, and
where two structures do not see their tie alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def strongest(ties: Iterable[list[Any]]) -> list[tuple[str, str, int]]:
    """[(one, other, level)], weak pairs first."""
    levels: dict[tuple[str, str], int] = {}
    for source, target, level in ties:
        pair = (min(source, target), max(source, target))
        levels[pair] = max(int(level), levels.get(pair, 0))
    return sorted(
        ((one, two, level) for (one, two), level in levels.items()), key=lambda each: (each[2], each)
    )
