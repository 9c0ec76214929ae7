"""Asking for a plan of the tables, keeping it, following it in the room. How people are seated is computed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.meetings.models import Apart, Meeting, Registration, Seat, Seating, SeatingState
from maillage.meetings.queries.registrations import room_of
from maillage.programmes.services import save_checked

FEWEST: Final = 4  # people: under it there is nothing to plan
TOO_FEW: Final = "Un plan de table se fait à partir de quatre personnes inscrites."
RUNNING: Final = "Un plan se calcule déjà pour cette rencontre."
OVER: Final = "Tous les tours sont joués\u202f: ce plan ne change plus."


def _locked(meeting: Meeting) -> Meeting:
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.seatings.filter(state=SeatingState.WAITING).exists():  # type: ignore[attr-defined]
        raise ValidationError(RUNNING)
    return row


@transaction.atomic
def ask_plan(
    *, meeting: Meeting, tables: int, rounds: int, together: Iterable[str] = (), now: datetime | None = None
) -> Seating:
    """Ask for a new plan of those who have a place. together: natures that are never alone at a table."""
    held = _locked(meeting)
    people = room_of(held).coming
    if len(people) < FEWEST:
        raise ValidationError(TOO_FEW)
    if tables * 2 > len(people):
        raise ValidationError({"tables": "Deux personnes au moins par table\u00a0: mettez moins de tables."})
    made = Seating(
        meeting=held,
        tables=tables,
        rounds=rounds,
        together=list(together),
        asked_at=now or timezone.now(),
    )
    save_checked(made)
    return made


@transaction.atomic
def ask_change(*, seating: Seating, absent: Iterable[int], now: datetime | None = None) -> Seating:
    """Ask for the same plan without those who did not come; the rounds that were played stay as they were.

    absent: registrations of the meeting. Whoever registered since gets a chair.
    """
    held = _locked(seating.meeting)
    before = Seating.objects.get(pk=seating.pk)
    if before.played >= before.rounds:
        raise ValidationError(OVER)
    known = set(Registration.objects.filter(meeting=held).values_list("pk", flat=True))
    gone = set(absent)
    if not gone <= known:
        raise ValidationError("Ces personnes ne sont pas inscrites à cette rencontre.")
    made = Seating(
        meeting=held,
        tables=before.tables,
        rounds=before.rounds,
        played=before.played,
        together=before.together,
        absent=sorted(gone),
        follows=before,
        asked_at=now or timezone.now(),
    )
    save_checked(made)
    return made


@transaction.atomic
def keep_plan(
    *,
    seating: Seating,
    seats: Iterable[tuple[int, int, int]],
    told: Mapping[str, Any],
    now: datetime | None = None,
) -> None:
    """Write a plan that was computed. seats: (registration, round, table), from 1. Delivered twice, it is kept once."""
    row = Seating.objects.select_for_update().get(pk=seating.pk)
    if row.state != SeatingState.WAITING:
        return
    Seat.objects.bulk_create(
        Seat(seating=row, registration_id=who, round=round_, table=table) for who, round_, table in seats
    )
    row.state, row.told, row.planned_at = SeatingState.READY, dict(told), now or timezone.now()
    row.save(update_fields=["state", "told", "planned_at"])


@transaction.atomic
def give_up_plan(*, seating: Seating) -> None:
    """The computation broke off: it may be asked again."""
    Seating.objects.filter(pk=seating.pk, state=SeatingState.WAITING).update(state=SeatingState.FAILED)


@transaction.atomic
def play_round(*, seating: Seating, round_: int) -> None:
    """A round was played: it does not change any more."""
    row = Seating.objects.select_for_update().get(pk=seating.pk)
    if row.state == SeatingState.READY and row.played < round_ <= row.rounds:
        row.played = round_
        row.save(update_fields=["played"])


@transaction.atomic
def keep_apart(*, meeting: Meeting, one: int, other: int) -> Apart:
    """Two people of a meeting who do not sit together in the next plan."""
    known = set(
        Registration.objects.filter(meeting=meeting, pk__in=[one, other]).values_list("pk", flat=True)
    )
    if len(known) < 2:
        raise ValidationError("Choisissez deux personnes différentes, inscrites à cette rencontre.")
    made = Apart(meeting=meeting, one_id=min(one, other), other_id=max(one, other))
    save_checked(made)
    return made


@transaction.atomic
def let_meet(*, apart: Apart) -> None:
    """They may sit together again."""
    apart.delete()
