"""What one may read of meetings: those to come, those that were, and what each one speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from maillage.meetings.models import AgendaItem, Meeting
from maillage.territories.models import Territory


@dataclass(frozen=True)
class Calendar:
    """The meetings of a territory: the next one first, then the last one first."""

    coming: list[Meeting]
    past: list[Meeting]


def meetings_of(territory: Territory) -> QuerySet[Meeting]:
    """The meetings of a territory, with how many have a place, how many came, and which figure counts."""
    place = Q(registrations__waiting=False, registrations__cancelled_at__isnull=True)
    came = Count("registrations", filter=Q(registrations__attended_at__isnull=False))
    rows = Meeting.objects.filter(territory=territory).select_related("body")
    return rows.annotate(coming=Count("registrations", filter=place), came=came)


def calendar_of(territory: Territory, *, now: datetime | None = None) -> Calendar:
    """Those to come and those that were, in one query."""
    moment = now or timezone.now()
    rows = list(meetings_of(territory).order_by("-starts_at", "-pk"))
    return Calendar(
        coming=[each for each in reversed(rows) if not each.is_over(moment)],
        past=[each for each in rows if each.is_over(moment)],
    )


@dataclass(frozen=True)
class Agenda:
    """What a meeting speaks of, and how long that makes."""

    items: list[AgendaItem]

    @property
    def minutes(self) -> int:
        """The sum of what is timed."""
        return sum(each.minutes or 0 for each in self.items)


def agenda_of(meeting: Meeting) -> Agenda:
    """The agenda, in its order."""
    return Agenda(list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk")))
