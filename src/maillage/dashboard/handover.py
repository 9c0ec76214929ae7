"""What is open in a territory on the day a role passes on: counted and linked, so that nothing falls between two people."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from maillage.core.typography import plural
from maillage.meetings.models import Meeting, Workshop
from maillage.plans.models import ENDED
from maillage.plans.queries.commitments import commitments_of
from maillage.sharing.models import SharedDiagnosis, Step
from maillage.statements.models import Conversation
from maillage.surveys.models import Wave
from maillage.territories.models import Actor, ActorStatus, Territory


@dataclass(frozen=True)
class Open:
    """Something that goes on: how many, and where it is."""

    words: str
    href: str


def open_in(territory: Territory) -> list[Open]:
    """What goes on, in the order in which it would be missed; seven queries."""
    place, now = [territory.slug], timezone.now()
    waves = Wave.objects.filter(territory=territory, opened_at__isnull=False, closed_on__isnull=True)
    meetings = Meeting.objects.filter(territory=territory, ends_at__gte=now, cancelled_at__isnull=True)
    shared = SharedDiagnosis.objects.filter(territory=territory).exclude(step=Step.PUBLISHED)
    plans = commitments_of(territory).filter(Q(last_state__isnull=True) | ~Q(last_state__in=ENDED))
    talks = Conversation.objects.filter(territory=territory, closed_at__isnull=True)
    proposed = Actor.objects.filter(territory=territory, status=ActorStatus.PROPOSED)
    workshops = Workshop.objects.filter(territory=territory, closed_at__isnull=True)
    rows = (
        (waves, "vague recueille des réponses", "vagues recueillent des réponses", "surveys:list"),
        (meetings, "rencontre à venir", "rencontres à venir", "meetings:list"),
        (shared, "diagnostic partagé en cours", "diagnostics partagés en cours", "sharing:index"),
        (plans, "engagement en cours", "engagements en cours", "plans:list"),
        (talks, "conversation ouverte", "conversations ouvertes", "statements:list"),
        (proposed, "acteur à valider", "acteurs à valider", "territories:actors"),
        (workshops, "atelier pas encore clos", "ateliers pas encore clos", "meetings:list"),
    )
    counted = ((found.count(), one, several, name) for found, one, several, name in rows)
    return [
        Open(plural(n, one, several), reverse(name, args=place)) for n, one, several, name in counted if n
    ]
