"""What one may read to print and to type back: who gets a letter, which sheets came in. Never who answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from maillage.core.typography import folded
from maillage.surveys.kinds._words import FRENCH
from maillage.surveys.models import Entry, Mode, Participation, Sheet, Wave
from maillage.surveys.paper import documents
from maillage.surveys.paper.layout import Paper
from maillage.surveys.paper.numbers import drawn_twice, new_numbers, number_of, participation_pk, read_number
from maillage.surveys.queries.votes import statements_of
from maillage.surveys.questionnaires import questionnaires
from maillage.territories.models import Affiliation

RESIDENTS_KEY: Final = "habitants"
SECOND: Final = "~2"  # after the key of a question: what was typed the second time
CHECKED: Final = "~checked"  # {"fields": compared, "differences": found}
MOST: Final = 200  # sheets printed at once


def may_be_asked(wave: Wave) -> bool:
    """Whether there is something to ask, and time to answer."""
    known = wave.questionnaire in questionnaires()
    return known and wave.closes_at is not None and wave.closes_at > timezone.now()


def addressees(wave: Wave, *, everybody: bool) -> list[Participation]:
    """The actors a letter is made for, by name. Whether they answered plays no part: the pile would tell it."""
    today = timezone.localdate()
    reached = (
        Affiliation.objects.filter(actor__participations__wave=wave)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .exclude(person__email="")
    )
    roster = wave.roster.select_related("actor")
    if not everybody:
        roster = roster.exclude(actor__in=reached.values("actor"))
    return sorted(roster, key=lambda each: (folded(each.actor.name), each.pk))


def languages_of(wave: Wave, questionnaire: str) -> list[str]:
    """The languages a sheet can be printed in: those of the wave that the questionnaire speaks, French first."""
    spoken = questionnaires()[questionnaire].languages
    return [FRENCH, *(each for each in spoken if each in wave.languages and each != FRENCH)]


def papers_of(wave: Wave, language: str = FRENCH) -> Iterator[tuple[str, str, Paper]]:
    """(number, name, layout) of every actor's sheet, in the order of names. An actor is not asked about itself."""
    listed, voted = addressees(wave, everybody=True), _voted(wave)
    for each in listed:
        yield number_of(each), each.actor.name, _paper(wave, listed, voted, own=each, language=language)


def paper_for(wave: Wave, number: str) -> tuple[Participation | None, Paper] | None:
    """Whose sheet a number is, and what it asks; None when there is no such sheet in this wave."""
    pk = participation_pk(number)
    if pk is None:
        return (None, residents_paper(wave=wave)) if has_residents(wave) else None
    listed = addressees(wave, everybody=True)
    own = next((each for each in listed if each.pk == pk), None)
    known = wave.questionnaire in questionnaires()
    return (own, _paper(wave, listed, _voted(wave), own=own)) if own and known else None


def actor_sheets(wave: Wave, *, language: str = FRENCH) -> bytes:
    """Every actor's sheet as a PDF; printed again, they bear the same numbers, in every language."""
    spoken = _spoken(language, wave, wave.questionnaire)
    made: bytes = documents.forms(
        wave, papers_of(wave, spoken), questionnaire=wave.questionnaire, language=spoken
    )
    return made


def blank_sheets(wave: Wave, *, count: int, language: str = FRENCH) -> bytes:
    """Sheets for residents as a PDF: each copy has a number of its own, so that none is typed twice for another."""
    if not 1 <= count <= MOST:
        raise ValidationError(f"On imprime de 1 à {MOST}\u00a0feuilles à la fois.")
    spoken = _spoken(language, wave, RESIDENTS_KEY)
    paper = residents_paper(spoken, wave=wave)
    sheets = [(number, "", paper) for number in new_numbers(wave, count)]
    made: bytes = documents.forms(wave, sheets, questionnaire=RESIDENTS_KEY, language=spoken)
    return made


def _spoken(language: str, wave: Wave, questionnaire: str) -> str:
    if language not in languages_of(wave, questionnaire):
        raise ValidationError("Cette vague ne parle pas cette langue.")
    return language


def residents_paper(language: str = FRENCH, *, wave: Wave | None = None) -> Paper:
    """What residents are asked, with what the wave adds to it."""
    return Paper(
        questionnaires()[RESIDENTS_KEY],
        blocks=tuple(wave.blocks) if wave else (),
        language=language,
        statements=_voted(wave) if wave else {},
    )


