"""What is written to those who registered and left an address: each thing once, in the transaction that makes it true."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from maillage.core import outbox
from maillage.core.tokens import receipt, token_from
from maillage.meetings.models import Meeting, Registration

PLACE: Final = "meeting-registration"
REMINDER: Final = "meeting-reminder"
SUBJECTS: Final = {
    "meeting-confirmed": "Votre inscription",
    "meeting-waiting": "Vous êtes en liste d’attente",
    "meeting-promoted": "Une place s’est libérée pour vous",
    "meeting-moved": "La rencontre change d’heure ou de lieu",
    "meeting-cancelled": "La rencontre est annulée",
    REMINDER: "Rappel de la rencontre",
}


def token_of(registration: Registration) -> str:
    """The secret of the link of a registration."""
    return token_from(PLACE, f"{registration.meeting_id}:{registration.key}")


def code_of(registration: Registration) -> str:
    """The short code one types at the door."""
    return receipt(PLACE, f"{registration.meeting_id}:{registration.key}")


def scope_of(registration: Registration) -> str:
    """What the mails of a registration are about, for the outbox."""
    return f"{PLACE}-{registration.pk}"


def write(
    kind: str,
    registration: Registration,
    *,
    sequence: int = 0,
    valid_until: datetime | None = None,
    **said: Any,
) -> None:
    """One mail to one person, when there is an address and a link to give."""
    if not registration.email:
        return
    meeting, base = registration.meeting, settings.BASE_URL.rstrip("/")
    context = {
        "registration": registration,
        "meeting": meeting,
        "url": base + reverse("attend:receipt", args=[token_of(registration)]),
        "territory": meeting.territory,
        "signature": meeting.territory.programme.facilitator_name,
    } | said
    outbox.post(
        kind=kind,
        recipient=registration.email,
        subject=f"{SUBJECTS[kind]}\u00a0: {meeting.title}"[:150],
        body=render_to_string(f"meetings/mail/{kind}.txt", context),
        scope=scope_of(registration),
        sequence=sequence,
        valid_until=valid_until,
        space=meeting.territory.programme.slug,
    )


def write_to_all(kind: str, meeting: Meeting) -> None:
    """Tell everybody who is coming or waits, once for each state of the calendar; what was going to say otherwise is taken back."""
    rows = Registration.objects.filter(meeting=meeting, cancelled_at__isnull=True).exclude(email="")
    people = list(rows.select_related("meeting__territory__programme").order_by("number"))
    outbox.cancel(kind=REMINDER, scopes=[scope_of(each) for each in people])
    for each in people:
        each.meeting = meeting
        write(kind, each, sequence=meeting.sequence)
