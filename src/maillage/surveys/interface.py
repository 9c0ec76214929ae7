"""The words of the respondent's pages in each language: data, like the questions, so that a translator needs no tool.

What must be told before any answer stands apart, with its version: notice.toml.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from maillage.surveys.kinds._words import LANGUAGES as LANGUAGES

RIGHT_TO_LEFT: Final = frozenset({"ar"})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


@cache
def notice() -> dict[str, dict[str, str]]:
    """{key: {language: text}} of what is told before any answer."""
    return {key: texts for key, texts in _read("notice.toml").items() if isinstance(texts, dict)}


@cache
def notice_version() -> str:
    """The version of the notice: each sheet keeps the one that was shown (trust.md PRIV-03)."""
    return str(_read("notice.toml")["version"])


@cache
def words() -> dict[str, dict[str, str]]:
    """{key: {language: text}}, the notice included."""
    return {**_read("interface.toml"), **notice()}


def say(key: str, language: str, **values: object) -> str:
    """A sentence of the interface; an unknown key is an error, a missing language falls back to French."""
    texts = words()[key]
    return texts.get(language, texts["fr"]).format(**values)


def direction(language: str) -> str:
    """Which way a language is written, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
