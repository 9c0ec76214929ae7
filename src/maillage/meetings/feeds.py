"""Meetings as dates to keep: moved, the date moves; cancelled, it says so. Nothing in it says who comes."""

from __future__ import annotations

from maillage.core.ics import Event
from maillage.meetings.models import Meeting


def event_of(meeting: Meeting) -> Event:
    """A meeting, for a calendar."""
    return Event(
        key=f"rencontre-{meeting.pk}",
        title=meeting.title,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        stamp=meeting.changed_at,
        sequence=meeting.sequence,
        place=meeting.place,
        text=meeting.purpose,
        status="CANCELLED" if meeting.is_cancelled else "CONFIRMED",
    )
