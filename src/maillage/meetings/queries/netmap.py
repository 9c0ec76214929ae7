"""The maps of a Net-Map workshop, side by side: what each table sees, and where they do not see alike."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.meetings.models import Deck, Table, TableMap, Workshop
from maillage.meetings.netmap import typed_ties, typed_towers
from maillage.territories.models import Actor


@dataclass(frozen=True)
class Card:
    """A card on the table."""

    number: int
    actor: Actor


def cards_of(workshop: Workshop) -> list[Card]:
    """The cards, by number; one whose actor asked since not to be named is not read any more."""
    deck = Deck.objects.filter(workshop=workshop).first()
    if deck is None:
        return []
    actors = Actor.objects.filter(objects_to_naming=False).in_bulk(deck.actors)
    return [Card(number, actors[pk]) for number, pk in enumerate(deck.actors, 1) if pk in actors]


def typed_of(table: Table) -> tuple[str, str]:
    """The map of a table as one would type it: its ties, its towers."""
    last = TableMap.objects.filter(table=table).order_by("-pk").first()
    deck = Deck.objects.filter(workshop=table.workshop_id).first()
    if last is None or deck is None:
        return "", ""
    number = {pk: n for n, pk in enumerate(deck.actors, 1)}
    pairs = {
        (min(number[one], number[other]), max(number[one], number[other])): stroke
        for one, other, stroke in last.ties
    }
    return typed_ties(pairs), typed_towers({number[int(pk)]: height for pk, height in last.towers.items()})


@dataclass(frozen=True)
class Drawn:
    """A pair, and how many strokes each table drew: None where a table did not lay both cards, and so says nothing of it."""

    one: int
    other: int
    strokes: tuple[int | None, ...]

    @property
    def is_disputed(self) -> bool:
        """A table had both cards before it, and drew nothing between them."""
        return 0 in self.strokes

    @property
    def is_shared(self) -> bool:
        """Two tables at least drew it, and none that had both cards did not."""
        return not self.is_disputed and sum(each is not None for each in self.strokes) > 1


@dataclass(frozen=True)
class Tower:
    """An actor, and how high each table built: None where it built nothing."""

    actor: int
    heights: tuple[int | None, ...]

    @property
    def spread(self) -> int:
        """How far apart two tables are."""
        built = [each for each in self.heights if each is not None]
        return max(built) - min(built) if built else 0

    @property
    def highest(self) -> int:
        """The tallest one."""
        return max((each for each in self.heights if each is not None), default=0)


@dataclass(frozen=True)
class Maps:
    """All the maps of a workshop, by actor. drawn: pairs that one table at least drew."""

    tables: tuple[Table, ...]
    mapped: tuple[bool, ...]
    drawn: tuple[Drawn, ...]
    towers: tuple[Tower, ...]


def maps_of(workshop: Workshop) -> Maps:
    """Every table's last map, in two queries."""
    tables = tuple(workshop.tables.prefetch_related("maps"))  # type: ignore[attr-defined]
    last = [max(table.maps.all(), key=lambda each: each.pk, default=None) for table in tables]
    ties = [{} if each is None else _strokes(each) for each in last]
    towers = [
        {} if each is None else {int(pk): height for pk, height in each.towers.items()} for each in last
    ]
    laid = [
        {pk for pair in drawn for pk in pair} | set(built) for drawn, built in zip(ties, towers, strict=True)
    ]
    pairs = sorted({pair for drawn in ties for pair in drawn})
    actors = sorted({pk for built in towers for pk in built})
    return Maps(
        tables,
        tuple(each is not None for each in last),
        tuple(
            Drawn(
                *pair,
                tuple(
                    drawn.get(pair, 0) if cards.issuperset(pair) else None
                    for drawn, cards in zip(ties, laid, strict=True)
                ),
            )
            for pair in pairs
        ),
        tuple(Tower(pk, tuple(built.get(pk) for built in towers)) for pk in actors),
    )


def _strokes(drawn: TableMap) -> dict[tuple[int, int], int]:
    return {(min(one, other), max(one, other)): stroke for one, other, stroke in drawn.ties}
