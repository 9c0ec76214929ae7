"""The paper of a Net-Map workshop: numbered cards to cut, and one large sheet a table, that work without any network."""

from __future__ import annotations

from typing import Any

from maillage.core.typeset import typeset
from maillage.core.typography import dated
from maillage.meetings.kit import coded
from maillage.meetings.models import Deck, Workshop
from maillage.meetings.netmap import TALLEST
from maillage.meetings.queries.netmap import cards_of
from maillage.territories.codes import MAP_GROUPS, map_group


def cards(workshop: Workshop, **options: Any) -> Any:
    """Twenty-one cards on a page: the number, the name, the letter of the side, as on the map of the diagnosis."""
    letters = {label: label[0] for label in MAP_GROUPS}
    listed = [
        {
            "number": each.number,
            "name": each.actor.name,
            "side": map_group(each.actor.sector),
            "letter": letters.get(map_group(each.actor.sector), ""),
        }
        for each in cards_of(workshop)
    ]
    return _set("netmap_cards", workshop, {"cards": listed}, {}, **options)


def board(workshop: Workshop, **options: Any) -> Any:
    """An A2 sheet a table, with the code that opens its page; one without when no table is open yet."""
    tables, files = coded(workshop)
    data = {"tables": tables, "tallest": TALLEST}
    return _set("netmap_board", workshop, data, files, **options)


def _set(
    template: str, workshop: Workshop, data: dict[str, Any], files: dict[str, bytes], **options: Any
) -> Any:
    deck = Deck.objects.get(workshop=workshop)
    head = {"workshop": workshop.title, "day": dated(workshop.held_on), "place": workshop.place}
    made = int(deck.dealt_at.timestamp())
    return typeset("maillage.meetings", template, head | data, files, timestamp=made, **options)
