"""What one may do with the words of a shared diagnosis: write, rewrite, restore, order, take away.

Several people write at once: each version is kept, and who wrote over somebody is told so. A contested passage is frozen until
the pilots have answered; a document that is being signed does not change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.diagnosis.chapters import CHAPTERS
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import report_of
from maillage.programmes.services import save_checked
from maillage.sharing.models import (
    Passage,
    PassageKind,
    PassageRevision,
    Reaction,
    SharedDiagnosis,
    SourceKind,
    Step,
    Voice,
)
from maillage.sharing.narrative import sentences
from maillage.sharing.queries.document import spoken_of, to_correct
from maillage.sharing.queries.writing import excerpt, kinds_of, read_now, written_in
from maillage.sharing.services.restitution_mirror import locked
from maillage.sharing.services.restitution_words import checked, keep_words

OPEN: Final = (Step.WRITING, Step.MIRROR, Step.PREVIEW)
SIGNED: Final = "Le texte est soumis à la signature des institutions, ou publié\u202f: il ne change plus."
FROZEN: Final = "Ce passage est contesté\u202f: répondez d’abord à la contestation, puis corrigez-le."
ORPHAN: Final = (
    "Dites d’où vient ce passage\u00a0: un chiffre, un atelier, des réponses, un document, ce que vous vivez."
)
TWICE: Final = "Ce groupe a déjà dit sa position\u202f: modifiez-la."
SOURCED: Final = set(PassageKind) - {PassageKind.NARRATIVE, PassageKind.DISAGREEMENT, PassageKind.STANCE}


@dataclass(frozen=True)
class Kept:
    """What became of a text: its version, the one it covers, whether the facilitators read it first."""

    revision: PassageRevision
    over: PassageRevision | None
    held: bool


def _held_open(shared: SharedDiagnosis, *, passage: int = 0, rule: str = "") -> SharedDiagnosis:
    """The text may change; once it is being signed, only what the pilots said they would correct may."""
    held = locked(shared)
    if held.step in OPEN or to_correct(held).holds(passage, rule):
        return held
    raise ValidationError(SIGNED)


@transaction.atomic
def add_passage(
    *,
    shared: SharedDiagnosis,
    chapter: str,
    kind: str,
    text: str,
    user: Any,
    parent: Passage | None = None,
    now: datetime | None = None,
    **said: Any,
) -> Kept:
    """Write something new in a chapter. `said`: voice, source_kind, source, source_on, figure; figures, the diagnosis that was read."""
    held = _held_open(shared)
    allowed = {*kinds_of(chapter), PassageKind.DISAGREEMENT} if parent is None else {PassageKind.STANCE}
    if chapter not in CHAPTERS or kind not in allowed:
        raise ValidationError("On n’écrit pas cela dans ce chapitre.")
    _refuse_twice(parent, said.get("voice") or Voice.GROUP)
    words = _words(kind, text, said | _figure(held, said))
    last = Passage.objects.filter(shared=held, chapter=chapter).aggregate(last=Max("position"))["last"] or 0
    passage = Passage(shared=held, chapter=chapter, kind=kind, parent=parent, position=last + 1)
    save_checked(passage)
    return _write(held, passage, words, user, seen=0, now=now)


def _refuse_twice(parent: Passage | None, voice: str, *, but: int = 0) -> None:
    """In a disagreement, a group has one position."""
    if parent is None:
        return
    siblings = read_now(Passage.objects.filter(parent=parent, removed_at__isnull=True).exclude(pk=but))
    if any(each.voice == voice for each in siblings.values()):
        raise ValidationError({"voice": TWICE})


@transaction.atomic
def write_passage(
    *, passage: Passage, text: str, seen: int, user: Any, now: datetime | None = None, **said: Any
) -> Kept:
    """Write another version. `seen`: the number of the version one started from."""
    if passage.rule:
        raise ValidationError(
            "Cette phrase redit un chiffre\u202f: elle se récrit par «\u00a0Le dire avec nos mots\u00a0»."
        )
    held = _held_open(passage.shared, passage=passage.pk)
    _refuse_frozen(held, passage)
    _refuse_twice(passage.parent, said.get("voice") or Voice.GROUP, but=passage.pk)
    words = _words(passage.kind, text, said | _figure(held, said))
    return _write(held, passage, words, user, seen=seen, now=now)


@transaction.atomic
def restore_passage(*, passage: Passage, number: int, user: Any, now: datetime | None = None) -> Kept:
    """Read an older version again: it becomes the last one, and nothing is lost."""
    held = _held_open(passage.shared, passage=passage.pk, rule=passage.rule)
    _refuse_frozen(held, passage)
    old = passage.revisions.exclude(text="").filter(number=number).first()
    if old is None:
        raise ValidationError("Cette version n’existe pas.")
    _refuse_twice(passage.parent, old.voice, but=passage.pk)
    fields = ("text", "voice", "source_kind", "source", "source_on", "figure", "rule_text", "follows_rule")
    return _write(
        held, passage, {name: getattr(old, name) for name in fields}, user, seen=_last(passage), now=now
    )


@transaction.atomic
def remove_passage(*, passage: Passage, now: datetime | None = None) -> None:
    """Take a passage out of the document; its versions stay, and it may come back."""
    held = _held_open(passage.shared)
    _refuse_frozen(held, passage)
    Passage.objects.filter(pk=passage.pk).update(removed_at=now or timezone.now())


@transaction.atomic
def bring_back(*, passage: Passage) -> None:
    """Put back a passage that was taken out."""
    _held_open(passage.shared)
    now = read_now(Passage.objects.filter(pk=passage.pk)).get(passage.pk)
    _refuse_twice(passage.parent, now.voice if now else "", but=passage.pk)
    Passage.objects.filter(pk=passage.pk).update(removed_at=None)


@transaction.atomic
def move_passage(*, passage: Passage, up: bool) -> None:
    """One place up or down among the passages of the chapter."""
    held = _held_open(passage.shared)
    rows = [each.passage for each in written_in(held, passage.chapter) if not each.passage.rule]
    place = next((i for i, each in enumerate(rows) if each.pk == passage.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, each in enumerate(rows, 1):
        each.position = position
    Passage.objects.bulk_update(rows, ["position"])


@transaction.atomic
def write_sentence(
    *,
    shared: SharedDiagnosis,
    rule: str,
    text: str,
    seen: int,
    user: Any,
    figures: int = 0,
    now: datetime | None = None,
) -> Kept:
    """Put one's own words in the place of a computed sentence. The figures may move: these words stay.

    figures: the diagnosis whose figures the page showed. When they were computed again meanwhile, these words are those of
    somebody who read the former ones, and it is said.
    """
    held, said = _rule(shared, rule)
    words = {"text": checked(text, field="text", empty="Écrivez une phrase, ou reprenez la phrase calculée.")}
    read = _read_then(held, rule, figures) or said.text
    return _write_rule(held, rule, said.chapter, words | {"rule_text": read}, user, seen, now)


def _read_then(shared: SharedDiagnosis, rule: str, figures: int) -> str:
    """What a rule said of an older computation of the same wave; nothing when it is not older."""
    older = Diagnosis.objects.filter(pk=figures, wave=shared.wave_id).exclude(pk=shared.diagnosis_id).first()
    if older is None:
        return ""
    return next((each.text for each in sentences(report_of(older)) if each.rule == rule), "")


@transaction.atomic
def settle_sentence(
    *, shared: SharedDiagnosis, rule: str, follow: bool, user: Any, now: datetime | None = None
) -> Kept:
    """The figures moved: keep one's own words, or read the computed sentence again, and follow it from now on."""
    held, said = _rule(shared, rule)
    mine = next((each for each in written_in(held) if each.passage.rule == rule), None)
    if mine is None:
        raise ValidationError("Cette phrase n’a pas été récrite.")
    words = {
        "text": said.text if follow else mine.revision.text,
        "rule_text": said.text,
        "follows_rule": follow,
    }
    return _write_rule(held, rule, said.chapter, words, user, mine.revision.number, now)


