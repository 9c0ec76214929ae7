"""Who offers what, for which ages, at which level: the list, and the matrix in which holes show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from maillage.context.codes import CROWDED, Band, Level
from maillage.context.models import Action, LevelName
from maillage.territories.models import Territory


def actions_of(territory: Territory) -> QuerySet[Action]:
    """The actions of a territory with their actors: two queries."""
    return Action.objects.filter(territory=territory).prefetch_related("actors")


def level_names(territory: Territory) -> dict[str, str]:
    """{level: what it is called here}, in order."""
    chosen = dict(LevelName.objects.filter(territory=territory).values_list("level", "label"))
    return {each.value: chosen.get(each.value, str(each.label)) for each in Level}


@dataclass(frozen=True)
class Cell:
    """What is offered to one age at one level."""

    level: str
    actions: tuple[str, ...]

    @property
    def is_hole(self) -> bool:
        """Nobody offers anything."""
        return not self.actions

    @property
    def is_crowded(self) -> bool:
        """So much is offered that it is worth asking who does what."""
        return len(self.actions) >= CROWDED


@dataclass(frozen=True)
class Matrix:
    """Ages × levels: {age: a cell a level}, both in order."""

    levels: Mapping[str, str]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def holes(self) -> list[tuple[str, str]]:
        """(age, level) of every empty cell."""
        return [
            (band, self.levels[cell.level]) for band, cells in self.rows for cell in cells if cell.is_hole
        ]

    @property
    def crowded(self) -> list[tuple[str, str, int]]:
        """(age, level, actions) of every crowded cell."""
        return [
            (band, self.levels[cell.level], len(cell.actions))
            for band, cells in self.rows
            for cell in cells
            if cell.is_crowded
        ]


def matrix_of(actions: Iterable[Mapping[str, Any]], levels: Mapping[str, str]) -> Matrix:
    """The matrix of plain actions, as `actions_told` gives them."""
    listed = list(actions)
    return Matrix(
        levels,
        tuple(
            (
                str(band.label),
                tuple(
                    Cell(
                        level,
                        tuple(
                            each["label"]
                            for each in listed
                            if band.value in each["bands"] and level in each["levels"]
                        ),
                    )
                    for level in levels
                ),
            )
            for band in Band
        ),
    )


def named_of(action: Action) -> list[str]:
    """The names of those who offer it and may be named."""
    return sorted(actor.name for actor in action.actors.all() if not actor.objects_to_naming)


def actions_told(territory: Territory) -> list[dict[str, Any]]:
    """The actions as plain values. An actor that objects is left out: « acteur non nommé » beside what only it offers would
    tell which one it is; an action may be noted without saying who offers it."""
    return [
        {
            "label": action.label,
            "actors": named_of(action),
            "bands": action.bands,
            "levels": action.levels,
            "note": action.note,
        }
        for action in actions_of(territory)
    ]
