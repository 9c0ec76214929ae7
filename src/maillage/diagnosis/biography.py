"""What became of a tie, wave after wave, as the published diagnoses show it.

A tie is read like on the map: by pair, at the higher of the two levels declared. It is said not to be there only when both
ends answered, and to have grown only when an end that answered both waves says so: one answer more, or less, is never told
as a tie made or lost. An actor merged since is read under all its former lines; a pair of which one end objects to being
named is not read at all.
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

    def partners(self, actor: int) -> int | None:
        """With how many actors a tie is declared, from one end or the other, in the last wave: as on the map. None when that is
        not read."""
        here = self.end(actor)
        if not self.waves or here in self.unnamed:
            return None
        pairs = (pair for pair, level in self.waves[-1].levels.items() if level and here in pair)
        return len({end for pair in pairs for end in pair} - {here})

    def of(self, one: int, other: int) -> tuple[Moment, ...]:
        """The life of a tie, the oldest wave first; nothing when its ends became one actor, or one is not named."""
        here, there = self.end(one), self.end(other)
        if here == there or {here, there} & self.unnamed:
            return ()
        told: list[Moment] = []
        before: _Seen | None = None
        for seen in self.waves:
            said = {seen.said(here, there), seen.said(there, here)}
            told.append(
                Moment(
                    wave=seen.label,
                    number=seen.number,
                    level=_level(seen, here, there),
                    fate=None if before is None else _fate(before, seen, here, there),
                    apart=None not in said and 0 in said and len(said) > 1,
                )
            )
            before = seen
        return tuple(told)


def _fate(before: _Seen, now: _Seen, here: int, there: int) -> Fate:
    """A tie is there when one end declares it, and is not when both ends say so: nothing else is told."""
    was, is_now = _level(before, here, there), _level(now, here, there)
    if was is None or is_now is None or before.directed != now.directed:
        return Fate.UNSURE
    if not was or not is_now:
        return Fate.NEW if is_now else Fate.LOST if was else Fate.ABSENT
    return _grown(before, now, here, there) if was != is_now else Fate.KEPT


def _grown(before: _Seen, now: _Seen, here: int, there: int) -> Fate:
    """Stronger or weaker, when those who answered twice say so too; else the tie is simply still there."""
    change = _highest(now, here, there) - _highest(before, here, there)
    twice = [
        (old, new)
        for end in ((here, there), (there, here))
        if (old := before.said(*end)) is not None and (new := now.said(*end)) is not None
    ]
    same = max((new for _, new in twice), default=0) - max((old for old, _ in twice), default=0)
    if change * same <= 0:
        return Fate.KEPT
    return Fate.STRONGER if change > 0 else Fate.WEAKER


def _highest(seen: _Seen, here: int, there: int) -> int:
    return max(seen.said(here, there) or 0, seen.said(there, here) or 0)


def _level(seen: _Seen, here: int, there: int) -> int | None:
    """The higher of what was declared; None when the one end that answered declares no tie, or none answered."""
    both = {here, there} <= seen.answered
    return _highest(seen, here, there) or (0 if both else None)


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
