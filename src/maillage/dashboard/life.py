"""The life of a territory: its phases, and every dated thing that its rooms know, in one list.

It is read on a page and followed in a calendar. Nothing here says who comes, who answered or who promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from maillage.core.ics import Event
from maillage.core.typography import dated
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.meetings.feeds import event_of
from maillage.meetings.models import CalendarLink, Meeting
from maillage.meetings.services.minutes import calendar_token
from maillage.plans.models import State
from maillage.plans.queries.commitments import commitments_of
from maillage.programmes.queries import DatedPhase
from maillage.sharing.models import Publication, SharedDiagnosis
from maillage.surveys.models import Wave
from maillage.territories.models import Handover, LocalMilestone, Territory
from maillage.territories.schedule import phases_of

LATELY: Final = 12  # moments of the past shown before one asks for the others


@dataclass(frozen=True)
class Moment:
    """Something that has a date. kind: « Rencontre », « Vague »…; says: how it stands; badge: the colour of that; is_fact: it
    happened, and is not something to keep in a calendar."""

    kind: str
    event: Event
    href: str = ""
    says: str = ""
    badge: str = "neutral"
    is_fact: bool = False

    @property
    def day(self) -> date:
        """The day it falls on, here."""
        when = self.event.starts
        return timezone.localtime(when).date() if isinstance(when, datetime) else when

    def is_ahead(self, today: date) -> bool:
        """Whether it comes: a fact of today has happened."""
        return self.day > today or (self.day == today and not self.is_fact)

    @property
    def when(self) -> str:
        """« 3 décembre 2026 », with the hour when it has one."""
        if not isinstance(self.event.starts, datetime) or not self.event.busy:
            return dated(self.day)
        return f"{dated(self.day)}, {timezone.localtime(self.event.starts):%H\u00a0h\u00a0%M}"


@dataclass(frozen=True)
class Life:
    """What a territory lives: the next first, then the latest first."""

    phases: tuple[DatedPhase, ...]
    coming: tuple[Moment, ...]
    past: tuple[Moment, ...]

    @property
    def current(self) -> DatedPhase | None:
        """The phase of today."""
        return next((each for each in self.phases if each.is_current), None)

    @property
    def lately(self) -> tuple[Moment, ...]:
        """What was last."""
        return self.past[:LATELY]

    @property
    def before(self) -> tuple[Moment, ...]:
        """The rest of the past."""
        return self.past[LATELY:]


def life_of(territory: Territory, *, today: date | None = None) -> Life:
    """Everything dated in a territory: nine queries, whatever its age."""
    day = today or timezone.localdate()
    moments = sorted(moments_of(territory, day), key=lambda each: (each.day, each.event.key))
    return Life(
        phases=tuple(phases_of(territory, today=day)),
        coming=tuple(each for each in moments if each.is_ahead(day)),
        past=tuple(each for each in reversed(moments) if not each.is_ahead(day)),
    )


def events_of(territory: Territory) -> list[Event]:
    """What a calendar follows: meetings, milestones, ends of phases, closings, days to answer by."""
    moments = [each.event for each in moments_of(territory, timezone.localdate()) if not each.is_fact]
    return moments + [
        _day(
            f"etape-{territory.pk}-{each.phase.pk}", f"Fin de l’étape\u00a0: {each.phase.label}", each.ends_on
        )
        for each in phases_of(territory)
    ]


def address_of(link: CalendarLink) -> str:
    """Where a calendar reads them."""
    return reverse("dashboard:feed", args=[calendar_token(link)])


def moments_of(territory: Territory, today: date) -> Iterator[Moment]:
    """Every dated thing, room by room, in no order."""
    yield from _milestones(territory, today)
    yield from _meetings(territory)
    yield from _waves(territory)
    yield from _diagnoses(territory)
    yield from _shared(territory)
    yield from _commitments(territory, today)
    yield from _handovers(territory)


def _day(key: str, title: str, when: date, *, place: str = "") -> Event:
    """An event of the territory that takes nobody's time."""
    return Event(key=key, title=title, starts=when, stamp=timezone.now(), place=place, busy=False)


