"""A sheet from its first screen to its receipt. Times are the server's; nothing saved is ever refused or overwritten.

The rule of closing (trust.md REL-07): a sheet begun before the wave closed may be sent for 24 hours more, and is
flagged late; what comes later still is kept aside, for the facilitator to include or not.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from maillage.surveys import tokens
from maillage.surveys.interface import notice_version
from maillage.surveys.kinds._words import FRENCH, refusal
from maillage.surveys.models import GRACE, Answer, Entry, Mode, Participation, Sheet, Wave
from maillage.surveys.questionnaires import asked_of, questionnaires
from maillage.surveys.services.mailing import cancel_reminders
from maillage.surveys.services.words import hold_words, propose_actors

FLOOD: Final = 600  # sheets of residents in an hour: twice the fullest room that was tried
TURNS: Final = (
    100  # times a save may be overtaken by others of the same question: they are two or three devices
)
SENT: Final = "sent"


class Line(NamedTuple):
    """What the log last says of a question."""

    revision: int
    value: Any
    device: str


@dataclass(frozen=True)
class Saved:
    """What became of a screen. `other` is the value that another device had saved meanwhile, kept in the log.

    `before`: the value of each question just before.
    """

    entry: Entry
    before: dict[str, Any]
    replayed: bool = False
    other: Any = None


@transaction.atomic
def start_sheet(
    *,
    wave: Wave,
    participation: Participation | None = None,
    questionnaire: str = "",
    mode: str = Mode.ALONE,
    language: str = "",
    path: str = "short",
    at: datetime | None = None,
) -> Sheet:
    """Begin a sheet, or take up the one this actor has begun: an actor has one, whoever holds its link.

    `language`: French unless it is said; said for a sheet already begun, it goes on in this one.
    """
    if participation is not None:
        Participation.objects.select_for_update().get(pk=participation.pk)
        begun = Sheet.objects.filter(participation=participation).first()
        if begun is not None:
            if language and language != begun.language:
                begun.language = language
                begun.save(update_fields=["language"])
            return begun
    asked = questionnaires()[questionnaire or wave.questionnaire]
    now = at or timezone.now()
    return Sheet.objects.create(
        wave=wave,
        participation=participation,
        questionnaire=asked.key,
        questionnaire_version=asked.version,
        notice_version=notice_version(),
        mode=mode,
        language=language or FRENCH,
        path=path,
        aside=participation is None and _is_flooded(wave, now),
        started_at=now,
    )


def _is_flooded(wave: Wave, now: datetime) -> bool:
    """Whether the link of the poster begins more sheets than a hall full of people would: they are then set aside."""
    lately = Sheet.objects.filter(
        wave=wave, participation__isnull=True, started_at__gt=now - timedelta(hours=1)
    )
    return lately.count() >= FLOOD


def save_entry(
    *,
    sheet: Sheet,
    question: str,
    value: Any,
    key: uuid.UUID,
    seen: int = 0,
    device: str = "",
    merge: Callable[[Any, Any], Any] | None = None,
) -> Saved:
    """Save one screen. `key` names this very save: sent twice, it is kept once. `seen`: the revision it was made from.

    `merge`: how this part of a question is added to its current value. When another device saved the same question
    since, the last one counts, the other stays in the log, and is told. One statement checks the sheet and writes: the
    base refuses a key or a revision twice, and whoever was overtaken reads the log again.
    """
    entry = Entry(sheet=sheet, question=question, key=key, device=device[:12])
    with _words_kept_still(sheet) if merge is keep_old else contextlib.nullcontext():
        for _ in range(TURNS):
            lines = last_lines(sheet)
            last = lines.get(question)
            entry.value = merge(last.value, value) if merge and last and last.value else value
            entry.revision = last.revision + 1 if last else 1
            if _append(entry):
                break
            known = _known(sheet, key)
            if known is not None:
                return known
            if Sheet.objects.values_list("submitted_at", flat=True).get(pk=sheet.pk) is not None:
                raise refusal(SENT)
        else:
            raise OperationalError(f"{question}: overtaken {TURNS} times")
    before = {asked: line.value for asked, line in lines.items()}
    if last is None or last.revision <= seen or last.device == entry.device or last.value == entry.value:
        return Saved(entry, before)
    return Saved(entry, before, other=last.value)


@contextlib.contextmanager
def _words_kept_still(sheet: Sheet) -> Iterator[None]:
    """A screen passed says again what was said, words included: they may not be taken out of the log meanwhile."""
    with transaction.atomic():
        Sheet.objects.select_for_update().get(pk=sheet.pk)
        yield


def _append(entry: Entry) -> bool:
    """Write a line of the log, unless the sheet was sent, or the base has this key or this revision already."""
    entry.saved_at = timezone.now()
    fields = [each for each in Entry._meta.concrete_fields if each.name not in {"id", "sheet"}]
    columns = [each.attname for each in fields]
    values = [each.get_db_prep_save(getattr(entry, each.attname), connection) for each in fields]
    lock = (
        "FOR UPDATE" if connection.features.has_select_for_update else ""
    )  # SQLite has one writer at a time
    try:
        with (
            transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"INSERT INTO surveys_entry (sheet_id, {', '.join(columns)}) SELECT id{', %s' * len(columns)}"
                f" FROM surveys_sheet WHERE id = %s AND submitted_at IS NULL {lock} RETURNING id",
                [*values, entry.sheet_id],
            )
            written = cursor.fetchall()  # to the end: until then SQLite has not kept it
    except IntegrityError:
        return False
    entry.pk = written[0][0] if written else None
    return bool(written)


def _known(sheet: Sheet, key: uuid.UUID) -> Saved | None:
    """What was kept under this key, if anything was."""
    found = Entry.objects.filter(key=key).first()
    if found is not None and found.sheet_id != sheet.pk:
        raise ValidationError("Cet envoi appartient à une autre feuille.")
    return Saved(found, values_of(sheet), replayed=True) if found else None


def keep_old(old: Any, new: Any) -> Any:
    """A screen passed changes nothing of what was said."""
    return old


def last_lines(sheet: Sheet) -> dict[str, Line]:
    """{question: last line of the log}, however long the log is.

    Written out because every screen saved waits for it: Django takes longer to write it than the base to answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT question, revision, value, device FROM surveys_entry WHERE sheet_id = %s AND (question, revision) IN"
            " (SELECT question, MAX(revision) FROM surveys_entry WHERE sheet_id = %s GROUP BY question) ORDER BY question",
            [sheet.pk, sheet.pk],
        )
        return {
            question: Line(revision, json.loads(value), device)
            for question, revision, value, device in cursor.fetchall()
        }


