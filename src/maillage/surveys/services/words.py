"""What becomes of the words of a sheet once it is sent: those that may speak of a child are held, organisations proposed.

A word held is nowhere else: it leaves the answers and the log of the screens. After a false alarm it comes back.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maillage.programmes.held_texts.services import guard_text
from maillage.surveys.kinds import kinds
from maillage.surveys.models import GRACE, Answer, Entry, Sheet
from maillage.surveys.questionnaires import Question, questionnaires
from maillage.territories.codes import Sector
from maillage.territories.duplicates import LIKE, likeness, normalised
from maillage.territories.models import Actor, ActorStatus, Territory
from maillage.territories.services import propose_actor

GIVEN_BACK: Final = "maillage.surveys.services.words.give_back"
UNSORTED: Final = Sector.OTHER  # when nobody said: whoever validates the actor says it


def reread_words(*, now: datetime | None = None) -> int:
    """Read again, with the rules and the names of today, what was sent or left unfinished; how many sheets had words to hold."""
    over = (now or timezone.now()) - GRACE
    stored = Sheet.objects.filter(
        Q(submitted_at__isnull=False) | Q(wave__closes_at__lt=over), withdrawn_at__isnull=True
    )
    sheets = stored.select_related("wave__territory__programme").order_by("pk")
    return sum(hold_words(sheet) for sheet in sheets.iterator(chunk_size=500))


@transaction.atomic
def hold_words(sheet: Sheet) -> bool:
    """Hold what may speak of a child or name a person, and take it out of everything saved from this sheet."""
    asked = _asked(sheet)
    written = {
        (entry.question, text)
        for entry in Entry.objects.filter(sheet=sheet, question__in=asked)
        if entry.value
        for text in kinds()[asked[entry.question].kind].texts(entry.value)
    }
    if not written:
        return False
    listed = Actor.objects.filter(territory=sheet.wave.territory).exclude(status=ActorStatus.PROPOSED)
    known = list(listed.values_list("name", flat=True))
    held: dict[str, set[str]] = {}
    for question, text in sorted(written):
        if _is_held(sheet, question, text, known):
            held.setdefault(question, set()).add(text)
    if held:
        _take_out(sheet, held)
    return bool(held)


def _is_held(sheet: Sheet, question: str, text: str, known: Collection[str]) -> bool:
    held = guard_text(
        programme=sheet.wave.territory.programme,
        text=text,
        origin=f"Vague «\u00a0{sheet.wave.label}\u00a0», {sheet.wave.territory.name}",
        on_release=GIVEN_BACK,
        release_with={"sheet": sheet.pk, "question": question},
        known=known,
    )
    return held is not None


def _take_out(sheet: Sheet, held: dict[str, set[str]]) -> None:
    """The one change ever made to the log: what must not be kept is not kept there either."""
    for entry in Entry.objects.filter(sheet=sheet, question__in=held):
        if entry.value:
            entry.value = without(entry.value, held[entry.question])
            entry.save(update_fields=["value"])
    if sheet.participation_id:
        for answer in Answer.objects.filter(participation=sheet.participation_id, question__in=held):
            answer.value = without(answer.value, held[answer.question])
            answer.save(update_fields=["value"])
    said = set().union(*held.values())
    put_forward = Actor.objects.filter(territory=sheet.wave.territory, status=ActorStatus.PROPOSED)
    put_forward.filter(name__in=said, participations__isnull=True).delete()


def without(value: dict[str, Any], texts: Collection[str]) -> dict[str, Any]:
    """A value of the kinds that hold words, without some of them."""
    kept = dict(value)
    if kept.get("text") in texts:
        kept["text"] = ""
    if "proposed" in kept:
        kept["proposed"] = [each for each in kept["proposed"] if each["name"] not in texts]
    return kept


def propose_actors(sheet: Sheet, values: dict[str, Any]) -> None:
    """Put forward the organisations that a sheet names and that the directory does not have."""
    for key, question in _asked(sheet).items():
        if question.kind == "roster":
            for each in (values.get(key) or {}).get("proposed", []):
                propose(sheet.wave.territory, each["name"], each["sector"])


def propose(territory: Territory, name: str, sector: str) -> None:
    """A proposed actor, unless one like it is known; a name that may not be written is left out, the answer counts."""
    wanted = normalised(name)
    listed = Actor.objects.filter(territory=territory).values_list("name", flat=True)
    if any(likeness(normalised(known), wanted) >= LIKE for known in listed):
        return
    try:
        with transaction.atomic():
            propose_actor(territory=territory, name=name, sector=sector or UNSORTED)
    except ValidationError:
        return


@transaction.atomic
def give_back(*, text: str, sheet: int, question: str) -> None:
    """After a false alarm: the words go back where they were, unless their author has written others or left since."""
    found = (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("wave__territory")
        .filter(pk=sheet)
        .first()
    )
    asked = _asked(found).get(question) if found else None
    if found is None or asked is None or found.withdrawn_at is not None:
        return
    last = Entry.objects.filter(sheet=found, question=question).order_by("-revision").first()
    if last is None or not last.value:
        return
    value = _with(last.value, text, asked)
    if value is None:
        return
    Entry.objects.create(
        sheet=found,
        question=question,
        revision=last.revision + 1,
        value=value,
        key=uuid.uuid4(),
        saved_at=timezone.now(),
    )
    if found.submitted_at is not None:
        Answer.objects.filter(participation=found.participation, question=question).update(value=value)
        if asked.kind == "roster":
            propose(found.wave.territory, text, "")


def _with(value: dict[str, Any], text: str, asked: Question) -> dict[str, Any] | None:
    if asked.kind == "roster":
        return {**value, "proposed": [*value["proposed"], {"name": text, "sector": ""}]}
    return {**value, "text": text} if not value.get("text") else None


def _asked(sheet: Sheet) -> dict[str, Question]:
    """The questions of a sheet that may hold words."""
    questions = questionnaires()[sheet.questionnaire].questions
    return {each.key: each for each in questions if each.kind in {"roster", "text"}}
