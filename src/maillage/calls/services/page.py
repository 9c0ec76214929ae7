"""What one may do with the page of a call: open it, write it part by part, publish it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import Call, Document, LateCode, Milestone, Section
from maillage.calls.queries.page import obstacles
from maillage.calls.services.drafts import LATE
from maillage.core.tokens import code_digest, new_code, printed
from maillage.core.uploads import Accepted, accept, random_name
from maillage.programmes.models import Programme
from maillage.programmes.services import change, free_slug, save_checked

RESERVED: Final = ("creer",)
MOVED: Final = "Quelqu’un a modifié cette partie pendant que vous écriviez. Son texte est affiché ci-dessous\u00a0: reprenez-y ce que vous gardez, puis enregistrez."


class CallChanges(TypedDict, total=False):
    title: str
    summary: str
    contact_email: str
    places: int
    opens_at: datetime
    closes_at: datetime
    retention_months: int


@transaction.atomic
def create_call(*, programme: Programme, slug: str = "", **said: Unpack[CallChanges]) -> Call:
    """Open the page of a call; only its facilitators see it until it is published."""
    title = said.get("title", "")
    call = Call(programme=programme, slug=slug or free_slug(Call, title, reserved=RESERVED), **said)
    save_checked(call)
    return call


@transaction.atomic
def update_call(*, call: Call, **changes: Unpack[CallChanges]) -> Call:
    """Change what a call says of itself. Its address stays: it has been printed."""
    change(call, changes)
    return call


@transaction.atomic
def publish_call(*, call: Call, now: datetime | None = None) -> Call:
    """Show the call to everybody, once nothing is missing."""
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if locked.is_public:
        return locked
    missing = [one.sentence for one in obstacles(locked, now=now) if one.stops]
    if missing:
        raise ValidationError(missing)
    change(locked, {"published_at": now or timezone.now()})
    return locked


# --- Its parts -------------------------------------------------------------------------------------
def mark_of(section: Section) -> str:
    """What a part says now, in a few letters: two people writing at once are told."""
    return hashlib.sha256(f"{section.title}\n{section.body}".encode()).hexdigest()[:16]


@transaction.atomic
def add_section(*, call: Call, title: str, body: str = "") -> Section:
    """Add a part at the end of the page."""
    last = Section.objects.filter(call=call).aggregate(last=Max("position"))["last"]
    section = Section(call=call, title=title, body=body, position=0 if last is None else last + 1)
    save_checked(section)
    return section


@transaction.atomic
def update_section(*, section: Section, title: str, body: str, seen: str = "") -> Section:
    """Rewrite a part. `seen`: the mark of the text one started from; another text in between is not covered."""
    locked = Section.objects.select_for_update().get(pk=section.pk)
    if seen and seen != mark_of(locked) and (title, body) != (locked.title, locked.body):
        raise ValidationError(MOVED, code="moved")
    change(locked, {"title": title, "body": body})
    return locked


@transaction.atomic
def move_section(*, section: Section, up: bool) -> None:
    """Exchange a part with its neighbour; the first does not go up, the last does not go down."""
    order = list(Section.objects.select_for_update().filter(call=section.call_id))
    here = order.index(section)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    for position, one in enumerate(order):
        one.position = position
    Section.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove_section(*, section: Section) -> None:
    """Take a part off the page."""
    section.delete()


# --- Its dates -------------------------------------------------------------------------------------
@transaction.atomic
def add_milestone(*, call: Call, **said: Any) -> Milestone:
    """Add a date to know."""
    milestone = Milestone(call=call, **said)
    save_checked(milestone)
    return milestone


@transaction.atomic
def update_milestone(*, milestone: Milestone, **changes: Any) -> Milestone:
    """Correct a date; whoever subscribed sees it move."""
    change(milestone, changes)
    return milestone


@transaction.atomic
def remove_milestone(*, milestone: Milestone) -> None:
    """Take a date away."""
    milestone.delete()


# --- Its documents ---------------------------------------------------------------------------------
def add_document(*, call: Call, title: str, file: UploadedFile) -> Document:
    """Offer a file, once it was let in."""
    return _keep_document(call, title, accept(file))  # judged before the base is locked: it may take seconds


@transaction.atomic
def _keep_document(call: Call, title: str, kept: Accepted) -> Document:
    document = Document(call=call, title=title, name=kept.name, kind=kept.kind, size=kept.size)
    document.file = ContentFile(kept.content, name=random_name(kept.kind))  # type: ignore[assignment]
    save_checked(document)
    return document


@transaction.atomic
def remove_document(*, document: Document) -> None:
    """Withdraw a file; it leaves the disk once the base knows."""
    storage, name = document.file.storage, str(document.file.name)
    document.delete()
    transaction.on_commit(lambda: storage.delete(name))


# --- Its late codes --------------------------------------------------------------------------------
@transaction.atomic
def give_late_code(
    *, call: Call, given_by: User, reason: str, valid_until: datetime, now: datetime | None = None
) -> tuple[LateCode, str]:
    """A code that opens the call to one application after its deadline. It is told once: only its digest is kept."""
    if valid_until <= (now or timezone.now()):
        raise ValidationError({"valid_until": "Choisissez un moment à venir."}, code="past")
    code = new_code()
    given = LateCode(
        call=call, digest=code_digest(LATE, code), reason=reason, valid_until=valid_until, given_by=given_by
    )
    save_checked(given)
    return given, printed(code)
