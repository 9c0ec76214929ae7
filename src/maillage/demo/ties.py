"""How fictional actors come to cooperate, and what each end says of it.

A pair cooperates the more as both are active, close to each other and of the same sector; part of it is the luck
of encounters, which lasts from a wave to the next. Each end then tells its own story: weak ties are forgotten, levels
are seen one step higher or lower. That is why answers contradict each other, as real ones do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import dist
from random import Random
from typing import Final

Pair = tuple[str, str]
SAME_SECTOR: Final = 0.9
SAME_GROUP: Final = 0.4
DISTANCE: Final = 1.3
LUCK: Final = 0.9
DRIFT: Final = 0.4
# Shares of the pairs that cooperate, from the strongest: joint work, coordination, exchange, acquaintance.
LEVEL_SHARES: Final = ((4, 0.12), (3, 0.40), (2, 0.75), (1, 1.0))
RECALL: Final = {1: 0.62, 2: 0.80, 3: 0.92, 4: 0.98}
SEEN_LOWER: Final = 0.18
SEEN_HIGHER: Final = 0.12
NO_OPINION: Final = 0.06


@dataclass(frozen=True)
class Node:
    """What matters of an actor for cooperation."""

    key: str
    sector: str
    group: str
    activity: float
    where: tuple[float, float]


def affinities(nodes: Sequence[Node], rng: Random) -> dict[Pair, float]:
    """How likely each pair is to cooperate: kept from a wave to the next."""
    found = {}
    for a, b in combinations(nodes, 2):
        near = SAME_SECTOR * (a.sector == b.sector) + SAME_GROUP * (a.group == b.group)
        found[a.key, b.key] = (
            a.activity + b.activity + near - DISTANCE * dist(a.where, b.where) + rng.gauss(0, LUCK)
        )
    return found


def true_levels(
    nodes: Sequence[Node], affinity: Mapping[Pair, float], *, degree: float, openness: float, rng: Random
) -> dict[Pair, int]:
    """The cooperation there really is in a wave: the strongest pairs, so many as the mean degree says."""
    strength = {}
    for a, b in combinations(nodes, 2):
        crossing = openness if a.group != b.group else 0.0
        strength[a.key, b.key] = affinity[a.key, b.key] + crossing + rng.gauss(0, DRIFT)
    kept = sorted(strength, key=lambda pair: -strength[pair])[: round(len(nodes) * degree / 2)]
    return {pair: _level(rank / len(kept)) for rank, pair in enumerate(kept)}


def _level(share: float) -> int:
    return next(level for level, upto in LEVEL_SHARES if share < upto)


def told(levels: Mapping[Pair, int], answering: Sequence[str], rng: Random) -> dict[str, dict[str, int]]:
    """What each actor that answers says of its ties."""
    said: dict[str, dict[str, int]] = {key: {} for key in answering}
    for (a, b), level in levels.items():
        for teller, other in ((a, b), (b, a)):
            recalled, shift = rng.random() < RECALL[level], rng.random()
            if teller in said and recalled:
                seen = level - (shift < SEEN_LOWER) + (shift > 1 - SEEN_HIGHER)
                said[teller][other] = min(4, max(1, seen))
    return said


def ratings(said: Mapping[str, int], *, rng: Random) -> dict[str, list[int | None]]:
    """Trust on three criteria, for the ties that are more than acquaintance."""
    found: dict[str, list[int | None]] = {}
    for other, level in said.items():
        if level >= 2:
            found[other] = [
                None
                if rng.random() < NO_OPINION
                else min(4, max(1, round(rng.gauss(1.6 + 0.5 * level, 0.7))))
                for _ in range(3)
            ]
    return found
