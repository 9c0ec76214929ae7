"""What one may read of sheets: the door that a link opens, and the page a respondent is on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from maillage.surveys import tokens
from maillage.surveys.interface import direction
from maillage.surveys.kinds import Asked, kinds, render_field
from maillage.surveys.kinds._actors import only
from maillage.surveys.kinds._words import Said
from maillage.surveys.models import GRACE, Entry, Invitation, OpenLink, Participation, Sheet, Wave
from maillage.surveys.queries.last import ties_of_last_wave
from maillage.surveys.queries.votes import shuffled, statements_of
from maillage.surveys.questionnaires import Questionnaire, questionnaires
from maillage.surveys.screens import Screen, screens
from maillage.surveys.services.sheets import Line, last_lines
from maillage.territories.codes import Sector
from maillage.territories.models import Actor


@dataclass(frozen=True)
class Door:
    """What a link or a code opens."""

    wave: Wave
    questionnaire: str
    participation: Participation | None = None
    invitation: Invitation | None = None

    @property
    def languages(self) -> list[str]:
        """French, then those the wave was opened in."""
        return ["fr", *(code for code in self.wave.languages if code != "fr")]

    @cached_property
    def begun_in(self) -> str:
        """The language of the sheet that this actor has begun; nothing when there is none."""
        if self.participation is None:
            return ""
        begun = Sheet.objects.filter(participation=self.participation)
        return str(begun.values_list("language", flat=True).first() or "")

    @property
    def is_begun(self) -> bool:
        """Whether this actor already has a sheet."""
        return bool(self.begun_in)

    @cached_property
    def is_withdrawn(self) -> bool:
        """Whether this actor took its answers back: there is no sheet to go on with."""
        taken = Sheet.objects.filter(participation=self.participation, withdrawn_at__isnull=False)
        return self.participation is not None and taken.exists()

    @property
    def asked(self) -> Questionnaire:
        return questionnaires()[self.questionnaire]

    @property
    def is_open(self) -> bool:
        """Whether one may begin now; a sheet already begun may be sent for a day more."""
        now, wave = timezone.now(), self.wave
        if wave.opened_at is None or now < wave.opened_at:
            return False
        if wave.closes_at is None or now <= wave.closes_at:
            return True
        return now <= wave.closes_at + GRACE and self.is_begun


def door_of(token: str) -> Door | None:
    """The door of a link; None for whatever does not open."""
    digest = tokens.token_digest(token)
    found = (
        Invitation.objects.select_related("participation__wave__territory", "participation__actor")
        .filter(token_digest=digest, revoked_at__isnull=True)
        .first()
    )
    if found is not None:
        return _opened(
            Door(found.participation.wave, found.participation.wave.questionnaire, found.participation, found)
        )
    link = (
        OpenLink.objects.select_related("wave__territory")
        .filter(token_digest=digest, revoked_at__isnull=True)
        .first()
    )
    return _opened(Door(link.wave, link.questionnaire)) if link else None


def door_of_code(code: str) -> Door | None:
    """The door of a typed code."""
    found = (
        Invitation.objects.select_related("participation__wave__territory", "participation__actor")
        .filter(code_digest=tokens.code_digest(code), revoked_at__isnull=True)
        .first()
    )
    if found is None:
        return None
    wave = found.participation.wave
    return _opened(Door(wave, wave.questionnaire, found.participation, found))


def _opened(door: Door) -> Door | None:
    return door if door.questionnaire in questionnaires() and door.is_open else None


@dataclass
class Page:
    """A sheet as its respondent meets it, in a fixed number of queries.

    roster: the actors one may name. said: the value of each question, when it is known already.
    """

    sheet: Sheet
    roster: dict[str, str]
    groups: dict[str, str]
    said: dict[str, Any] | None = None

    @cached_property
    def log(self) -> dict[str, Line]:
        """The last line of the log for each question, read when it is asked for."""
        return last_lines(self.sheet)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The current value of each question."""
        if self.said is not None:
            return self.said
        return {question: line.value for question, line in self.log.items()}

    @cached_property
    def last(self) -> dict[str, int]:
        """The ties that this actor declared the last time, towards actors of this wave: read for what is shown only."""
        return {
            actor: level for actor, level in ties_of_last_wave(self.sheet).items() if actor in self.roster
        }

    @cached_property
    def statements(self) -> dict[str, str]:
        """The statements to vote on, in an order of this sheet's own that never changes: read for what asks for them."""
        return shuffled(statements_of(self.sheet.wave_id), str(self.sheet.public_id))

    @property
    def revisions(self) -> dict[str, int]:
        """How often each question was saved."""
        return {question: line.revision for question, line in self.log.items()}

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return questionnaires()[self.sheet.questionnaire]

    @cached_property
    def screens(self) -> list[Screen]:
        sheet = self.sheet
        return screens(
            self.questionnaire, self.values, self.roster, path=sheet.path, blocks=sheet.wave.blocks
        )

    @property
    def is_settled(self) -> bool:
        """Whether how many screens there are is known: not before the actors are picked."""
        asked = self.questionnaire.asked(path=self.sheet.path, blocks=self.sheet.wave.blocks)
        return all(question.about in self.values for question in asked if question.about)

    def asked(self, screen: Screen) -> Asked:
        """What the kind of a screen needs to show it and to read it."""
        language = self.sheet.language
        return Asked(
            question=screen.question,
            roster=self.roster,
            actors=screen.actors or tuple(self.roster),
            language=language,
            easy=self.questionnaire.population == "residents",
            beside=language not in self.questionnaire.validated,
            groups=self.groups,
            statements=self.statements if screen.question.kind == "statements" else {},
        )

    def is_answered(self, screen: Screen) -> bool:
        """Whether this screen was saved: for one about some actors, whether its value speaks of each of them."""
        if screen.question.key not in self.values:
            return False
        parts = self.values[screen.question.key].values()
        return all(any(actor in part for part in parts) for actor in screen.actors)

    def at(self, number: int) -> Screen | None:
        """The screen of a number."""
        return self.screens[number - 1] if 1 <= number <= len(self.screens) else None

    def answered(self, number: int, data: QueryDict) -> Screen | None:
        """The screen a form was about, as the form says: numbers move when another device picks other actors."""
        asked = self.questionnaire.asked(path=self.sheet.path, blocks=self.sheet.wave.blocks)
        question = next((each for each in asked if each.key == data.get("asked")), None)
        if question is None:
            return None
        about = tuple(actor for actor in data.get("about", "").split() if actor in self.roster)
        return Screen(number, question, about)

    @property
    def waiting(self) -> int | None:
        """The number of the first screen without an answer."""
        return next((each.number for each in self.screens if not self.is_answered(each)), None)

    def with_values(self, said: dict[str, Any]) -> Page:
        """The same page when this was said: nothing is read from the base again."""
        return replace(self, said=said)

    def read(self, screen: Screen, data: QueryDict) -> dict[str, Any]:
        """What was posted: the value, or for a question asked in several screens, a part of it."""
        return kinds()[screen.question.kind].read(self.asked(screen), data)

    def merge(self, screen: Screen) -> Callable[[Any, Any], Any] | None:
        """How a part is added to what the other screens of its question hold."""
        return kinds()[screen.question.kind].merge if screen.actors else None

    def context(
        self, screen: Screen, *, draft: QueryDict | None = None, error: Said | None = None
    ) -> dict[str, Any]:
        """What the template of a screen reads; `draft`: what was just refused, to be shown again."""
        kind, asked = kinds()[screen.question.kind], replace(self.asked(screen), last=self.last)
        value = kind.draft(asked, draft) if draft is not None else self.values.get(screen.question.key)
        return {
            "page": self,
            "screen": screen,
            "field": render_field(asked, value, error=error),
            "seen": self.revisions.get(screen.question.key, 0),
            "total": len(self.screens),
            "previous": screen.number - 1,
            "language": self.sheet.language,
            "direction": direction(self.sheet.language),
        }

    @property
    def lines(self) -> list[tuple[Screen, list[tuple[str, str]]]]:
        """What was said, screen by screen, in words; nothing for a screen passed."""
        return [(each, self._said(each)) for each in self.screens if each.question.key in self.values]

    def _said(self, screen: Screen) -> list[tuple[str, str]]:
        value = self.values[screen.question.key]
        if value and screen.actors:
            value = only(value, screen.actors)
        return kinds()[screen.question.kind].describe(value, self.asked(screen)) if value else []


