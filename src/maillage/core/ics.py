"""Dates for the calendars people already have (ICS, RFC 5545). An event keeps its identity: moved, its date moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

CONTROLS: Final = {code: " " for code in range(32) if code not in {9, 10, 13}} | {0xFFFE: None, 0xFFFF: None}
KIND: Final = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Event:
    """A date to keep. starts: a day, or a moment with its zone; stamp: when the event was last changed; busy: whether one is
    taken during it; status: of a meeting, « CONFIRMED » or « CANCELLED »; sequence: raised each time it moves."""

    key: str
    title: str
    starts: date
    stamp: datetime
    ends: date | None = None
    place: str = ""
    text: str = ""
    address: str = ""
    busy: bool = True
    status: str = ""
    sequence: int | None = None


def plain(text: str) -> str:
    """A text as XML and calendars admit it: a sign typed by accident never takes a feed away from those who follow it."""
    return text.translate(CONTROLS)


def calendar(events: Iterable[Event], *, title: str, made_by: str) -> bytes:
    """The file a calendar reads. made_by: the part of the platform that writes it, « rencontres »."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", f"-//maillage//{made_by}//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", plain(title))
    for each in events:
        made.add_component(_written(each))
    content: bytes = made.to_ical()
    return content


def _written(event: Event) -> Any:
    from icalendar import Event as Component

    made = Component()
    made.add("uid", f"{event.key}@{urlsplit(settings.BASE_URL).hostname}")
    made.add("dtstamp", event.stamp.astimezone(UTC).replace(microsecond=0))
    if event.sequence is not None:
        made.add("sequence", event.sequence)
    made.add("summary", plain(event.title))
    made.add("dtstart", _zoned(event.starts))
    if event.ends is not None:
        made.add("dtend", _zoned(event.ends))
    elif not isinstance(event.starts, datetime):
        made.add("dtend", event.starts + timedelta(days=1))
    if not event.busy:
        made.add("transp", "TRANSPARENT")
    for name, value in (("location", event.place), ("description", event.text), ("url", event.address)):
        if value:
            made.add(name, plain(value))
    if event.status:
        made.add("status", event.status)
    return made


def _zoned(when: date) -> date:
    return when.astimezone(UTC) if isinstance(when, datetime) else when
