"""Minutes by several hands: each version is kept, the last one is read, and who wrote over somebody is told so."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from maillage.core.childtext import findings
from maillage.core.tokens import token_digest, token_from
from maillage.core.uploads import Accepted, accept, random_name
from maillage.meetings.models import CalendarLink, Decision, Meeting, MeetingFile, MinutesRevision
from maillage.meetings.queries.minutes import latest_minutes
from maillage.meetings.services.gatherings import locked
from maillage.meetings.services.workshops import NAMED
from maillage.programmes.services import save_checked
from maillage.territories.models import Actor, Territory
from maillage.territories.queries import visible_to

CALENDAR: Final = "meeting-calendar"
LONGEST: Final = 8000


@dataclass(frozen=True)
class Written:
    """What became of a page of minutes, point by point: its version now, those that covered somebody's, those refused."""

    numbers: dict[int, int] = field(default_factory=dict)
    over: dict[int, int] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def write_minutes(
    *,
    meeting: Meeting,
    texts: Mapping[int, tuple[str, int]],
    key: uuid.UUID,
    user: Any,
    now: datetime | None = None,
) -> Written:
    """Keep what changed on a page. texts: {point: (text, the version one started from)}. `key` names this sending: what was
    received twice is kept once. A point that may speak of a child is refused, and the others are kept."""
    moment, held = now or timezone.now(), locked(meeting)
    points = {each.pk: each for each in held.items.all()}  # type: ignore[attr-defined]
    said, known = Written(), {each.pk: each for each in _versions(held)}
    last = latest_minutes(held)
    for point, (typed, seen) in texts.items():
        text, newest = typed.strip().replace("\r\n", "\n"), last.get(point)
        said.numbers[point] = newest.number if newest else 0
        if point not in points or text == _seen(known, point, seen) or (newest and text == newest.text):
            continue
        mine = uuid.uuid5(key, f"{point}:{seen}:{text}")
        if any(each.item_id == point and each.key == mine for each in known.values()):
            continue
        if wrong := _wrong(text):
            said.refused[point] = wrong
            continue
        covered = newest.number if newest and newest.number != seen else None
        made = MinutesRevision(
            item=points[point],
            number=said.numbers[point] + 1,
            text=text,
            over=covered,
            key=mine,
            author=user,
            written_at=moment,
        )
        save_checked(made)
        said.numbers[point] = made.number
        if covered:
            said.over[point] = covered
    return said


def _versions(meeting: Meeting) -> list[MinutesRevision]:
    return list(MinutesRevision.objects.filter(item__meeting=meeting).order_by("item", "number"))


def _seen(known: Mapping[int, MinutesRevision], point: int, number: int) -> str:
    """The text one started from: left as it is, a box writes nothing over anybody."""
    rows = (each.text for each in known.values() if each.item_id == point and each.number == number)
    return next(rows, "")


def _wrong(text: str) -> str:
    if len(text) > LONGEST:
        return f"Un point tient en {LONGEST}\u00a0signes\u202f: joignez le reste en document."
    return NAMED if findings(text) else ""


@transaction.atomic
def erase_version(*, revision: MinutesRevision) -> None:
    """What should never have been written (a name, a situation): the text goes, and the version says that there was one."""
    MinutesRevision.objects.filter(pk=revision.pk).update(text="")


@transaction.atomic
def note_decision(
    *, meeting: Meeting, text: str, follower: Actor | None = None, now: datetime | None = None
) -> Decision:
    """Write what was decided, and the actor that follows it."""
    held = locked(meeting)
    if findings(text):
        raise ValidationError({"text": NAMED})
    if follower is not None and follower.territory_id != held.territory_id:
        raise ValidationError({"follower": "Choisissez un acteur de ce territoire."})
    made = Decision(meeting=held, text=text.strip(), follower=follower, noted_at=now or timezone.now())
    save_checked(made)
    return made


@transaction.atomic
def withdraw_decision(*, decision: Decision, now: datetime | None = None) -> None:
    """Noted by mistake: it is no longer shown, and stays in the base."""
    Decision.objects.filter(pk=decision.pk, removed_at__isnull=True).update(removed_at=now or timezone.now())


def add_file(*, meeting: Meeting, title: str, sort: str, file: UploadedFile) -> MeetingFile:
    """Keep a document or a photo, once it was let in."""
    return _keep(meeting, title, sort, accept(file))  # judged before the base is locked: it may take seconds


@transaction.atomic
def _keep(meeting: Meeting, title: str, sort: str, kept: Accepted) -> MeetingFile:
    if findings(title):
        raise ValidationError({"title": NAMED})
    made = MeetingFile(
        meeting=meeting,
        title=title,
        sort=sort,
        name=kept.name,
        kind=kept.kind,
        size=kept.size,
        added_at=timezone.now(),
    )
    made.file = ContentFile(kept.content, name=random_name(kept.kind))  # type: ignore[assignment]
    save_checked(made)
    return made


@transaction.atomic
def remove_file(*, piece: MeetingFile) -> None:
    """Joined by mistake; it leaves the disk once the base knows."""
    storage, name = piece.file.storage, str(piece.file.name)
    piece.delete()
    transaction.on_commit(lambda: storage.delete(name))


# --- The calendar of a territory -------------------------------------------------------------------
@transaction.atomic
def follow_calendar(*, territory: Territory, user: Any, anew: bool = False) -> CalendarLink:
    """The private address of a calendar; `anew`: another one, and the former no longer opens anything."""
    found = CalendarLink.objects.filter(territory=territory, user=user).first()
    if found is not None and not anew:
        return found
    made = CalendarLink(territory=territory, user=user)
    if found is not None:
        found.delete()
    made.token_digest = token_digest(calendar_token(made))
    save_checked(made)
    return made


def calendar_token(link: CalendarLink) -> str:
    """Its secret."""
    return token_from(CALENDAR, str(link.seed))


def calendar_of_link(token: str) -> Territory | None:
    """The territory of a calendar link, as long as whoever asked for it has a role there."""
    found = CalendarLink.objects.select_related("user").filter(token_digest=token_digest(token)).first()
    return visible_to(found.user).filter(pk=found.territory_id).first() if found else None
