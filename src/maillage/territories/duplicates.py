"""Names that may be the same actor written twice: accents, articles, order of words and small slips set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

from maillage.core.typography import folded
from maillage.territories.models import Actor

EMPTY_WORDS: Final = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "sur"}
)
LIKE: Final = 0.86  # similarity from which two names are worth a look; a person decides


@dataclass(frozen=True)
class Pair:
    """Two actors that look alike."""

    first: Actor
    second: Actor
    likeness: float


def normalised(name: str) -> str:
    """The words that count, in alphabetical order."""
    words = folded(name).split()
    return " ".join(sorted(word for word in words if word not in EMPTY_WORDS) or words)


def likeness(first: str, second: str) -> float:
    """Between 0 and 1, for two normalised names; different numbers are different actors."""
    if re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0.0
    return matcher.ratio()


def _may_be_one(first: Actor, second: Actor) -> bool:
    """Two known types that differ, or two outside codes that differ, are two actors."""
    types = {first.actor_type, second.actor_type} - {""}
    codes = {first.external_code, second.external_code} - {""}
    return len(types) < 2 and len(codes) < 2


def likely_duplicates(actors: Sequence[Actor]) -> list[Pair]:
    """Pairs of actors to look at, the most alike first."""
    names = {actor.pk: normalised(actor.name) for actor in actors}
    pairs = (
        Pair(first, second, likeness(names[first.pk], names[second.pk]))
        for first, second in combinations(actors, 2)
        if _may_be_one(first, second)
    )
    found = [pair for pair in pairs if pair.likeness >= LIKE]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first.name, pair.second.name))