def values_of(sheet: Sheet) -> dict[str, Any]:
    """The current value of each question: that of its last revision."""
    return {question: line.value for question, line in last_lines(sheet).items()}


@transaction.atomic
def send_sheet(*, sheet: Sheet, at: datetime | None = None) -> str:
    """Send a sheet: its answers count, and a receipt is given. Sent twice, the receipt is the same."""
    locked = Sheet.objects.select_for_update().select_related("wave").get(pk=sheet.pk)
    receipt = tokens.receipt_of(locked.public_id)
    if locked.submitted_at is not None:
        return receipt
    if locked.withdrawn_at is not None:
        raise ValidationError("Cette feuille a été retirée.")
    now = at or timezone.now()
    closes = locked.wave.closes_at
    locked.late = bool(closes and now > closes)
    locked.aside = locked.aside or bool(
        closes and (now > closes + GRACE or (locked.late and locked.started_at > closes))
    )
    locked.submitted_at = now
    locked.receipt_digest = tokens.code_digest(receipt)
    locked.save(update_fields=["late", "aside", "submitted_at", "receipt_digest"])
    hold_words(locked)
    if locked.participation_id:
        cancel_reminders(participations=[locked.participation_id])
    if not locked.aside:
        _count(locked)
    return receipt


def _count(sheet: Sheet) -> None:
    """Write what the analysis reads, in place of what this actor may have sent before. Residents' sheets stand alone.

    The log keeps what was said of an actor that is then unticked; the analysis never reads it.
    """
    actor = sheet.participation
    if actor is None:
        return
    questionnaire, values = questionnaires()[sheet.questionnaire], values_of(sheet)
    Answer.objects.filter(participation=actor).delete()
    Answer.objects.bulk_create(
        Answer(
            participation=actor,
            question=each.key,
            kind=each.kind,
            value=asked_of(questionnaire, each, values),
        )
        for each in questionnaire.questions
        if values.get(each.key)
    )
    propose_actors(sheet, values)
    Participation.objects.filter(pk=actor.pk).update(answered=True)


@transaction.atomic
def include_sheet(*, sheet: Sheet) -> Sheet:
    """Count a sheet that came after the closing: the facilitator's decision."""
    locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.aside and locked.withdrawn_at is None:
        locked.aside = False
        locked.save(update_fields=["aside"])
        _count(locked)
    return locked


@transaction.atomic
def reopen_sheet(*, sheet: Sheet, receipt: str) -> Sheet:
    """Correct what was sent: the link alone is not enough, the receipt is asked for. What was sent counts until then."""
    locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
    _prove(locked, receipt)
    locked.submitted_at = None
    locked.receipt_digest = ""
    locked.save(update_fields=["submitted_at", "receipt_digest"])
    return locked


@transaction.atomic
def withdraw_sheet(*, sheet: Sheet, receipt: str) -> None:
    """Take one's answers back: they leave the wave, and every saved screen is erased."""
    locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
    _prove(locked, receipt)
    actor = locked.participation
    if actor is not None:
        Answer.objects.filter(participation=actor).delete()
        Participation.objects.filter(pk=actor.pk).update(answered=False)
    locked.entries.all().delete()
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])


def check_receipt(*, sheet: Sheet, receipt: str) -> None:
    """Whether this receipt is that of the sheet; ValidationError otherwise."""
    _prove(sheet, receipt)


def _prove(sheet: Sheet, typed: str) -> None:
    code = tokens.read_code(typed)
    if code is None or not sheet.receipt_digest or tokens.code_digest(code) != sheet.receipt_digest:
        raise refusal("receipt")
