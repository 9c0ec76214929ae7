"""What one may read to print and to type back: who gets a letter, which sheets came in. Never who answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from maillage.surveys.models import Participation, Wave
from maillage.surveys.paper import documents
from maillage.surveys.paper.layout import Paper
from maillage.surveys.paper.numbers import new_numbers, number_of, participation_pk
from maillage.surveys.questionnaires import questionnaires
from maillage.territories.duplicates import folded
from maillage.territories.models import Affiliation

RESIDENTS_KEY: Final = "habitants"
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


def papers_of(wave: Wave) -> Iterator[tuple[str, str, Paper]]:
    """(number, name, layout) of every actor's sheet, in the order of names. An actor is not asked about itself."""
    listed = addressees(wave, everybody=True)
    for each in listed:
        yield number_of(each), each.actor.name, _paper(wave, listed, own=each)


def paper_for(wave: Wave, number: str) -> tuple[Participation | None, Paper] | None:
    """Whose sheet a number is, and what it asks; None when there is no such sheet in this wave."""
    pk = participation_pk(number)
    if pk is None:
        return (None, residents_paper()) if has_residents(wave) else None
    listed = addressees(wave, everybody=True)
    own = next((each for each in listed if each.pk == pk), None)
    known = wave.questionnaire in questionnaires()
    return (own, _paper(wave, listed, own=own)) if own and known else None


def actor_sheets(wave: Wave) -> bytes:
    """Every actor's sheet as a PDF; printed again, they bear the same numbers."""
    made: bytes = documents.forms(wave, papers_of(wave), questionnaire=wave.questionnaire)
    return made


def blank_sheets(wave: Wave, *, count: int) -> bytes:
    """Sheets for residents as a PDF: each copy has a number of its own, so that none is typed twice for another."""
    if not 1 <= count <= MOST:
        raise ValidationError(f"On imprime de 1 à {MOST}\u00a0feuilles à la fois.")
    paper = residents_paper()
    sheets = [(number, "", paper) for number in new_numbers(wave, count)]
    made: bytes = documents.forms(wave, sheets, questionnaire=RESIDENTS_KEY)
    return made


def residents_paper() -> Paper:
    """What residents are asked."""
    return Paper(questionnaires()[RESIDENTS_KEY])


def has_residents(wave: Wave) -> bool:
    """Whether residents are asked too: a poster was made, or sheets can still be printed."""
    return wave.opened_at is not None or may_be_asked(wave)


def _paper(wave: Wave, listed: list[Participation], *, own: Participation) -> Paper:
    actors = sorted(
        (each.actor for each in listed if each.pk != own.pk),
        key=lambda actor: (actor.get_sector_display(), folded(actor.public_name), actor.public_name),
    )
    return Paper(
        questionnaires()[wave.questionnaire],
        {str(actor.pk): actor.public_name for actor in actors},
        {str(actor.pk): actor.get_sector_display() for actor in actors},
        tuple(wave.blocks),
    )
