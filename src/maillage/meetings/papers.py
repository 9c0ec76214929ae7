"""Which papers a workshop prints, by format: the address of each, its name, how it is made, and what it waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from maillage.meetings import kit, netmap_paper
from maillage.meetings.models import Deck, Format, Workshop
from maillage.meetings.queries import votable


def _always(workshop: Workshop) -> bool:
    return True


def _has_cards(workshop: Workshop) -> bool:
    return Deck.objects.filter(workshop=workshop).exists()


def _has_statements(workshop: Workshop) -> bool:
    return bool(votable(workshop))


def _has_lines(workshop: Workshop) -> bool:
    return bool(workshop.prompts.exists())  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Paper:
    """label: what one prints, as a link says it. ready: whether there is anything to put on it yet."""

    label: str
    make: Callable[..., Any]
    ready: Callable[[Workshop], bool] = _always


PAPERS: Final[Mapping[str, Mapping[str, Paper]]] = {
    Format.GRID: {"grille": Paper("La grille, une feuille A3 par table", kit.grid_sheets)},
    Format.NETMAP: {
        "cartons": Paper("Les cartes à découper", netmap_paper.cards, _has_cards),
        "plateaux": Paper("Les plateaux A2", netmap_paper.board, _has_cards),
    },
    Format.STATEMENTS: {
        "enonces": Paper("Les énoncés, un par page", kit.statements, _has_statements),
        "cartons-de-vote": Paper("Les cartons de vote, deux jeux par page", kit.ballots),
        "comptage": Paper("La feuille de comptage", kit.tally, _has_statements),
    },
    Format.PATH: {"etapes": Paper("Les étapes, une feuille A3 par table", kit.path, _has_lines)},
    Format.PRIORITIES: {
        "priorites": Paper("Les priorités, une feuille A3 par table", kit.priorities, _has_lines)
    },
}


def papers_of(workshop: Workshop) -> dict[str, Paper]:
    """The papers that this workshop can print now, by address."""
    known = PAPERS.get(workshop.format, {})
    return {slug: each for slug, each in known.items() if each.ready(workshop)}
