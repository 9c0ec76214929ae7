"""The places of a meeting, given in the order of arrival. Every function here is called with the meeting locked."""

from __future__ import annotations

from datetime import datetime

from maillage.meetings.models import Meeting, Registration
from maillage.meetings.services.letters import write


def coming(meeting: Meeting) -> int:
    """How many places are taken."""
    return Registration.objects.filter(meeting=meeting, waiting=False, cancelled_at__isnull=True).count()


def is_full(meeting: Meeting) -> bool:
    """Whether the next one waits."""
    return meeting.capacity is not None and coming(meeting) >= meeting.capacity


def promote(meeting: Meeting, *, now: datetime) -> None:
    """Give the free places to those who have waited longest, and tell them. Nobody is asked to come to what is over."""
    if meeting.is_cancelled or meeting.is_over(now):
        return
    rows = Registration.objects.filter(meeting=meeting, waiting=True, cancelled_at__isnull=True)
    waiting = rows.select_related("meeting__territory__programme").order_by("number")
    free = None if meeting.capacity is None else max(0, meeting.capacity - coming(meeting))
    for each in waiting[:free]:
        each.waiting = False
        each.save(update_fields=["waiting"])
        write("meeting-promoted", each)
