"""The dates of meetings, for a calendar (ICS). A meeting keeps its identity: moved, its date moves; cancelled, it says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from maillage.meetings.models import Meeting

CONTROLS: Final = {code: " " for code in range(32) if code not in {9, 10, 13}} | {0xFFFE: None, 0xFFFF: None}


def _plain(text: str) -> str:
    """A text as calendars admit it."""
    return text.translate(CONTROLS)


def calendar(meetings: Iterable[Meeting], title: str) -> bytes:
    """Every meeting as an event; nothing in it says who comes."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//maillage//rencontres//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _plain(title))
    for each in meetings:
        made.add_component(_event(each))
    content: bytes = made.to_ical()
    return content


def _event(meeting: Meeting) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"rencontre-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", meeting.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", meeting.sequence)
    event.add("summary", _plain(meeting.title))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("location", _plain(meeting.place))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    if meeting.purpose:
        event.add("description", _plain(meeting.purpose))
    return event
