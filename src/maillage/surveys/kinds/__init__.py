"""Kinds of question: one file, one kind; the file's name is the key. Stored shapes never change: a new shape is a new kind.

Files that open with an underscore are shared by the kinds. Each kind has its template in templates/surveys/kinds/.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.surveys.kinds._words import FRENCH, Said, told, words

if TYPE_CHECKING:
    from maillage.surveys.questionnaires import Question


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question on one screen, as one respondent sees it.

    roster: every actor that may be named, {actor pk: shown name}. actors: those of this screen; for a roster, the names
    it offers. groups: {actor pk: heading}, for a roster. beside: the French is shown beside a translation. last: {actor
    pk: level} that the respondent's actor said the last time, to be confirmed. statements: {statement pk: text} to vote on, in the
    order in which this respondent meets them.
    """

    question: Question
    roster: Mapping[str, str] = field(default_factory=dict)
    actors: tuple[str, ...] = ()
    language: str = FRENCH
    easy: bool = False
    beside: bool = False
    groups: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)

    def say(self, word: str) -> Said:
        """A word of the kinds."""
        return told(words()[word], self.language, beside=self.beside)

    def tell(self, texts: Mapping[str, str]) -> Said:
        """A text of the questionnaire."""
        return told(texts, self.language, beside=self.beside)

    def name(self, actor: str) -> str:
        """The name of an actor, also when it has left the roster since."""
        return self.roster.get(actor) or "–"


class Kind(Protocol):
    """What every kind offers. A value is JSON, and its shape is said by the docstring of the kind."""

    key: str
    label: str
    per_actor: bool
    per_screen: int  # actors on one screen, unless the question says otherwise; 0 when not asked about each

    def lint(self, question: Question) -> list[str]:
        """What is wrong in the settings of a question, in French; empty when all is well."""

    def draft(self, asked: Asked, data: QueryDict) -> Any:
        """What the form of one screen says, unchecked: what is shown again when it is refused."""

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        """The value of one screen, or ValidationError with a French sentence."""

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        """The value to store, whatever comes in, or ValidationError with a French sentence."""

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        """What is known once a new value came: slices of actors add up, the rest is replaced."""

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        """The value in words, for the sheet of its author and for the check of paper."""

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        """What the template shows."""

    def texts(self, value: dict[str, Any]) -> list[str]:
        """What was typed freely, for the guard that looks for children in it."""

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        """{actor pk: level} of a stored value, without the zeros; empty when the kind holds none."""

    def seconds(self, question: Question, actors: int) -> float:
        """The time a careful answer takes, reading included."""

    def ratings(self, question: Question, actors: int) -> int:
        """How many judgements are asked."""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind, by key."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").KIND for name in found if not name.startswith("_")}


def kind_of(asked: Asked) -> Kind:
    """The kind of the question asked."""
    return kinds()[asked.question.kind]


def render_field(
    asked: Asked, value: dict[str, Any] | None = None, *, error: Said | None = None
) -> SafeString:
    """The question and its answers as a piece of a form. `value`: stored, or the draft that was refused."""
    kind, question = kind_of(asked), asked.question
    shown = question.easy if asked.easy and question.easy else question.text
    context = {
        "asked": asked,
        "question": question,
        "text": asked.tell(shown),
        "help": asked.tell(question.help) if question.help else None,
        "error": error,
        **kind.field(asked, value or {}),
    }
    return render_to_string(f"surveys/kinds/{kind.key}.html", context)
