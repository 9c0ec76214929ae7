"""The paper of the workshops held around tables or by show of hands: two hours of work in a room without any network."""

from __future__ import annotations

from datetime import UTC, datetime, time
from importlib import resources
from typing import Any, Final

import segno
from django.conf import settings

from maillage.core.typeset import typeset
from maillage.core.typography import dated, french
from maillage.meetings.damour import LEVELS, grid
from maillage.meetings.models import Workshop
from maillage.meetings.queries import votable
from maillage.meetings.services.prompts import DOTS_EACH
from maillage.meetings.services.workshops import link_of
from maillage.statements.roles import ROLES

PACKAGE: Final = "maillage.meetings"
# A card is told from another by its shape and its word: the colour comes after, and is lost on a grey printer.
ANSWERS: Final = (
    {"word": "D’accord", "shape": "circle", "colour": "#17375e"},
    {"word": "Pas d’accord", "shape": "square", "colour": "#b3470f"},
    {"word": "Sans avis", "shape": "triangle", "colour": "#4d5766"},
)


def coded(workshop: Workshop) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """Each table with the name of the picture that opens its page, and the pictures; a blank one when no table is open."""
    tables, files = [], {}
    for table in workshop.tables.all():  # type: ignore[attr-defined]
        name = f"table-{table.pk}.svg"
        address = f"{settings.BASE_URL.rstrip('/')}{link_of(table)}"
        files[name] = segno.make(address, error="m", micro=False).svg_inline(border=4).encode()
        tables.append({"name": table.name, "code": name, "people": table.people})
    return tables or [{"name": "Table", "code": "", "people": 0}], files


def grid_sheets(workshop: Workshop, **options: Any) -> Any:
    """An A3 sheet a table: the ten questions, their levels to tick, and why."""
    dimensions = [
        {
            "label": french(dimension.label),
            "questions": [
                {"label": french(each.label), "levels": [french(each.texts[level]) for level in LEVELS]}
                for each in dimension.indicators
            ],
        }
        for dimension in grid()
    ]
    tables, files = coded(workshop)
    data = {"tables": tables, "dimensions": dimensions, "levels": list(LEVELS.values())}
    return _set("kit_grid", workshop, data, files, **options)


def statements(workshop: Workshop, **options: Any) -> Any:
    """A page a statement, to hold up before the room."""
    question = french(workshop.conversation.question) if workshop.conversation else ""
    data = {"statements": _statements(workshop), "question": question, "answers": ANSWERS}
    return _set("kit_statements", workshop, data, {}, **options)


def ballots(workshop: Workshop, **options: Any) -> Any:
    """Two sets of three cards on a page, to cut."""
    return _set("kit_ballots", workshop, {"answers": ANSWERS}, {}, **options)


def tally(workshop: Workshop, **options: Any) -> Any:
    """Where the hands are counted, in the order in which they are typed back."""
    data = {"statements": _statements(workshop), "roles": list(ROLES.values()), "answers": ANSWERS}
    return _set("kit_tally", workshop, data, {}, **options)


def path(workshop: Workshop, **options: Any) -> Any:
    """An A3 sheet a table: every step, and room to write."""
    tables, files = coded(workshop)
    return _set("kit_path", workshop, {"tables": tables, "lines": _lines(workshop)}, files, **options)


def priorities(workshop: Workshop, **options: Any) -> Any:
    """An A3 sheet a table: every priority, room for its dots and for why."""
    tables, files = coded(workshop)
    data = {"tables": tables, "lines": _lines(workshop), "each": DOTS_EACH}
    return _set("kit_priorities", workshop, data, files, **options)


def _statements(workshop: Workshop) -> list[str]:
    return [french(each.text) for each in votable(workshop)]


def _lines(workshop: Workshop) -> list[str]:
    return [french(each.text) for each in workshop.prompts.all()]  # type: ignore[attr-defined]


def _set(
    template: str, workshop: Workshop, data: dict[str, Any], files: dict[str, bytes], **options: Any
) -> Any:
    head = {"workshop": workshop.title, "day": dated(workshop.held_on), "place": workshop.place}
    shared = {"kit.typ": (resources.files(PACKAGE) / "kit.typ").read_bytes()}
    made = int(datetime.combine(workshop.held_on, time(), UTC).timestamp())
    return typeset(PACKAGE, template, head | data, shared | files, timestamp=made, **options)
