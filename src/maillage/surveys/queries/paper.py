"""What one may read to print and to type back: who gets a letter, which sheets came in. Never who answered otherwise."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from maillage.surveys.models import Participation, Wave
from maillage.surveys.questionnaires import questionnaires
from maillage.territories.duplicates import folded
from maillage.territories.models import Affiliation


def may_be_asked(wave: Wave) -> bool:
    """Whether there is something to ask, and time to answer."""
    known = wave.questionnaire in questionnaires()
    return known and wave.closes_at is not None and wave.closes_at > timezone.now()


def addressees(wave: Wave, *, everybody: bool) -> list[Participation]:
    """The actors a letter is made for, by name. Whether they answered plays no part: the pile would tell it."""
    today = timezone.localdate()
    reached = (
        Affiliation.objects.filter(actor__participations__wave=wave)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .exclude(person__email="")
    )
    roster = wave.roster.select_related("actor")
    if not everybody:
        roster = roster.exclude(actor__in=reached.values("actor"))
    return sorted(roster, key=lambda each: (folded(each.actor.name), each.pk))
