"""Words of the kinds in each language, and a text with its French beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError

FRENCH: Final = "fr"
WORDS: Final = ("words", "vignette")  # the second one is long enough for a file of its own
LANGUAGES: Final[dict[str, str]] = {
    "fr": "Français",
    "en": "English",
    "ar": "العربية",
    "tr": "Türkçe",
    "pt": "Português",
    "es": "Español",
}


@cache
def words() -> dict[str, dict[str, str]]:
    """{word: {language: text}}"""
    files = (Path(__file__).with_name(f"{name}.toml") for name in WORDS)
    return {
        w: texts for file in files for w, texts in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


@cache
def refusals() -> dict[str, dict[str, str]]:
    """{code: {language: sentence}}"""
    return tomllib.loads(Path(__file__).with_name("refusals.toml").read_text(encoding="utf-8"))


def refusal(code: str, **values: object) -> ValidationError:
    """The French sentence, with what it takes to say it in another language."""
    return ValidationError(refusals()[code][FRENCH].format(**values), code=code, params=values)


def retold(error: ValidationError, language: str) -> Said:
    """A refusal in a language; in French when there is no other."""
    listed = error.error_list
    spoken = [refusals().get(each.code or "", {}).get(language) for each in listed]
    if language == FRENCH or not all(spoken):
        return Said(" ".join(error.messages), only_french=language != FRENCH)
    told = (text.format(**(each.params or {})) for text, each in zip(spoken, listed, strict=True) if text)
    return Said(" ".join(told))


@dataclass(frozen=True)
class Said:
    """A text as it is shown. `french` is the source, shown beside it when nobody has read the translation over."""

    text: str
    french: str = ""
    only_french: bool = False  # not translated: the page says so with `lang`, a voice then reads it right

    def __str__(self) -> str:
        return self.text


def told(texts: Mapping[str, str], language: str, *, beside: bool = False) -> Said:
    """A text in a language, in French when it is not translated."""
    source = texts.get(FRENCH, "")
    if language == FRENCH:
        return Said(source)
    text = texts.get(language, "")
    if not text:
        return Said(source, only_french=bool(source))
    return Said(text, source if beside and source != text else "")
