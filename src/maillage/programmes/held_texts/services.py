"""What one may do with a text that may speak of a child: keep it apart, decide, give it back, erase it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from maillage.accounts.models import User
from maillage.core.childtext import findings
from maillage.programmes.held_texts.mails import write_to_moderators
from maillage.programmes.held_texts.seals import digest, seal, unseal
from maillage.programmes.models import HeldText, HeldTextState, Programme

ESCALATED_AFTER: Final = timedelta(hours=24)
ERASED_AFTER: Final = timedelta(
    days=6
)  # the promise is seven days: a purge that is late for a day still holds it


def guard_text(
    *,
    programme: Programme,
    text: str,
    origin: str,
    on_release: str = "",
    release_with: Mapping[str, Any] | None = None,
    known: Collection[str] = (),
) -> HeldText | None:
    """Nothing when the text may be kept; else the text held, which the caller must then not keep.

    `on_release`: dotted path of the service that takes the text back after a false alarm, called with `text` and
    `release_with` (plain values: numbers, identifiers). `known`: names expected there, the actors of the roster.
    """
    found = findings(text, known=known)
    if not found or _was_given_back(programme, text):
        return None
    return hold_text(
        programme=programme,
        text=text,
        origin=origin,
        rules=[one.rule for one in found],
        on_release=on_release,
        release_with=release_with,
    )


def _was_given_back(programme: Programme, text: str) -> bool:
    read = HeldText.objects.filter(programme=programme, state=HeldTextState.FALSE_ALARM)
    return read.filter(digest=digest(text)).exists()


@transaction.atomic
def hold_text(
    *,
    programme: Programme,
    text: str,
    origin: str,
    rules: Collection[str] = (),
    on_release: str = "",
    release_with: Mapping[str, Any] | None = None,
) -> HeldText:
    """Keep a text apart and tell the facilitators; the same text from the same place, sent twice, is held once."""
    if on_release:
        import_string(on_release)  # a mistake shows now, not on the day of the decision
    mark, place = digest(text), dict(release_with or {})
    waiting = HeldText.objects.filter(
        programme=programme, state=HeldTextState.PENDING, digest=mark, origin=origin
    )
    known = waiting.filter(on_release=on_release, release_with=place).order_by("pk").first()
    if known is not None:
        return known
    held = HeldText(
        programme=programme,
        origin=origin,
        rules=sorted(set(rules)),
        sealed=seal(text),
        digest=mark,
        on_release=on_release,
        release_with=place,
    )
    held.full_clean()
    held.save()
    write_to_moderators(held=held, kind="held")  # in the same transaction: told if and only if it is held
    return held


def read_text(*, held: HeldText) -> str | None:
    """What was written; nothing once it is erased, or when it cannot be opened any more."""
    return None if held.erased_at else unseal(held.sealed)


@transaction.atomic
def decide(*, held: HeldText, user: User, state: str) -> HeldText:
    """Note the decision on a text. A false alarm gives the text back to where it came from, and forgets it here."""
    row = HeldText.objects.select_for_update().get(pk=held.pk)
    if not row.waits:
        raise ValidationError("Quelqu’un a déjà décidé pour ce texte.", code="decided")
    if state not in HeldTextState.values or state == HeldTextState.PENDING:
        raise ValidationError("Choisissez une des trois décisions.", code="unknown_decision")
    row.state, row.decided_by, row.decided_at = state, user, timezone.now()
    if state == HeldTextState.FALSE_ALARM:
        _give_back(row)
    row.full_clean()
    row.save()
    return row


def _give_back(row: HeldText) -> None:
    text = unseal(row.sealed)
    if text is None:
        raise ValidationError(
            "Ce texte ne s’ouvre plus\u00a0: la clé secrète a changé. Il ne peut pas être rendu.",
            code="lost_key",
        )
    if row.on_release:
        import_string(row.on_release)(text=text, **row.release_with)
        _forget(row, timezone.now())


def _forget(row: HeldText, now: datetime) -> None:
    # The digest stays: a text that somebody has read and given back is not held again by the next reading.
    row.sealed, row.release_with, row.erased_at = b"", {}, now


@transaction.atomic
def erase_decided(*, now: datetime | None = None) -> int:
    """Erase what was written in the texts decided some days ago. What waits for a decision is never erased."""
    moment = now or timezone.now()
    done = HeldText.objects.filter(erased_at__isnull=True, decided_at__lte=moment - ERASED_AFTER)
    return done.exclude(state=HeldTextState.PENDING).update(
        sealed=b"", digest="", release_with={}, erased_at=moment
    )


@transaction.atomic
def escalate_waiting(*, now: datetime | None = None) -> int:
    """Remind the facilitators, once, of each text that has waited a whole day."""
    moment = now or timezone.now()
    late = HeldText.objects.select_for_update(of=("self",)).filter(
        state=HeldTextState.PENDING, escalated_at__isnull=True, held_at__lte=moment - ESCALATED_AFTER
    )
    texts = list(late.select_related("programme").order_by("pk"))
    for held in texts:
        HeldText.objects.filter(pk=held.pk).update(escalated_at=moment)
        write_to_moderators(held=held, kind="waits")
    return len(texts)
