"""What one may do with a meeting: prepare it, write its agenda, open its registrations, move it, cancel it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.core.childtext import findings
from maillage.core.tokens import token_digest, token_from
from maillage.meetings.models import AgendaItem, Meeting, MinutesRevision, Registration
from maillage.meetings.services.letters import write_to_all
from maillage.meetings.services.places import promote
from maillage.meetings.services.workshops import NAMED
from maillage.programmes.services import save_checked
from maillage.territories.models import Territory

LINK: Final = "meeting-link"
DOOR: Final = "meeting-door"
CANCELLED: Final = "Cette rencontre est annulée\u202f: elle ne change plus."
GUARDED: Final = ("title", "purpose", "place")
MOVES: Final = ("starts_at", "ends_at", "place")


@dataclass(frozen=True)
class AgendaLine:
    """A line of an agenda as it was typed. item: the one that it changes; a line without a title is taken away."""

    item: int | None
    title: str
    minutes: int | None = None
    led_by: str = ""


@transaction.atomic
def hold_meeting(*, territory: Territory, **fields: Any) -> Meeting:
    """Prepare a meeting. Its links exist at once; nobody registers before they are opened."""
    _refuse_names(fields)
    made = Meeting(territory=territory, **fields)
    made.token_digest = token_digest(token_of(made, LINK))
    made.door_digest = token_digest(token_of(made, DOOR))
    save_checked(made)
    return made


@transaction.atomic
def update_meeting(*, meeting: Meeting, now: datetime | None = None, **fields: Any) -> Meeting:
    """Change what is said of a meeting. A new hour or place moves it in every calendar."""
    _refuse_names(fields)
    moment, held = now or timezone.now(), locked(meeting)
    moved = any(name in fields and getattr(held, name) != fields[name] for name in MOVES)
    for name, value in fields.items():
        setattr(held, name, value)
    held.sequence += moved
    held.changed_at = moment
    save_checked(held)
    if moved and not held.is_over(moment):
        Registration.objects.filter(meeting=held).update(reminded_at=None)
        write_to_all("meeting-moved", held)
    promote(held, now=moment)
    return held


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, now: datetime | None = None) -> None:
    """It will not take place: everybody who was coming, or waited, is told once."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.is_cancelled:
        return
    moment = now or timezone.now()
    if held.has_begun(moment):
        raise ValidationError("Cette rencontre a commencé\u202f: elle ne s’annule plus.")
    held.cancelled_at = held.changed_at = moment
    held.sequence += 1
    held.save(update_fields=["cancelled_at", "changed_at", "sequence"])
    write_to_all("meeting-cancelled", held)


@transaction.atomic
def open_registrations(*, meeting: Meeting, opened: bool) -> None:
    """Let people register by the link, or no longer."""
    held = locked(meeting)
    held.registration_open = opened
    held.save(update_fields=["registration_open"])


@transaction.atomic
def write_agenda(*, meeting: Meeting, lines: Sequence[AgendaLine], now: datetime | None = None) -> None:
    """The agenda as it reads now, in the order of the lines. In the room somebody may be writing on a point, without network:
    from then on points are added and renamed, and none is taken away."""
    held = locked(meeting)
    known = {each.pk: each for each in AgendaItem.objects.filter(meeting=held)}
    for position, line in enumerate(lines, 1):
        item = known.get(line.item or 0) or AgendaItem(meeting=held)
        if line.title:
            if findings(line.title):
                raise ValidationError(NAMED)
            item.position, item.title = position, line.title
            item.minutes, item.led_by = line.minutes, line.led_by
            save_checked(item)
        elif item.pk:
            _take_away(item, begun=held.has_begun(now) or held.receives(now))


def _take_away(item: AgendaItem, *, begun: bool) -> None:
    """What was written of a point, or may be, stays with it."""
    if begun or MinutesRevision.objects.filter(item=item).exists():
        raise ValidationError(
            f"On a peut-être écrit sur «\u00a0{item.title}\u00a0»\u202f: ce point ne se retire plus."
        )
    item.delete()


def locked(meeting: Meeting) -> Meeting:
    """The meeting, held until the end of the transaction: whoever comes meanwhile waits for their turn."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.is_cancelled:
        raise ValidationError(CANCELLED)
    return held


def _refuse_names(fields: dict[str, Any]) -> None:
    wrong = {name: NAMED for name in GUARDED if findings(fields.get(name) or "")}
    if wrong:
        raise ValidationError(wrong)


def token_of(meeting: Meeting, purpose: str) -> str:
    """The secret of a link of a meeting: the same each time it is asked for, so that it can be printed again."""
    return token_from(purpose, str(meeting.seed))


def link_of(meeting: Meeting) -> str:
    """The address where one registers."""
    return reverse("attend:register", args=[token_of(meeting, LINK)])


def meeting_of_link(token: str) -> Meeting | None:
    """The meeting of a registration link, also when it is over or cancelled: one may still read that."""
    found = Meeting.objects.select_related("territory__programme", "body")
    return found.filter(token_digest=token_digest(token)).first()
