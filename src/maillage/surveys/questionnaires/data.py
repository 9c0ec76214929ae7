"""Questionnaires are data: TOML files in surveys/library, read once. A block is a group of questions that may be added.

The text of a question may change between versions, its key and its kind may not: waves are compared by them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError

from maillage.surveys.vignettes import vignette_block, vignette_keys

LIBRARY: Final = Path(__file__).resolve().parents[1] / "library"
SHORT: Final = "short"
FULL: Final = "full"
ACTORS: Final = "actors"
RESIDENTS: Final = "residents"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. text, easy, help: {language: words}. block: empty when it is always part of the questionnaire."""

    key: str
    kind: str
    path: str = SHORT
    about: str = ""
    required: bool = False
    icon: str = ""
    block: str = ""
    text: Mapping[str, str] = field(default_factory=dict)
    easy: Mapping[str, str] = field(default_factory=dict)
    help: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A version of a questionnaire. blocks: {key: title} of the groups of questions that a wave may add."""

    key: str
    version: int
    population: str
    title: Mapping[str, str]
    questions: tuple[Question, ...]
    languages: tuple[str, ...] = ("fr",)
    validated: tuple[str, ...] = ()
    blocks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def asked(self, *, path: str, blocks: Collection[str] = ()) -> tuple[Question, ...]:
        """The questions of a path, in order: the full one asks those of the short one too."""
        return tuple(
            question
            for question in self.questions
            if (path == FULL or question.path == SHORT) and (not question.block or question.block in blocks)
        )


def alone(kind: str) -> Question:
    """A question without settings: what an import answers."""
    return Question(key=kind, kind=kind)


@cache
def questionnaires() -> dict[str, Questionnaire]:
    """Every questionnaire of the library, by key."""
    found = [read(path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.glob("*.toml"))]
    return {questionnaire.key: questionnaire for questionnaire in found}


def read(source: str) -> Questionnaire:
    """A questionnaire from its text; what cannot be read at all is refused, the rest is for the linter."""
    data = _parsed(source)
    blocks = {key: _block(key) for key in vignette_keys(_list(data, "blocks"))}
    questions = [_question(each) for each in _tables(data, "question")]
    for key, block in blocks.items():
        questions += [_question(each, block=key) for each in _tables(block, "question")]
    return Questionnaire(
        key=_text(data, "key"),
        version=_whole(data, "version"),
        population=_text(data, "population"),
        title=_texts(data, "title"),
        questions=tuple(questions),
        languages=tuple(_list(data, "languages")) or ("fr",),
        validated=tuple(_list(data, "validated")),
        blocks={key: _texts(block, "title") for key, block in blocks.items()},
    )


def _parsed(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ValidationError(f"Le questionnaire ne se lit pas comme du TOML\u00a0: {error}.") from error


def _block(key: str) -> dict[str, Any]:
    situation = vignette_block(key)
    if situation is not None:
        return situation
    path = LIBRARY / "blocks" / f"{key}.toml"
    if not key.isidentifier() or not path.is_file():
        raise ValidationError(f"Le bloc «\u00a0{key}\u00a0» n’existe pas dans la bibliothèque.")
    return _parsed(path.read_text(encoding="utf-8"))


def _question(data: dict[str, Any], block: str = "") -> Question:
    settings = data.get("settings", {})
    unknown = sorted(set(data) - set(Question.__dataclass_fields__))
    if unknown:
        raise ValidationError(f"Une question n’a pas de champ «\u00a0{unknown[0]}\u00a0».")
    if not isinstance(settings, dict) or type(data.get("required", False)) is not bool:
        raise ValidationError(
            "Les réglages d’une question («\u00a0settings\u00a0», «\u00a0required\u00a0») se lisent mal."
        )
    return Question(
        key=_text(data, "key"),
        kind=_text(data, "kind"),
        path=_text(data, "path", SHORT),
        about=_text(data, "about", ""),
        required=data.get("required", False),
        icon=_text(data, "icon", ""),
        block=block,
        text=_texts(data, "text"),
        easy=_texts(data, "easy"),
        help=_texts(data, "help"),
        settings=settings,
    )


def _text(data: dict[str, Any], key: str, default: str | None = None) -> str:
    found = data.get(key, default)
    if not isinstance(found, str):
        raise ValidationError(f"Il manque «\u00a0{key}\u00a0», un mot entre guillemets.")
    return found


def _whole(data: dict[str, Any], key: str) -> int:
    found = data.get(key)
    if type(found) is not int or found < 1:
        raise ValidationError(f"Il manque «\u00a0{key}\u00a0», un nombre entier à partir de 1.")
    return found


def _list(data: dict[str, Any], key: str) -> list[str]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValidationError(f"«\u00a0{key}\u00a0» est une liste de mots.")
    return found


def _tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValidationError(f"«\u00a0{key}\u00a0» s’écrit [[{key}]], une fois par question.")
    return found


def _texts(data: dict[str, Any], key: str) -> dict[str, str]:
    found = data.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise ValidationError(f"«\u00a0{key}\u00a0» a un texte par langue.")
    return found
