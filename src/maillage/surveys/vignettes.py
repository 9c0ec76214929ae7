"""The library of made-up situations, and the questions that are made from it: one a situation, one block each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

SITUATIONS: Final = Path(__file__).with_name("library") / "vignettes"
EVERY: Final = "vignettes"  # what a questionnaire writes to offer them all
PREFIX: Final = "vignette_"
OF_AGE: Final = "18-25"


@dataclass(frozen=True, kw_only=True)
class Vignette:
    """One situation: its age band, its words by language, and whether somebody may be in danger in it."""

    key: str
    band: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    danger: bool = False

    @property
    def is_minor(self) -> bool:
        """Whether child protection is a question: not for somebody who is of age."""
        return self.band != OF_AGE

    @property
    def ages(self) -> str:
        """« 0 à 3 ans »."""
        first, last = self.band.split("-")
        return f"{first}\u00a0à\u00a0{last}\u00a0ans"


@cache
def vignettes() -> dict[str, Vignette]:
    """Every situation of the library, by key."""
    found = tomllib.loads((SITUATIONS / "situations.toml").read_text(encoding="utf-8"))
    return {key: Vignette(key=key, **each) for key, each in found.items()}


def vignette_keys(blocks: list[str]) -> list[str]:
    """The blocks of a questionnaire, where one word stands for every situation."""
    every = [f"{PREFIX}{key}" for key in vignettes()]
    return [key for block in blocks for key in (every if block == EVERY else [block])]


def vignette_of(block: str) -> Vignette | None:
    """The situation of a block; None when it is the block of none."""
    return vignettes().get(block.removeprefix(PREFIX)) if block.startswith(PREFIX) else None


def vignette_block(block: str) -> dict[str, Any] | None:
    """What a file would say of the block of a situation; None when it is the block of none."""
    found = vignette_of(block)
    if found is None:
        return None
    said = tomllib.loads((SITUATIONS / "question.toml").read_text(encoding="utf-8"))
    (question,) = said["question"]
    return {
        "title": dict(found.title),
        "question": [{**question, "key": block, "settings": {"vignette": found.key}}],
    }
