"""The maps that tables drew, beside what actors declare. They are two things, and stay two columns: nothing is merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from maillage.core.typography import folded
from maillage.diagnosis.biography import Biographies, biographies_of
from maillage.meetings.models import Workshop
from maillage.meetings.netmap import STROKES
from maillage.meetings.queries.netmap import Drawn, Tower, maps_of
from maillage.plans.queries.commitments import actors_today
from maillage.surveys.kinds.cooperation import LEVELS
from maillage.territories.models import Actor, Territory

APART: Final = 2  # steps between two towers from which tables do not see alike


@dataclass(frozen=True)
class PairRow:
    """A tie that one table at least drew. seen: what each table drew, in words. declared: the level of the last published wave."""

    one: str
    other: str
    seen: tuple[str, ...]
    declared: str


@dataclass(frozen=True)
class TowerRow:
    """How high each table built for an actor, beside the number of its partners on the map of the diagnosis."""

    name: str
    heights: tuple[str, ...]
    partners: str
    is_apart: bool


@dataclass(frozen=True)
class Reading:
    """The maps of a workshop, ready to read. unmapped: the tables whose map is not typed yet. alone: pairs of which one
    table only laid both cards."""

    tables: tuple[str, ...]
    unmapped: tuple[str, ...]
    disputed: tuple[PairRow, ...]
    shared: tuple[PairRow, ...]
    alone: tuple[PairRow, ...]
    towers: tuple[TowerRow, ...]


def reading_of(workshop: Workshop, territory: Territory) -> Reading:
    """Everything, in five queries, whatever the maps hold. An actor that objects to being named is in no row."""
    maps, reader = maps_of(workshop), _Reader(actors_today(territory), biographies_of(territory))
    tall = sorted(maps.towers, key=lambda each: (-each.highest, folded(reader.name(each.actor))))
    return Reading(
        tables=tuple(each.name for each in maps.tables),
        unmapped=tuple(
            each.name for each, mapped in zip(maps.tables, maps.mapped, strict=True) if not mapped
        ),
        disputed=reader.pairs(each for each in maps.drawn if each.is_disputed),
        shared=reader.pairs(each for each in maps.drawn if each.is_shared),
        alone=reader.pairs(each for each in maps.drawn if not each.is_disputed and not each.is_shared),
        towers=tuple(reader.tower(each) for each in tall if reader.name(each.actor)),
    )


@dataclass(frozen=True)
class _Reader:
    """Puts today's names, and what is declared, beside what was drawn."""

    today_of: Mapping[int, Actor]
    ties: Biographies

    def name(self, actor: int) -> str:
        found = self.today_of.get(actor)
        return "" if found is None or found.objects_to_naming else str(found.name)

    def pairs(self, drawn: Iterable[Drawn]) -> tuple[PairRow, ...]:
        rows = (row for each in drawn if (row := self.pair(each)))
        return tuple(sorted(rows, key=lambda row: (folded(row.one), folded(row.other))))

    def pair(self, drawn: Drawn) -> PairRow | None:
        one, other = sorted((self.name(drawn.one), self.name(drawn.other)), key=folded)
        if not one or one == other:
            return None
        life = self.ties.of(drawn.one, drawn.other)
        level = life[-1].level if life else None
        seen = tuple("–" if each is None else STROKES.get(each, "Non") for each in drawn.strokes)
        return PairRow(one, other, seen, "–" if level is None else LEVELS[level])

    def tower(self, built: Tower) -> TowerRow:
        partners = self.ties.partners(built.actor)
        heights = tuple("–" if each is None else str(each) for each in built.heights)
        said = "–" if partners is None else str(partners)
        return TowerRow(self.name(built.actor), heights, said, built.spread >= APART)