def has_filled(sheet: Sheet, device: str) -> bool:
    """Whether this browser saved a screen of the sheet: it knows what is in it, and may be shown its receipt again."""
    return Entry.objects.filter(sheet=sheet, device=device).exists()


def is_saved(sheet: Sheet, key: uuid.UUID) -> bool:
    """Whether this very save is in the log of the sheet."""
    return Entry.objects.filter(sheet=sheet, key=key).exists()


def page_for(sheet: Sheet) -> Page:
    """The page of a sheet, with the names of the roster but the respondent's own actor."""
    # Written out, as in `last_lines`: this page is read at each screen saved. No column but those shown, and no
    # object but for who objects to being named.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor.id, name, sector, objects_to_naming FROM surveys_participation AS asked"
            " JOIN territories_actor AS actor ON actor.id = asked.actor_id"
            " WHERE asked.wave_id = %s AND asked.id <> %s ORDER BY asked.id",
            [sheet.wave_id, sheet.participation_id or 0],
        )
        listed = cursor.fetchall()
    sectors = dict(Sector.choices)
    return Page(
        sheet,
        roster={
            str(pk): Actor(name=name, objects_to_naming=True).public_name if objects else name
            for pk, name, _, objects in listed
        },
        groups={str(pk): str(sectors[sector]) for pk, _, sector, _ in listed},
    )
