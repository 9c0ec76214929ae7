"""The tables of the meeting to come: three rounds, parents never alone."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from maillage.meetings.models import Meeting, Seating
from maillage.meetings.queries.registrations import room_of
from maillage.meetings.services.seating import ask_plan
from maillage.plans.services.tables import compute_plan
from maillage.territories.codes import EngagementNature
from maillage.territories.models import Territory

TABLES: Final = 6
ROUNDS: Final = 3


def plan_next_meeting(*, territory: Territory) -> None:
    """Plan the tables of the first meeting to come, once, when enough people registered."""
    coming = Meeting.objects.filter(territory=territory, starts_at__gte=timezone.now(), cancelled_at=None)
    meeting = coming.order_by("starts_at").first()
    if meeting is None or Seating.objects.filter(meeting=meeting).exists():
        return
    if len(room_of(meeting).coming) < 2 * TABLES:
        return
    together = [EngagementNature.PARENT.value]
    asked = ask_plan(meeting=meeting, tables=TABLES, rounds=ROUNDS, together=together)
    compute_plan(seating_id=asked.pk)