def _milestones(territory: Territory, today: date) -> Iterator[Moment]:
    for each in LocalMilestone.objects.filter(territory=territory):
        event = _day(f"jalon-{each.pk}", each.label, each.due_on)
        if each.done_on:
            yield Moment("Jalon", event, says=f"Fait le {dated(each.done_on)}", badge="success")
        else:
            late = each.due_on < today
            yield Moment(
                "Jalon", event, says="À faire" if late else "", badge="warning" if late else "neutral"
            )


def _meetings(territory: Territory) -> Iterator[Moment]:
    for each in Meeting.objects.filter(territory=territory):
        href = reverse("gatherings:show", args=[territory.slug, each.pk])
        says, badge = ("Annulée", "warning") if each.is_cancelled else ("", "neutral")
        yield Moment("Rencontre", event_of(each), href, says, badge)


def _waves(territory: Territory) -> Iterator[Moment]:
    """When a wave opens and when it closes."""
    for each in Wave.objects.filter(territory=territory):
        href = reverse("surveys:show", args=[territory.slug, each.number])
        opened = _day(f"vague-{each.pk}-ouverture", f"{each.label}\u00a0: on peut répondre", each.opened_on)
        yield Moment("Vague", opened, href, is_fact=True)
        ends = each.closed_on or (timezone.localtime(each.closes_at).date() if each.closes_at else None)
        if ends:
            closed = _day(
                f"vague-{each.pk}-fermeture", f"{each.label}\u00a0: dernier jour pour répondre", ends
            )
            yield Moment("Vague", closed, href)


def _diagnoses(territory: Territory) -> Iterator[Moment]:
    """The first publication of the diagnosis of each wave."""
    rows = (
        Diagnosis.objects.filter(territory=territory, state=DiagnosisState.PUBLISHED)
        .values("wave", "wave__label")
        .annotate(first=Min("published_at"))
        .order_by("wave")
    )
    for row in rows:
        title = f"Diagnostic publié\u00a0: {row['wave__label']}"
        event = _day(f"diagnostic-{row['wave']}", title, timezone.localtime(row["first"]).date())
        href = reverse("diagnosis:list", args=[territory.slug])
        yield Moment("Diagnostic", event, href, is_fact=True)


def _shared(territory: Territory) -> Iterator[Moment]:
    """Readings of the shared diagnosis, and its publications."""
    href = reverse("sharing:index", args=[territory.slug])
    for each in SharedDiagnosis.objects.filter(territory=territory, preview_until__isnull=False):
        until = timezone.localtime(each.preview_until).date()
        event = _day(f"relecture-{each.pk}", "Diagnostic partagé\u00a0: dernier jour pour relire", until)
        yield Moment("Relecture", event, href)
    versions = Publication.objects.filter(shared__territory=territory).order_by("published_at", "pk")
    for row in versions.only("published_at", "audience", "number", "reason"):
        title = f"Diagnostic partagé publié\u00a0: {row.get_audience_display().lower()}"
        event = _day(f"version-{row.pk}", title, timezone.localtime(row.published_at).date())
        yield Moment("Diagnostic partagé", event, href, says=row.reason, is_fact=True)


def _commitments(territory: Territory, today: date) -> Iterator[Moment]:
    each: Any
    for each in commitments_of(territory):
        state = State(each.last_state or State.ONGOING)
        late = state == State.ONGOING and each.due_on < today
        event = _day(f"engagement-{each.pk}", f"Engagement\u00a0: {each.title}", each.due_on)
        href = reverse("plans:show", args=[territory.slug, each.pk])
        says = "En retard de nouvelles" if late else str(state.label)
        badge = "warning" if late else "success" if state == State.KEPT else "neutral"
        yield Moment("Engagement", event, href, says, badge)


def _handovers(territory: Territory) -> Iterator[Moment]:
    rows = Handover.objects.filter(before__territory=territory).select_related("before", "after")
    for each in rows:
        title = f"Le rôle «\u00a0{each.before.get_kind_display()}\u00a0» est passé"
        yield Moment("Passation", _day(f"passation-{each.pk}", title, each.after.starts_on), is_fact=True)
