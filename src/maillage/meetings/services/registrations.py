"""What one does with one's own registration, without an account: make it, change it, give the place back, be forgotten.

The meeting is locked first: two hundred people in two minutes take their places one after the other, and none is given twice.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from maillage.core import outbox
from maillage.core.tokens import code_digest, read_code, token_digest
from maillage.core.typography import folded
from maillage.meetings.codes import Way
from maillage.meetings.models import Apart, Meeting, MeetingFile, Registration
from maillage.meetings.services.letters import (
    PLACE,
    REMINDER,
    code_of,
    scope_of,
    token_of,
    write,
)
from maillage.meetings.services.places import is_full, promote
from maillage.programmes.queries import months_after
from maillage.programmes.services import save_checked
from maillage.territories.models import Actor

MONTHS_KEPT: Final = 3
REMIND: Final = timedelta(days=2)
CLOSED: Final = "On ne s’inscrit plus à cette rencontre."
CHILD: Final = "Une inscription est celle d’un adulte\u202f: n’écrivez que le nom dont on vous appelle."
# A first name alone is how an adult may wish to be called: only what says a child, or somebody through a child, is refused.
A_CHILD: Final = re.compile(
    r"\d|\b(?:ans|enfants?|fils|fille|bébé|bebe|élève|eleve|(?:maman|papa|mère|mere|père|pere|parents?) (?:de|du|des))\b"
    r"|\b(?:maman|papa|mère|mere|père|pere) d['’]",
    re.IGNORECASE,
)
GONE: Final = "Cette inscription est annulée\u202f: inscrivez-vous à nouveau par le lien de la rencontre."
OVER: Final = "Cette rencontre est passée\u202f: l’inscription ne change plus."


@dataclass(frozen=True)
class Person:
    """What somebody says of oneself."""

    name: str
    email: str = ""
    actor: Actor | None = None
    natures: Collection[str] = ()
    languages: Collection[str] = ()
    needs: Collection[str] = ()
    age_bands: Collection[str] = ()


@transaction.atomic
def register(
    *,
    meeting: Meeting,
    person: Person,
    key: uuid.UUID,
    at_door: bool = False,
    now: datetime | None = None,
) -> Registration:
    """Take a place, or one's turn in the waiting list. `key` names this very form: sent twice by the same person, it makes one
    registration. Who is at the door is in the room: there is no waiting list there."""
    moment = now or timezone.now()
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    mine = uuid.uuid5(key, f"{folded(person.name)} {person.email.strip().lower()}")
    known = Registration.objects.filter(meeting=held, key=mine).first()
    if known is not None:
        return known if known.cancelled_at or known.forgotten_at else _say(known, person)
    if not (held.receives(moment) if at_door else held.takes_registrations(moment)):
        raise ValidationError(CLOSED)
    made = Registration(
        meeting=held,
        key=mine,
        number=next_number(held),
        way=Way.DOOR if at_door else Way.LINK,
        waiting=not at_door and is_full(held),
        registered_at=moment,
        attended_at=moment if at_door else None,
    )
    name_links(made)
    _say(made, person)
    if not at_door:
        write("meeting-waiting" if made.waiting else "meeting-confirmed", made)
    return made


def next_number(meeting: Meeting) -> int:
    """The next line of the sheet: the number of somebody who registered is never given to another. The meeting is locked."""
    last = Registration.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def name_links(made: Registration) -> None:
    """Only digests are kept of what opens a registration."""
    made.token_digest = token_digest(token_of(made))
    made.code_digest = code_digest(PLACE, code_of(made))


def _say(row: Registration, person: Person) -> Registration:
    if A_CHILD.search(person.name):
        raise ValidationError({"name": CHILD})
    if person.actor is not None and person.actor.territory_id != row.meeting.territory_id:
        raise ValidationError({"actor": "Choisissez un acteur de cette liste."})
    for field, value in _kept_as(person).items():
        setattr(row, field, value)
    save_checked(row)
    return row


def _kept_as(person: Person) -> dict[str, object]:
    """The fields of a registration, as they are kept: lists sorted, one space between words."""
    lists = {name: sorted(getattr(person, name)) for name in ("natures", "languages", "needs", "age_bands")}
    return {
        "name": " ".join(person.name.split()),
        "email": person.email.strip().lower(),
        "actor": person.actor,
        **lists,
    }


@transaction.atomic
def change_registration(
    *, registration: Registration, person: Person, now: datetime | None = None
) -> Registration:
    """Say otherwise who one is, or for whom one comes. A new address receives the confirmation."""
    row = _mine(registration, now or timezone.now())
    address = row.email
    _say(row, person)
    if row.email != address:
        outbox.cancel(kind="meeting-waiting" if row.waiting else "meeting-confirmed", scopes=[scope_of(row)])
        write("meeting-waiting" if row.waiting else "meeting-confirmed", row)
    return row


@transaction.atomic
def give_place_back(*, registration: Registration, now: datetime | None = None) -> None:
    """One will not come: whoever waited longest has the place. Twice is once."""
    moment = now or timezone.now()
    held = Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    row = Registration.objects.get(pk=registration.pk)
    if row.cancelled_at:
        return
    if held.is_over(moment) or row.attended_at:
        raise ValidationError(OVER)
    row.cancelled_at = moment
    row.save(update_fields=["cancelled_at"])
    outbox.cancel(kind=REMINDER, scopes=[scope_of(row)])
    promote(held, now=moment)


@transaction.atomic
def erase_registration(*, registration: Registration, now: datetime | None = None) -> None:
    """At somebody's request, or for what should never have been typed: the name goes at once, and the place if it is still to
    come. Who was there stays counted."""
    moment = now or timezone.now()
    held = Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    row = Registration.objects.get(pk=registration.pk)
    if not (row.cancelled_at or row.attended_at or held.is_over(moment)):
        row.cancelled_at = moment
    row.name, row.email, row.needs = "", "", []
    row.forgotten_at = row.forgotten_at or moment
    row.save(update_fields=["cancelled_at", "name", "email", "needs", "forgotten_at"])
    outbox.erase(scopes=[scope_of(row)])
    promote(held, now=moment)


def _mine(registration: Registration, moment: datetime) -> Registration:
    held = Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    row = Registration.objects.select_related("meeting__territory__programme").get(pk=registration.pk)
    if row.cancelled_at:
        raise ValidationError(GONE)
    if held.is_over(moment) or row.forgotten_at:
        raise ValidationError(OVER)
    return row


def registration_of_link(token: str) -> Registration | None:
    """The registration that a link opens."""
    found = Registration.objects.select_related("meeting__territory__programme", "actor")
    return found.filter(token_digest=token_digest(token)).first()


def registration_of_code(meeting: Meeting, typed: str) -> Registration | None:
    """The registration to this meeting of a code typed at its door."""
    code = read_code(typed[:40])
    if code is None:
        return None
    found = Registration.objects.select_related("meeting__territory__programme", "actor")
    return found.filter(meeting=meeting, code_digest=code_digest(PLACE, code)).first()


@transaction.atomic
def remind(*, now: datetime | None = None) -> int:
    """Two days before, one reminder to whoever is still coming and had registered earlier; how many."""
    moment = now or timezone.now()
    soon = Meeting.objects.filter(
        cancelled_at__isnull=True, starts_at__gt=moment, starts_at__lte=moment + REMIND
    ).order_by("pk")
    told = 0
    for meeting in soon.select_for_update():
        rows = Registration.objects.filter(
            meeting=meeting, cancelled_at__isnull=True, waiting=False, reminded_at__isnull=True
        )
        early = rows.filter(registered_at__lt=meeting.starts_at - REMIND).exclude(email="")
        for each in early.select_related("meeting__territory__programme").order_by("number"):
            each.reminded_at = moment
            each.save(update_fields=["reminded_at"])
            write(REMINDER, each, sequence=meeting.sequence, valid_until=meeting.starts_at)
            told += 1
    return told


def forget_people(*, now: datetime | None = None) -> int:
    """Three months after a meeting, nobody's name is kept, nor the mails about it; how many people.

    The actor, the natures of engagement and the attendance stay: they name nobody.
    """
    moment = now or timezone.now()
    today, done = timezone.localdate(moment), 0
    rows = Registration.objects.filter(forgotten_at__isnull=True).values("meeting")
    sheets = MeetingFile.objects.filter(sort=MeetingFile.Sort.SHEET).values("meeting")
    named = Q(pk__in=rows) | Q(pk__in=sheets)
    for meeting in Meeting.objects.filter(named, ends_at__lt=moment).order_by("pk"):
        if months_after(timezone.localdate(meeting.ends_at), MONTHS_KEPT) <= today:
            done += _forget(meeting, moment)
    return done


@transaction.atomic
def _forget(meeting: Meeting, moment: datetime) -> int:
    rows = list(Registration.objects.filter(meeting=meeting, forgotten_at__isnull=True).order_by("pk"))
    outbox.erase(scopes=[scope_of(each) for each in rows])
    Apart.objects.filter(meeting=meeting).delete()
    sheets = MeetingFile.objects.filter(meeting=meeting, sort=MeetingFile.Sort.SHEET)
    for each in sheets:
        transaction.on_commit(partial(each.file.storage.delete, str(each.file.name)))
    sheets.delete()
    return Registration.objects.filter(pk__in=[each.pk for each in rows]).update(
        name="", email="", needs=[], forgotten_at=moment
    )
