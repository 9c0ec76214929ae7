"""What waves do by themselves: close, remind those who have not answered, tell pilots how many did.

A reminder is written once for an actor, whoever the addressee is by then: `sequence` says which one it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.core.models import Mail, Policy
from maillage.core.outbox import post
from maillage.core.typography import percent, plural
from maillage.programmes.queries import in_force
from maillage.surveys.models import Invitation, Wave
from maillage.surveys.queries.waves import participation_of
from maillage.surveys.services.collecting import close_wave
from maillage.surveys.services.mailing import REMINDER, write_reminder
from maillage.territories.models import Role, RoleKind

DAYS_BEFORE: Final = (2, 7)  # days before the closing of the two reminders that leave by themselves
SETTLED: Final = timedelta(days=2)  # nobody is reminded of what they have just received
WAITING: Final = {False: 20, True: 21}  # by hand: to those who have not begun, to those who have not finished
STATUS: Final = "wave_status"


def to_remind(wave: Wave, *, begun: bool | None = None) -> QuerySet[Invitation]:
    """The invitations that nobody has answered; begun: only those with a sheet not sent, or only those without."""
    unanswered = Invitation.objects.filter(
        participation__wave=wave,
        participation__answered=False,
        participation__sheet__submitted_at__isnull=True,
        participation__sheet__withdrawn_at__isnull=True,
        revoked_at__isnull=True,
        person__isnull=False,
    ).exclude(person__email="")
    if begun is not None:
        unanswered = unanswered.filter(participation__sheet__isnull=not begun)
    return unanswered.select_related(
        "person", "participation__actor", "participation__sheet", "participation__wave__territory__programme"
    ).order_by("pk")


@transaction.atomic
def remind(*, wave: Wave, begun: bool) -> int:
    """Remind now those who have not begun, or those who have not finished; how many. Once each in a wave."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if not locked.is_open:
        raise ValidationError("La vague n’est pas ouverte\u00a0: il n’y a personne à relancer.")
    return _write(locked, to_remind(locked, begun=begun), WAITING[begun])


def remind_due(*, now: datetime | None = None) -> int:
    """The reminders that leave by themselves; how many were written."""
    moment, count = now or timezone.now(), 0
    for wave in _running(moment):
        left = (wave.closes_at or moment) - moment
        due = next((days for days in DAYS_BEFORE if left <= timedelta(days=days)), None)
        if due is not None:
            settled = to_remind(wave).filter(created_at__lte=moment - SETTLED)
            with transaction.atomic():
                count += _write(wave, settled, due)
    return count


def close_ended(*, now: datetime | None = None) -> int:
    """Note the closing of the waves whose time has come; how many."""
    moment = now or timezone.now()
    ended = list(Wave.objects.filter(opened_at__isnull=False, closes_at__lte=moment, closed_on__isnull=True))
    for wave in ended:
        close_wave(wave=wave)
    return len(ended)


def write_statuses(*, now: datetime | None = None) -> int:
    """Once a week, tell the pilots of each open wave how many answered, and nothing else."""
    moment, count = now or timezone.now(), 0
    for wave in _running(moment):
        week = (moment - (wave.opened_at or moment)).days // 7
        scope = f"wave:{wave.pk}"
        told = Mail.objects.filter(kind=STATUS, scope=scope, sequence=week).exists()
        if week and not told:
            count += _tell_pilots(wave, scope, week)
    return count


def _running(moment: datetime) -> list[Wave]:
    running = Wave.objects.filter(opened_at__lte=moment, closes_at__gt=moment, closed_on__isnull=True)
    return list(running.select_related("territory__programme").order_by("pk"))


def _write(wave: Wave, invitations: QuerySet[Invitation], sequence: int) -> int:
    """Write them, but to those who had this one already."""
    scopes = [f"participation:{each.participation_id}" for each in invitations]
    had = set(
        Mail.objects.filter(kind=REMINDER, sequence=sequence, scope__in=scopes).values_list(
            "scope", flat=True
        )
    )
    written = [
        write_reminder(invitation=each, begun=hasattr(each.participation, "sheet"), sequence=sequence)
        for each, scope in zip(invitations, scopes, strict=True)
        if scope not in had
    ]
    return sum(mail is not None for mail in written)


@transaction.atomic
def _tell_pilots(wave: Wave, scope: str, week: int) -> int:
    total, _ = participation_of(wave)
    said = (
        f"{plural(total.answered, 'structure')} sur {total.asked}, soit {percent(total.rate)}, ont répondu."
        if total.answered is not None
        else "moins de cinq structures sont interrogées, le compte n’est pas dit."
    )
    page = reverse("surveys:board", kwargs={"territory": wave.territory.slug, "wave": wave.number})
    context = {
        "territory": wave.territory,
        "wave": wave,
        "said": said,
        "closes_at": wave.closes_at,
        "url": f"{settings.BASE_URL.rstrip('/')}{page}",
    }
    body = render_to_string("surveys/mail/status.txt", context)
    roles = Role.objects.filter(in_force(), Q(territory=wave.territory, kind=RoleKind.PILOT))
    pilots = sorted(set(roles.filter(user__is_active=True).values_list("user__email", flat=True)))
    for address in pilots:
        post(
            kind=STATUS,
            recipient=address,
            subject="Où en est votre vague",
            body=body,
            scope=scope,
            sequence=week,
            policy=Policy.AT_MOST_ONCE,
            space=wave.territory.programme.slug,
        )
    return len(pilots)
