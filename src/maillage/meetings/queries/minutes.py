"""What one may read of what a meeting left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from maillage.meetings.models import AgendaItem, CalendarLink, Decision, Meeting, MeetingFile, MinutesRevision
from maillage.territories.models import Territory


def latest_minutes(meeting: Meeting) -> dict[int, MinutesRevision]:
    """{point: its last version}."""
    rows = MinutesRevision.objects.filter(item__meeting=meeting).order_by("number")
    return {each.item_id: each for each in rows}


@dataclass(frozen=True)
class Point:
    """A point of the agenda and what was written of it."""

    item: AgendaItem
    revision: MinutesRevision | None

    @property
    def text(self) -> str:
        """What is read now."""
        return self.revision.text if self.revision else ""

    @property
    def number(self) -> int:
        """Its version; 0 before anybody wrote."""
        return self.revision.number if self.revision else 0


def minutes_of(meeting: Meeting, items: list[AgendaItem]) -> list[Point]:
    """Every point in its order, in one query."""
    last = latest_minutes(meeting)
    return [Point(each, last.get(each.pk)) for each in items]


def versions_of(item: AgendaItem) -> QuerySet[MinutesRevision]:
    """Every version of a point, the last one first."""
    return MinutesRevision.objects.filter(item=item).select_related("author").order_by("-number")


def decisions_of(meeting: Meeting) -> QuerySet[Decision]:
    """What was decided, in the order in which it was noted."""
    return (
        Decision.objects.filter(meeting=meeting, removed_at__isnull=True)
        .select_related("follower__merged_into")
        .order_by("pk")
    )


def files_of(meeting: Meeting, *, manages: bool) -> list[MeetingFile]:
    """What was joined; the photo of the attendance sheet for those who lead only."""
    rows = MeetingFile.objects.filter(meeting=meeting).order_by("pk")
    return [each for each in rows if manages or each.sort != MeetingFile.Sort.SHEET]


def calendar_link_of(territory: Territory, user: Any) -> CalendarLink | None:
    """The private calendar address that a user asked for."""
    return CalendarLink.objects.filter(territory=territory, user=user).first()