def _rule(shared: SharedDiagnosis, rule: str) -> tuple[SharedDiagnosis, Any]:
    held = _held_open(shared, rule=rule)
    said = next((each for each in sentences(report_of(held.diagnosis)) if each.rule == rule), None)
    if said is None:
        raise ValidationError("Cette phrase n’est plus dite\u202f: son chiffre n’est pas montré.")
    return held, said


def _write_rule(
    held: SharedDiagnosis,
    rule: str,
    chapter: str,
    words: Mapping[str, Any],
    user: Any,
    seen: int,
    now: datetime | None,
) -> Kept:
    passage, _ = Passage.objects.get_or_create(
        shared=held, rule=rule, defaults={"chapter": chapter, "kind": PassageKind.NARRATIVE}
    )
    _refuse_frozen(held, passage)
    return _write(held, passage, words, user, seen=seen, now=now)


def _words(kind: str, text: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a version holds, once it says where it comes from."""
    source: str = str(said.get("source") or "").strip()
    when: date | None = said.get("source_on")
    if kind in SOURCED and not (source and said.get("source_kind")):
        raise ValidationError({"source": ORPHAN})
    return {
        "text": checked(text, field="text", empty="Écrivez une phrase."),
        "voice": said.get("voice") or Voice.GROUP,
        "source_kind": said.get("source_kind") or "",
        "source": source,
        "source_on": when,
        "figure": said.get("figure") or "",
        "rule_text": said.get("rule_text") or "",
    }


def _figure(shared: SharedDiagnosis, said: Mapping[str, Any]) -> dict[str, str]:
    """The figure that a passage rests on, and what it said then: it is its source when no other is written."""
    rule = str(said.get("figure") or "")
    if not rule or said.get("source_kind") != SourceKind.FIGURE:
        return {"figure": "", "rule_text": ""}
    found = next((each for each in sentences(report_of(shared.diagnosis)) if each.rule == rule), None)
    if found is None:
        raise ValidationError({"figure": "Ce chiffre n’est plus montré\u202f: choisissez-en un autre."})
    read = _read_then(shared, rule, int(said.get("figures") or 0)) or found.text
    source = str(said.get("source") or "").strip() or excerpt(read)
    return {"figure": rule, "rule_text": read, "source": source}


def _last(passage: Passage) -> int:
    return passage.revisions.aggregate(last=Max("number"))["last"] or 0


def _write(
    held: SharedDiagnosis,
    passage: Passage,
    words: Mapping[str, Any],
    user: Any,
    *,
    seen: int,
    now: datetime | None,
) -> Kept:
    last = _last(passage)
    covered = passage.revisions.filter(number__gt=seen).exclude(text="").order_by("number").last()
    row = PassageRevision(
        passage=passage,
        number=last + 1,
        author=user,
        written_at=now or timezone.now(),
        over=covered.number if covered and covered.author_id != getattr(user, "pk", None) else None,
        **{name: value for name, value in words.items() if name != "text"},
    )
    save_checked(row)
    origin = f"{passage.get_kind_display()} du diagnostic partagé"
    is_held = keep_words(shared=held, row=row, field="text", text=words["text"], origin=origin)
    return Kept(row, covered if row.over else None, is_held)


def _refuse_frozen(shared: SharedDiagnosis, passage: Passage) -> None:
    contested = list(Reaction.objects.filter(reader__shared=shared, kind="CONTEST", outcome=""))
    if not contested:
        return
    if spoken_of(shared, contested).holds(passage.pk, passage.rule):
        raise ValidationError(FROZEN)
