"""The ties of a map, by pair: what the picture draws and what the list beside it says, word for word.

A pair takes the higher of the two levels declared. Who declared what is not shown: it would tell who answered, and
where two structures do not see their tie alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from maillage.core.typography import folded


def strongest(ties: Iterable[list[Any]]) -> list[tuple[str, str, int]]:
    """[(one, other, level)], weak pairs first."""
    levels: dict[tuple[str, str], int] = {}
    for source, target, level in ties:
        pair = (min(source, target), max(source, target))
        levels[pair] = max(int(level), levels.get(pair, 0))
    return sorted(
        ((one, two, level) for (one, two), level in levels.items()), key=lambda each: (each[2], each)
    )


def numbers(nodes: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The number of each actor on the map and in the lists, in the order of the names shown; none for the unnamed."""
    named = sorted((node for node in nodes if node["named"]), key=lambda n: (folded(n["name"]), n["id"]))
    return {node["id"]: number for number, node in enumerate(named, start=1)}


def partners(ties: Iterable[list[Any]]) -> dict[str, dict[int, list[str]]]:
    """{actor: {level: actors it has a tie with}}, from both ends of each pair."""
    found: dict[str, dict[int, list[str]]] = {}
    for one, two, level in strongest(ties):
        for here, there in ((one, two), (two, one)):
            found.setdefault(here, {}).setdefault(level, []).append(there)
    return found
