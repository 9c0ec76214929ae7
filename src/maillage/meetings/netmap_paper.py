"""The paper of a Net-Map workshop: numbered cards to cut, and one large sheet a table, that work without any network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import segno
from django.conf import settings

from maillage.core.typeset import typeset
from maillage.core.typography import dated
from maillage.meetings.models import Deck, Workshop
from maillage.meetings.netmap import TALLEST
from maillage.meetings.queries.netmap import cards_of
from maillage.meetings.services.workshops import link_of
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
    tables, files = [], {}
    for table in workshop.tables.all():  # type: ignore[attr-defined]
        name = f"table-{table.pk}.svg"
        address = f"{settings.BASE_URL.rstrip('/')}{link_of(table)}"
        files[name] = segno.make(address, error="m", micro=False).svg_inline(border=4).encode()
        tables.append({"name": table.name, "code": name})
    data = {"tables": tables or [{"name": "Table", "code": ""}], "tallest": TALLEST}
    return _set("netmap_board", workshop, data, files, **options)


def _set(
    template: str, workshop: Workshop, data: dict[str, Any], files: dict[str, bytes], **options: Any
) -> Any:
    deck = Deck.objects.get(workshop=workshop)
    head = {"workshop": workshop.title, "day": dated(workshop.held_on), "place": workshop.place}
    made = int(deck.dealt_at.timestamp())
    return typeset("maillage.meetings", template, head | data, files, timestamp=made, **options)


KINDS: Final[dict[str, Callable[..., Any]]] = {"cartons": cards, "plateaux": board}
