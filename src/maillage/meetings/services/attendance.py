"""Who was there: at the door by a phone, or from the paper sheet in one line typed afterwards. It is data: never a reproach."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.core.tokens import token_digest
from maillage.core.typography import plural
from maillage.meetings.codes import Way
from maillage.meetings.models import MOST_PEOPLE, Meeting, Registration
from maillage.meetings.services.gatherings import DOOR, locked, token_of
from maillage.meetings.services.registrations import name_links, next_number
from maillage.programmes.services import save_checked

NOT_YET: Final = "L’accueil ouvre trois heures avant la rencontre, et ferme trois heures après."
EARLY: Final = "Cette rencontre n’a pas encore commencé\u202f: on ne sait pas qui y est venu."
MISREAD: Final = "Écrivez les numéros comme ceci\u00a0: 1-14, 17, 20."
RANGE: Final = re.compile(r"(\d{1,4})(?:\s*(?:-|–|—|à|a)\s*(\d{1,4}))?")

Line = tuple[str, str]  # sector or nothing, nature of engagement


def door_link(meeting: Meeting) -> str:
    """The address that is projected at the door."""
    return reverse("attend:door", args=[token_of(meeting, DOOR)])


def meeting_of_door(token: str) -> Meeting | None:
    """The meeting of a door."""
    found = Meeting.objects.select_related("territory__programme", "body")
    return found.filter(door_digest=token_digest(token)).first()


@transaction.atomic
def sign_in(*, registration: Registration, now: datetime | None = None) -> None:
    """Somebody is in the room: whoever waited, or had given the place back, is there all the same."""
    moment = now or timezone.now()
    held = Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    if not held.receives(moment):
        raise ValidationError(NOT_YET)
    row = Registration.objects.get(pk=registration.pk)
    if row.attended_at is None:
        _note(row, moment)


def _note(row: Registration, moment: datetime) -> None:
    row.attended_at, row.waiting, row.cancelled_at = moment, False, None
    row.save(update_fields=["attended_at", "waiting", "cancelled_at"])


def read_numbers(typed: str) -> set[int]:
    """« 1-14, 17, 20 » as numbers."""
    found: set[int] = set()
    rest = RANGE.sub("", typed)
    if re.sub(r"[\s,;.]", "", rest):
        raise ValidationError(MISREAD)
    for first, last in RANGE.findall(typed):
        low, high = int(first), int(last or first)
        if not low <= high < low + MOST_PEOPLE:
            raise ValidationError(MISREAD)
        found |= set(range(low, high + 1))
    return found


def as_typed(numbers: Collection[int]) -> str:
    """The same line, written for whoever types it again: {1, 2, 3, 5} gives « 1-3, 5 »."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)


@transaction.atomic
def type_sheet(
    *,
    meeting: Meeting,
    numbers: Collection[int],
    seen: Collection[int],
    counts: Mapping[Line, int],
    now: datetime | None = None,
) -> int:
    """Copy the paper sheet; how many people were there in all. `seen`: the numbers that the page showed as present. Only what
    was changed on the page changes: whoever signs in with a phone meanwhile stays."""
    moment, held = now or timezone.now(), locked(meeting)
    if held.starts_at > moment and not held.receives(moment):
        raise ValidationError(EARLY)
    rows = {each.number: each for each in Registration.objects.filter(meeting=held).exclude(way=Way.SHEET)}
    unknown = sorted(set(numbers) - set(rows))
    if unknown:
        raise ValidationError(
            f"Sur la feuille, {plural(len(unknown), 'numéro n’existe', 'numéros n’existent')} pas\u00a0: {as_typed(unknown)}."
        )
    for number in set(numbers) - set(seen):
        if rows[number].attended_at is None:
            _note(rows[number], moment)
    gone = set(seen) - set(numbers)
    Registration.objects.filter(meeting=held, number__in=gone).exclude(way=Way.SHEET).update(attended_at=None)
    for line, count in counts.items():
        _count(held, line, count, moment)
    return Registration.objects.filter(meeting=held, attended_at__isnull=False).count()


def _count(meeting: Meeting, line: Line, wanted: int, moment: datetime) -> None:
    """People who came without registering: as many lines as there were, without a name."""
    if not 0 <= wanted <= MOST_PEOPLE:
        raise ValidationError(f"On compte de 0 à {MOST_PEOPLE}.")
    sector, nature = line
    same = Registration.objects.filter(meeting=meeting, way=Way.SHEET, sector=sector, natures=[nature])
    known = list(same.order_by("number"))
    for each in known[wanted:]:
        each.delete()
    for _ in range(wanted - len(known)):
        made = Registration(
            meeting=meeting,
            number=next_number(meeting),
            way=Way.SHEET,
            sector=sector,
            natures=[nature],
            registered_at=moment,
            attended_at=moment,
        )
        name_links(made)
        save_checked(made)
