"""Saying where a commitment stands, and reminding those who carry it, a few times and then no more."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from maillage.core.models import Mail, Policy
from maillage.core.outbox import cancel, post
from maillage.plans.models import ENDED, EXPLAINED, Commitment, Party, PartyRole, State, Update
from maillage.plans.services.links import letter_of
from maillage.programmes.held_texts.services import guard_text
from maillage.programmes.services import save_checked
from maillage.territories.models import Actor

GIVEN_BACK: Final = "maillage.plans.services.following.give_back"
WHY: Final = "Dites pourquoi\u00a0: c’est ce qui sert aux autres."
LONGEST: Final = 2000
REMINDER: Final = "commitment_due"
SUBJECT: Final = "Où en est votre engagement\u202f?"
# Days after the date: a month before, on the day, a month after; each lasts until the next one, the last one a week.
MOMENTS: Final = (-30, 0, 30)
LAST_FOR: Final = 7
FORGOTTEN_AFTER: Final = timedelta(days=91)
SETTLED: Final = timedelta(days=14)  # whoever has just said where it stands is not asked again


@dataclass(frozen=True)
class Kept:
    """What became of what was said; held: its words are read by the facilitators first."""

    update: Update
    held: bool


@transaction.atomic
def save_update(
    *,
    commitment: Commitment,
    state: str,
    percent: int,
    text: str = "",
    key: uuid.UUID,
    party: Party | None = None,
    user: Any = None,
    now: datetime | None = None,
) -> Kept:
    """Say where a commitment stands. The same page sent twice is one update; nothing said before is rewritten.

    percent: 0 to 100. A text that may speak of a child is held apart, and the rest is kept.
    """
    words = text.strip()
    known = Update.objects.filter(key=key, commitment=commitment).first()
    if known is not None:
        return Kept(known, held=bool(words) and not known.text)
    row = Commitment.objects.select_for_update(of=("self",)).select_related("territory__programme")
    held = row.get(pk=commitment.pk)
    if held.removed_at is not None:
        raise ValidationError("Cet engagement a été retiré de la liste. Les pilotes peuvent l’y remettre.")
    if state in EXPLAINED and not words:
        raise ValidationError({"text": WHY})
    if len(words) > LONGEST:
        raise ValidationError({"text": f"Pas plus de {LONGEST} caractères."})
    made = Update(
        commitment=held,
        state=state,
        percent=100 if state == State.KEPT else percent,
        party=party,
        author=user,
        key=key,
        said_at=now or timezone.now(),
    )
    save_checked(made)
    _take_back(held.parties.values_list("pk", flat=True))
    return Kept(made, held=_keep_words(made, words))


def _keep_words(update: Update, words: str) -> bool:
    territory = update.commitment.territory
    held = words and guard_text(
        programme=territory.programme,
        text=words,
        origin=f"Nouvelles d’un engagement, {territory.name}",
        on_release=GIVEN_BACK,
        release_with={"pk": update.pk},
        known=list(Actor.objects.filter(territory=territory).values_list("name", flat=True)),
    )
    if words and not held:
        update.text = words
        update.save(update_fields=["text"])
    return bool(held)


def give_back(*, text: str, pk: int) -> None:
    """A false alarm: the words go where they were written."""
    Update.objects.filter(pk=pk, text="").update(text=text)


def remind_holders(*, today: date | None = None, now: datetime | None = None) -> int:
    """Ask those who carry a commitment that is due where it stands; how many mails were written.

    Three times at most for one date, never once it is kept, transformed or given up, nor to whoever said « stop ».
    """
    day, moment = today or timezone.localdate(), now or timezone.now()
    first, last = day - timedelta(days=MOMENTS[-1] + LAST_FOR - 1), day - timedelta(days=MOMENTS[0])
    holders = Party.objects.filter(
        role=PartyRole.HOLDER,
        left_at__isnull=True,
        reminders_off_at__isnull=True,
        commitment__removed_at__isnull=True,
        commitment__due_on__range=(first, last),
    ).exclude(email="")
    due = list(holders.select_related("commitment__territory__programme", "actor").order_by("pk"))
    told = _last_updates(each.commitment_id for each in due)
    count = 0
    for party in due:
        state, said_at = told.get(party.commitment_id, (State.ONGOING, None))
        if state not in ENDED and (said_at is None or said_at <= moment - SETTLED):
            with transaction.atomic():
                count += _remind(party, day)
    return count


def _last_updates(commitments: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    rows = Update.objects.filter(commitment__in=list(commitments)).order_by("pk")
    return {row: (state, at) for row, state, at in rows.values_list("commitment", "state", "said_at")}


def _remind(party: Party, day: date) -> int:
    due_on = party.commitment.due_on
    passed = (day - due_on).days
    which = max(i for i, days in enumerate(MOMENTS) if passed >= days)
    recipient, scope = party.email.lower(), f"party:{party.pk}"
    sequence = due_on.toordinal() * len(MOMENTS) + which  # another date is another story
    if Mail.objects.filter(kind=REMINDER, recipient=recipient, scope=scope, sequence=sequence).exists():
        return 0
    programme = party.commitment.territory.programme
    post(
        kind=REMINDER,
        recipient=recipient,
        scope=scope,
        sequence=sequence,
        subject=SUBJECT,
        body=render_to_string("plans/mail/reminder.txt", letter_of(party) | {"late": passed > 0}),
        policy=Policy.AT_MOST_ONCE,
        reply_to=programme.facilitator_contact,
        space=programme.slug,
    )
    return 1


@transaction.atomic
def stop_reminders(*, party: Party, stop: bool, now: datetime | None = None) -> None:
    """No reminder any more, or reminders again. One that is written and has not left is taken back."""
    Party.objects.filter(pk=party.pk).update(reminders_off_at=(now or timezone.now()) if stop else None)
    if stop:
        _take_back([party.pk])


def _take_back(parties: Iterable[int]) -> None:
    cancel(kind=REMINDER, scopes=[f"party:{each}" for each in parties])


@transaction.atomic
def forget_addresses(*, now: datetime | None = None) -> int:
    """Erase the addresses of those whose commitment ended three months ago; how many. Their link still opens."""
    moment = now or timezone.now()
    written = Party.objects.exclude(email="")
    told = _last_updates(written.values_list("commitment", flat=True).distinct())
    over = [
        pk for pk, (state, said_at) in told.items() if state in ENDED and said_at <= moment - FORGOTTEN_AFTER
    ]
    return written.filter(commitment__in=over).update(email="")
