"""The questions of an application are data: `library/<key>.toml`, one file, one form. Read once, checked by `lint`.

A section has a title, a help and questions; a question has a kind (`kinds/<key>.py`) and the settings of its kind.
`when = { question = "…", is = ["…"] }`: asked only when another was answered so. `identifies`: hidden from reviewers in
anonymised mode. `trait`: what the composition of the places may balance, with its short name and that of several.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

LIBRARY: Final = Path(__file__).parent / "library"
SETTINGS: Final = {"key", "kind", "label", "help", "required", "words", "options", "columns", "when", "identifies", "trait", "trait_label", "trait_plural", "least", "most"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Option:
    """One possible answer."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing asked. words: the most one may write; least, most: bounds of a number, or of how many rows."""

    key: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    words: int = 0
    options: tuple[Option, ...] = ()
    columns: tuple[Option, ...] = ()
    when: tuple[str, frozenset[str]] | None = None
    identifies: bool = False
    trait: str = ""
    trait_label: str = ""
    trait_plural: str = ""
    least: int = 0
    most: int = 0

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is asked, given the other answers."""
        if self.when is None:
            return True
        said = answers.get(self.when[0])
        given = {str(each) for each in said} if isinstance(said, list) else {str(said)}
        return bool(given & self.when[1])

    def label_of(self, option: str) -> str:
        return next((each.label for each in self.options if each.key == option), option)


@dataclass(frozen=True, kw_only=True)
class FormSection:
    """One page of the form."""

    key: str
    title: str
    help: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ApplicationForm:
    """All that is asked of a territory."""

    key: str
    title: str
    sections: tuple[FormSection, ...] = ()
    by_key: Mapping[str, Question] = field(default_factory=dict)

    def section(self, key: str) -> FormSection | None:
        return next((each for each in self.sections if each.key == key), None)

    def asked(self, answers: Mapping[str, Any]) -> Iterator[Question]:
        """The questions that these answers call for, in order."""
        return (each for each in self.by_key.values() if each.is_asked(answers))


def _options(rows: Any) -> tuple[Option, ...]:
    return tuple(Option(key=str(row["key"]), label=row["label"]) for row in rows)


def _question(row: dict[str, Any]) -> Question:
    unknown = set(row) - SETTINGS
    if unknown:
        raise ValueError(f"{row.get('key')}: unknown settings {sorted(unknown)}")
    settings = dict(row)
    for name in ("options", "columns"):
        settings[name] = _options(row.get(name, ()))
    if "when" in row:
        settings["when"] = (row["when"]["question"], frozenset(map(str, row["when"]["is"])))
    return Question(**settings)


def read_form(text: str) -> ApplicationForm:
    """A form from its file."""
    data = tomllib.loads(text)
    sections = tuple(
        FormSection(
            key=row["key"],
            title=row["title"],
            help=row.get("help", ""),
            questions=tuple(_question(each) for each in row.get("questions", ())),
        )
        for row in data["sections"]
    )
    questions = [question for section in sections for question in section.questions]
    return ApplicationForm(
        key=data["key"], title=data["title"], sections=sections, by_key={each.key: each for each in questions}
    )


@cache
def form_of(key: str) -> ApplicationForm:
    """One form of the library."""
    return read_form((LIBRARY / f"{key}.toml").read_text(encoding="utf-8"))


def forms() -> list[str]:
    """The keys of the forms of the library."""
    return sorted(
        path.stem for path in LIBRARY.glob("*.toml") if "[[sections]]" in path.read_text(encoding="utf-8")
    )


def lint(form: ApplicationForm, *, kinds: Collection[str]) -> list[str]:
    """What is wrong in a form, in French; empty when all is well."""
    wrong, seen = [], set[str]()
    count = sum(len(section.questions) for section in form.sections)
    if count != len(form.by_key):
        wrong.append("Deux questions portent la même clé.")
    for question in form.by_key.values():
        if question.kind not in kinds:
            wrong.append(f"{question.key}\u00a0: la nature «\u00a0{question.kind}\u00a0» n’existe pas.")
        if question.when and question.when[0] not in seen:
            wrong.append(f"{question.key}\u00a0: elle dépend d’une question qui ne vient pas avant elle.")
        if question.when and question.required and not question.when[1]:
            wrong.append(f"{question.key}\u00a0: sa condition n’attend aucune réponse.")
        if question.kind in {"choice", "choices"} and len(question.options) < 2:
            wrong.append(f"{question.key}\u00a0: il faut au moins deux réponses possibles.")
        if (
            question.trait
            and question.kind == "choice"
            and not (question.trait_label and question.trait_plural)
        ):
            wrong.append(f"{question.key}\u00a0: un caractère a un nom court, et celui de plusieurs.")
        if question.kind == "rows" and not question.columns:
            wrong.append(f"{question.key}\u00a0: il faut au moins une colonne.")
        seen.add(question.key)
    return wrong
