"""What became of a tie, wave after wave, as the published diagnoses show it.

A tie is read like on the map: by pair, at the higher of the two levels declared. From one wave to the next, only the ends
that answered both are compared, so that one answer more, or less, is never told as a tie made or lost. An actor merged
since is read under all its former lines; a pair of which one end objects to being named is not read at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.surveys.kinds.cooperation import LEVELS
from maillage.territories.models import Actor, Territory

Pair = tuple[int, int]


class Fate(models.TextChoices):
    """What a wave says of a tie, beside the wave before it."""

    NEW = "NEW", "Nouveau"
    STRONGER = "STRONGER", "Plus fort"
    KEPT = "KEPT", "Gardé"
    WEAKER = "WEAKER", "Moins fort"
    LOST = "LOST", "N’est plus déclaré"
    ABSENT = "ABSENT", "Pas encore"
    UNSURE = "UNSURE", "On ne peut pas le dire"


@dataclass(frozen=True)
class Moment:
    """A tie in one wave.

    level: the higher of what was declared, 0 for no tie, None when the answers do not tell. fate: beside the wave before;
    None in the first one. apart: both ends answered, and one of them declares no tie.
    """

    wave: str
    number: int
    level: int | None
    fate: Fate | None
    apart: bool = False

    @property
    def words(self) -> str:
        """« On échange », as it was asked."""
        return Fate.UNSURE.label if self.level is None else LEVELS[self.level]


@dataclass(frozen=True)
class _Seen:
    """What a wave holds: who answered, and {(source, target): level} between the actors of today."""

    label: str
    number: int
    directed: bool
    answered: frozenset[int]
    levels: Mapping[Pair, int]

    def said(self, here: int, there: int) -> int | None:
        """The level that one end declares, None when it did not answer."""
        if here not in self.answered:
            return None
        back = 0 if self.directed else self.levels.get((there, here), 0)
        return max(self.levels.get((here, there), 0), back)


@dataclass(frozen=True)
class Biographies:
    """The ties of a territory through its published waves. `ends`: the actor that counts today for each merged line."""

    waves: tuple[_Seen, ...]
    ends: Mapping[int, int]
    unnamed: frozenset[int] = field(default_factory=frozenset)

    def end(self, actor: int) -> int:
        """The actor that counts today for a line."""
        return self.ends.get(actor, actor)

    def of(self, one: int, other: int) -> tuple[Moment, ...]:
        """The life of a tie, the oldest wave first; nothing when its ends became one actor, or one is not named."""
        here, there = self.end(one), self.end(other)
        if here == there or {here, there} & self.unnamed:
            return ()
        told: list[Moment] = []
        before: _Seen | None = None
        for seen in self.waves:
            said = [seen.said(here, there), seen.said(there, here)]
            known = [each for each in said if each is not None]
            highest = max(known, default=0)
            told.append(
                Moment(
                    wave=seen.label,
                    number=seen.number,
                    level=highest if highest or len(known) == 2 else None,
                    fate=None if before is None else _fate(before, seen, here, there),
                    apart=len(known) == 2 and highest > 0 and min(known) == 0,
                )
            )
            before = seen
        return tuple(told)


def _fate(before: _Seen, now: _Seen, here: int, there: int) -> Fate:
    ends = ((here, there), (there, here))
    old, new = ([seen.said(*end) for end in ends] for seen in (before, now))
    panel = [(a, b) for a, b in zip(old, new, strict=True) if a is not None and b is not None]
    if not panel or before.directed != now.directed:
        return Fate.UNSURE
    was, is_now = max(a for a, _ in panel), max(b for _, b in panel)
    # Somebody outside the panel may know better: a tie seen from the other end is neither new nor lost.
    seen_before, seen_now = (max(each or 0 for each in said) > 0 for said in (old, new))
    if was and is_now:
        return Fate.KEPT if was == is_now else Fate.STRONGER if is_now > was else Fate.WEAKER
    if is_now:
        return Fate.UNSURE if seen_before else Fate.NEW
    if was:
        return Fate.UNSURE if seen_now else Fate.LOST
    return Fate.UNSURE if seen_before or seen_now else Fate.ABSENT


def biographies_of(territory: Territory) -> Biographies:
    """The ties of the waves whose diagnosis is published, in two queries."""
    lines = list(
        Actor.objects.filter(territory=territory).values_list("pk", "merged_into", "objects_to_naming")
    )
    merged = {pk: into for pk, into, _ in lines if into is not None}
    ends = {pk: _last(pk, merged) for pk in merged}
    unnamed = frozenset(ends.get(pk, pk) for pk, _, objects in lines if objects)
    published = Diagnosis.objects.filter(territory=territory, state=DiagnosisState.PUBLISHED)
    rows = published.order_by("wave__number", "published_at", "pk")
    latest = dict(rows.values_list("wave__number", "snapshot"))  # the last one of each wave
    return Biographies(tuple(_seen(kept, ends) for kept in latest.values()), ends, unnamed)


def _last(pk: int, merged: Mapping[int, int]) -> int:
    while pk in merged:
        pk = merged[pk]
    return pk


def _seen(kept: Mapping[str, Any], ends: Mapping[int, int]) -> _Seen:
    def end(node: str) -> int:
        return ends.get(int(node), int(node))

    levels: dict[Pair, int] = {}
    ties: Iterable[Any] = kept.get("ties", ())
    for source, target, level in ties:
        pair = end(source), end(target)
        levels[pair] = max(int(level), levels.get(pair, 0))
    wave = kept["wave"]
    answered = frozenset(end(node["id"]) for node in kept.get("nodes", ()) if node["answered"])
    return _Seen(wave["label"], wave["number"], wave["directed"], answered, levels)
