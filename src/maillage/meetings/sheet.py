"""The sheet of the entrance on paper: a line for whoever registered, empty ones for the others. Nothing else names anybody."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from maillage.core.typeset import typeset
from maillage.core.typography import dated
from maillage.meetings.models import Meeting
from maillage.meetings.queries.registrations import Room


def sheet_pdf(meeting: Meeting, room: Room, **options: Any) -> Any:
    """A tagged PDF; `form="png"` gives its pages as pictures, for the tests."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    data = {
        "title": meeting.title,
        "territory": meeting.territory.name,
        "facilitator": meeting.territory.programme.facilitator_name,
        "when": f"{dated(start, 'l j F Y').capitalize()}, de {start:%H:%M} à {end:%H:%M}",
        "place": meeting.place,
        "rows": [
            {
                "number": str(each.number),
                "name": str(each),
                "for_whom": each.for_whom + (" (en attente)" if each.waiting else ""),
            }
            for each in room.rows
            if each.name and not each.cancelled_at
        ],
    }
    return typeset("maillage.meetings", "sheet", data, **options)
