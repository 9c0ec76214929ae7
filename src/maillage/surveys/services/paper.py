"""Paper: letters and posters, then the sheets that come back, typed once, and one in ten twice.

Tokens are printed in the act that makes them. A sheet typed back is a sheet like the others, sent the same way. What is
typed the second time is kept in the same log, under the question's key and SECOND: it is erased with the sheet, and
counts for nothing until a person has settled what differs.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.surveys import tokens
from maillage.surveys.models import Entry, Mode, Participation, Sheet, Wave
from maillage.surveys.paper import documents
from maillage.surveys.paper.numbers import printed, public_id_of
from maillage.surveys.queries import paper as reading
from maillage.surveys.services.collecting import invite, open_to_residents
from maillage.surveys.services.sheets import (
    include_sheet,
    reopen_sheet,
    save_entry,
    send_sheet,
    start_sheet,
    values_of,
)

BEGUN: Final = (
    "Des structures ont commencé à répondre, et un nouveau code ouvrirait leur feuille\u00a0: "
    "seul le tiers facilitateur fait maintenant des lettres."
)


@transaction.atomic
def make_letters(*, wave: Wave, everybody: bool = False, again: bool = False) -> bytes:
    """New invitations, on paper: for the actors without an address, or for all. The links they had stop working.

    All or nothing: a PDF that cannot be made leaves the links as they were. Once a sheet is begun, whoever holds a new
    code could read it: letters are then made `again` by the facilitator only.
    """
    locked = Wave.objects.select_for_update().select_related("territory__programme").get(pk=wave.pk)
    if not reading.may_be_asked(locked):
        raise ValidationError("Choisissez le questionnaire et la fermeture de cette vague avant d’imprimer.")
    if not again and Sheet.objects.filter(wave=locked, participation__isnull=False).exists():
        raise ValidationError(BEGUN)
    chosen = reading.addressees(locked, everybody=everybody)
    if not chosen:
        raise ValidationError(
            "Toutes les structures ont une adresse\u00a0: il n’y a pas de lettre à imprimer."
        )
    made: bytes = documents.letters(locked, [invite(participation=each) for each in chosen])
    return made


@transaction.atomic
def make_poster(*, wave: Wave) -> bytes:
    """A new collective link, on paper; the posters printed before stop working."""
    locked = Wave.objects.select_for_update().select_related("territory__programme").get(pk=wave.pk)
    if not reading.may_be_asked(locked):
        raise ValidationError("Choisissez le questionnaire et la fermeture de cette vague avant d’imprimer.")
    made: bytes = documents.poster(locked, open_to_residents(wave=locked))
    return made


@transaction.atomic
def enter_sheet(*, wave: Wave, number: str, typed: Mapping[str, str]) -> Sheet:
    """Type a sheet back and send it. Typed again with the same answers, nothing changes; with others, it is refused."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.opened_at is None:
        raise ValidationError("Cette vague n’est pas ouverte\u00a0: rien ne se saisit encore.")
    participation, layout = _found(locked, number)
    values = layout.read(typed)
    sheet = _sheet(locked, number, participation)
    if sheet.submitted_at is not None:
        if sheet.mode == Mode.PAPER and reading.same_ticks(sheet, number, layout, values):
            return sheet
        raise ValidationError(
            "Cette feuille ne peut plus être saisie\u00a0: ce numéro a déjà une réponse, qui est gardée."
        )
    for question, value in values.items():
        _save(sheet, number, question, value, f"{number}:{question}")
    Sheet.objects.filter(pk=sheet.pk).update(mode=Mode.PAPER)
    send_sheet(sheet=sheet)
    sheet.refresh_from_db()
    return sheet


def _found(wave: Wave, number: str) -> tuple[Participation | None, reading.Paper]:
    found = reading.paper_for(wave, number)
    if found is None:
        raise ValidationError(f"La feuille {printed(number)} n’est pas de cette vague.")
    return found


def _sheet(wave: Wave, number: str, participation: Participation | None) -> Sheet:
    """The sheet of a number: that of its actor, or the only one a resident's number may have."""
    if participation is not None:
        return start_sheet(wave=wave, participation=participation, mode=Mode.PAPER)
    public_id = public_id_of(number, wave)
    known = Sheet.objects.filter(public_id=public_id).first()
    if known is not None:
        return known
    sheet = start_sheet(wave=wave, questionnaire=reading.RESIDENTS_KEY, mode=Mode.PAPER)
    sheet.public_id = public_id
    sheet.save(update_fields=["public_id"])
    return sheet


def _save(sheet: Sheet, number: str, question: str, value: Any, act: str) -> None:
    save_entry(
        sheet=sheet, question=question, value=value, key=uuid.uuid5(sheet.public_id, act), device=number
    )


@transaction.atomic
def enter_again(*, wave: Wave, number: str, typed: Mapping[str, str]) -> reading.Check:
    """Type a sheet a second time, without seeing the first. What differs waits for a person; what was sent still counts."""
    Wave.objects.select_for_update().get(pk=wave.pk)
    check = reading.check_of(wave, number)
    if check is None:
        raise ValidationError("Cette feuille n’a pas encore été saisie une première fois.")
    if check.second is not None:
        return check
    ticked = {key: typed.get(key, "") for key in check.layout.coded}
    for question, value in check.layout.read(ticked).items():
        _append(check.sheet, number, f"{question}{reading.SECOND}", value)
    made = reading.check_of(wave, number)
    assert made is not None
    if not made.differences:
        _append(check.sheet, number, reading.CHECKED, {"fields": len(check.layout.coded), "differences": 0})
    return made


def _append(sheet: Sheet, number: str, question: str, value: Any) -> None:
    """A line of the log beside the answers: the sheet is sent already, and stays so."""
    key = uuid.uuid5(sheet.public_id, f"{number}:{question}")
    Entry.objects.create(
        sheet=sheet,
        question=question,
        revision=1,
        value=value,
        key=key,
        device=number,
        saved_at=timezone.now(),
    )


@transaction.atomic
def settle(*, wave: Wave, number: str, second: set[str], seen: set[str]) -> reading.Check:
    """Say, for every difference seen, which entry is that of the paper; `second`: the fields where it is the second one."""
    Wave.objects.select_for_update().get(pk=wave.pk)
    check = reading.check_of(wave, number)
    if check is None or check.second is None:
        raise ValidationError("Cette feuille n’a pas encore été saisie deux fois.")
    if check.settled:
        return check
    differing = {each.field for each in check.differences}
    if differing - seen:
        raise ValidationError("Dites, pour chaque écart, ce que porte la feuille.")
    # From what is kept today: words held, or given back since, are not touched.
    kept = check.layout.typed(values_of(check.sheet))
    kept |= {key: (check.second if key in second else check.first)[key] for key in differing}
    _correct(check.sheet, number, check.layout.read(kept))
    counted = {"fields": len(check.layout.coded), "differences": len(differing)}
    _append(check.sheet, number, reading.CHECKED, counted)
    return check


def _correct(sheet: Sheet, number: str, values: Mapping[str, Any]) -> None:
    """Send the sheet again with what the paper says, at the time it was sent; one that was included stays included."""
    current = values_of(sheet)
    changed = {question: value for question, value in values.items() if current.get(question) != value}
    if not changed:
        return
    sent, aside = sheet.submitted_at, sheet.aside
    reopen_sheet(sheet=sheet, receipt=tokens.receipt_of(sheet.public_id))
    for question, value in changed.items():
        _save(sheet, number, question, value, f"{number}:{question}:settled")
    send_sheet(sheet=sheet, at=sent)
    if not aside:
        include_sheet(sheet=sheet)