def _voted(wave: Wave) -> dict[str, str]:
    return statements_of(wave.pk) if wave.conversation_id else {}


def has_residents(wave: Wave) -> bool:
    """Whether residents are asked too: a poster was made, or sheets can still be printed."""
    return wave.opened_at is not None or may_be_asked(wave)


def _paper(
    wave: Wave,
    listed: list[Participation],
    voted: dict[str, str],
    *,
    own: Participation,
    language: str = FRENCH,
) -> Paper:
    actors = sorted(
        (each.actor for each in listed if each.pk != own.pk),
        key=lambda actor: (actor.get_sector_display(), folded(actor.public_name), actor.public_name),
    )
    return Paper(
        questionnaires()[wave.questionnaire],
        {str(actor.pk): actor.public_name for actor in actors},
        {str(actor.pk): actor.get_sector_display() for actor in actors},
        tuple(wave.blocks),
        language,
        voted,
    )


@dataclass(frozen=True)
class Difference:
    """A field of a sheet typed two ways."""

    field: str
    label: str
    first: str
    second: str


@dataclass(frozen=True)
class Check:
    """A sheet typed back: what was typed first and second, by field. second: None before it is typed."""

    sheet: Sheet
    layout: Paper
    first: dict[str, str]
    second: dict[str, str] | None
    settled: bool

    @property
    def differences(self) -> list[Difference]:
        if self.second is None:
            return []
        second = self.second
        return [
            Difference(key, label, self.first[key], second[key])
            for key, label in self.layout.labels()
            if key in self.layout.coded and self.first[key] != second[key]
        ]


@dataclass(frozen=True)
class Entered:
    """How the typing of a wave goes: numbers still to type twice, those to settle, and the differences found so far."""

    sheets: int
    to_repeat: list[str]
    to_settle: list[str]
    checked: int
    fields: int
    differences: int


def check_of(wave: Wave, number: str) -> Check | None:
    """A sheet typed back; None when it was not, or was taken back since."""
    found = paper_for(wave, number)
    if found is None:
        return None
    of_paper = Sheet.objects.filter(
        wave=wave, mode=Mode.PAPER, submitted_at__isnull=False, withdrawn_at__isnull=True
    )
    sheet = of_paper.filter(entries__device=number).distinct().first()
    if sheet is None:
        return None
    layout = found[1]
    log = _log(sheet, number)
    second = {key.removesuffix(SECOND): value for key, value in log.items() if key.endswith(SECOND)}
    first = {key: value for key, value in log.items() if "~" not in key}
    return Check(sheet, layout, layout.typed(first), layout.typed(second) if second else None, CHECKED in log)


def same_ticks(sheet: Sheet, number: str, layout: Paper, values: dict[str, Any]) -> bool:
    """Whether this paper was typed with the same boxes already; words may have been held since."""
    log = {key: value for key, value in _log(sheet, number).items() if "~" not in key}
    before, now = layout.typed(log), layout.typed(values)
    return bool(log) and all(before[key] == now[key] for key in layout.coded)


def _log(sheet: Sheet, number: str) -> dict[str, Any]:
    lines = Entry.objects.filter(sheet=sheet, device=number).order_by("question", "revision")
    return dict(lines.values_list("question", "value"))


def entered(wave: Wave) -> Entered:
    """The state of the typing, by number only: a list of names would tell who answered."""
    lines = Entry.objects.filter(
        sheet__wave=wave,
        sheet__mode=Mode.PAPER,
        sheet__submitted_at__isnull=False,
        sheet__withdrawn_at__isnull=True,
    )
    typed = [
        number
        for number in lines.order_by("device").values_list("device", flat=True).distinct()
        if read_number(number, wave) == number
    ]
    again = set(lines.filter(question__endswith=SECOND).values_list("device", flat=True))
    checked = dict(lines.filter(question=CHECKED).values_list("device", "value"))
    return Entered(
        sheets=len(typed),
        to_repeat=sorted(set(drawn_twice(typed)) - again),
        to_settle=sorted(again - set(checked)),
        checked=len(checked),
        fields=sum(each["fields"] for each in checked.values()),
        differences=sum(each["differences"] for each in checked.values()),
    )
