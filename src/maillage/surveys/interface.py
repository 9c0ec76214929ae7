"""The words of the respondent's pages in each language: data, like the questions, so that a translator needs no tool."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from maillage.surveys.kinds._words import LANGUAGES as LANGUAGES

RIGHT_TO_LEFT: Final = frozenset({"ar"})


@cache
def words() -> dict[str, dict[str, str]]:
    """{key: {language: text}}"""
    return tomllib.loads(Path(__file__).with_name("interface.toml").read_text(encoding="utf-8"))


def say(key: str, language: str, **values: object) -> str:
    """A sentence of the interface; an unknown key is an error, a missing language falls back to French."""
    texts = words()[key]
    return texts.get(language, texts["fr"]).format(**values)


def direction(language: str) -> str:
    """Which way a language is written, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
