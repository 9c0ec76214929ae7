"""What one may read of workshops: their list, and what the tables say of each question, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from maillage.meetings.damour import LEVELS, Dimension, Indicator, grid
from maillage.meetings.models import (
    Ballot,
    Format,
    HandCount,
    Reading,
    Saying,
    Table,
    TableMap,
    Workshop,
)
from maillage.meetings.queries.votes import phones_counted
from maillage.statements.models import State, Statement
from maillage.territories.models import Territory


def workshops_of(territory: Territory) -> QuerySet[Workshop]:
    """The workshops of a territory, the latest first, with the number of their tables and of the people there."""
    return Workshop.objects.filter(territory=territory).annotate(
        seated=Count("tables"), people=Sum("tables__people")
    )


def has_spoken(workshop: Workshop) -> bool:
    """Whether a table wrote or drew something, or hands were counted."""
    logs = (Reading, Saying, TableMap)
    spoken = any(each._default_manager.filter(table__workshop=workshop).exists() for each in logs)
    voted = Ballot.objects.filter(poll__workshop=workshop).exists()
    return spoken or voted or HandCount.objects.filter(workshop=workshop).exists()


def latest_readings(table: Table) -> dict[str, Reading]:
    """What a table says now, by question."""
    return {reading.indicator: reading for reading in table.readings.order_by("pk")}


def votable(workshop: Workshop) -> list[Statement]:
    """The statements put to the vote in a workshop: those that its conversation has published."""
    if workshop.conversation_id is None:
        return []
    rows = Statement.objects.filter(conversation=workshop.conversation_id, state=State.PUBLISHED)
    return list(rows.order_by("pk"))


def latest_hands(workshop: Workshop) -> dict[tuple[int, str], tuple[int, int, int]]:
    """{(statement, role): (agree, disagree, pass)} as they were last counted."""
    rows = HandCount.objects.filter(workshop=workshop).order_by("pk")
    return {(row.statement_id, row.role): row.counts for row in rows}


def _added(
    raised: Mapping[tuple[int, str], tuple[int, int, int]],
    phones: Mapping[tuple[int, str], tuple[int, int, int]],
) -> dict[tuple[int, str], tuple[int, int, int]]:
    """Hands that were counted and phones that voted: whoever has a phone does not raise a hand."""
    none = (0, 0, 0)
    return {
        key: tuple(map(sum, zip(raised.get(key, none), phones.get(key, none), strict=True)))  # type: ignore[misc]
        for key in {**raised, **phones}
    }


def hands_told(workshops: Iterable[Workshop]) -> list[dict[str, Any]]:
    """The hands raised in workshops, {role: (agree, disagree, pass)} a statement: raw, for the gate and nobody else."""
    found = []
    for workshop in workshops:
        texts = {each.pk: each.text for each in votable(workshop)}
        hands = _added(latest_hands(workshop), phones_counted(workshop))
        statements: dict[int, dict[str, tuple[int, int, int]]] = {}
        for (statement, role), counts in hands.items():
            if statement in texts and any(counts):
                statements.setdefault(statement, {})[role] = counts
        if statements:
            lines = [{"text": texts[pk], "roles": roles} for pk, roles in sorted(statements.items())]
            found.append(
                {"title": workshop.title, "held_on": workshop.held_on.isoformat(), "statements": lines}
            )
    return found


@dataclass(frozen=True)
class Line:
    """One question, as each table answered it. `spread`: steps between the lowest and the highest table."""

    indicator: Indicator
    said: tuple[Reading | None, ...]

    @property
    def levels(self) -> list[int]:
        """The levels given, tables in their order; those who hesitate left out."""
        return [each.level for each in self.said if each is not None and each.level is not None]

    @property
    def spread(self) -> int:
        """0 when all agree, 2 when one says « en germe » and another « installé »."""
        return max(self.levels) - min(self.levels) if self.levels else 0

    @property
    def words(self) -> str:
        """What there is to say of these answers together."""
        if len(self.levels) < 2:
            return "Une seule table s’est prononcée." if self.levels else "Aucune table ne s’est prononcée."
        if not self.spread:
            return f"Les tables s’accordent\u00a0: {LEVELS[self.levels[0]].lower()}."
        if self.spread == 1:
            return "Les tables sont proches."
        return "Les tables ne voient pas la même chose\u202f: c’est un sujet à ouvrir ensemble."


@dataclass(frozen=True)
class Board:
    """The grid of a workshop: its tables, and a line a question, by dimension."""

    tables: tuple[Table, ...]
    dimensions: tuple[tuple[Dimension, tuple[Line, ...]], ...]

    @property
    def lines(self) -> list[Line]:
        """Every question."""
        return [line for _, lines in self.dimensions for line in lines]

    @property
    def apart(self) -> list[Line]:
        """The questions on which tables differ by two steps."""
        return [line for line in self.lines if line.spread > 1]

    @property
    def is_empty(self) -> bool:
        """Has no table said anything yet?"""
        return not any(line.levels for line in self.lines)


def board_of(workshop: Workshop) -> Board:
    """The grid of a workshop, in two queries."""
    tables = tuple(workshop.tables.prefetch_related("readings"))
    said = {table.pk: {each.indicator: each for each in table.readings.all()} for table in tables}
    return Board(
        tables,
        tuple(
            (
                dimension,
                tuple(
                    Line(indicator, tuple(said[table.pk].get(indicator.key) for table in tables))
                    for indicator in dimension.indicators
                ),
            )
            for dimension in grid()
        ),
    )


def grid_told(workshops: Iterable[Workshop]) -> list[Mapping[str, Any]]:
    """The grids of closed workshops as plain values, to be kept with a diagnosis."""
    return [
        {
            "title": workshop.title,
            "held_on": workshop.held_on.isoformat(),
            "tables": [{"name": table.name, "people": table.people} for table in board.tables],
            "lines": [
                {
                    "dimension": dimension.label,
                    "indicator": line.indicator.key,
                    "levels": [each.level if each else None for each in line.said],
                    "reasons": [each.reason if each else "" for each in line.said],
                }
                for dimension, lines in board.dimensions
                for line in lines
            ],
        }
        for workshop in workshops
        if workshop.format == Format.GRID and not (board := board_of(workshop)).is_empty
    ]
