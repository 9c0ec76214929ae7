"""The grid of cooperation: four dimensions, ten indicators, three levels, each said in words (D’Amour et al., 2008)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

LATENT, DEVELOPING, ACTIVE = 1, 2, 3
LEVELS: Final[dict[int, str]] = {LATENT: "En germe", DEVELOPING: "En construction", ACTIVE: "Installé"}
KEYS: Final = {LATENT: "latent", DEVELOPING: "developing", ACTIVE: "active"}


@dataclass(frozen=True)
class Indicator:
    """One question of the grid; `texts`: what each level means here."""

    key: str
    label: str
    texts: dict[int, str]


@dataclass(frozen=True)
class Dimension:
    """Questions that go together."""

    key: str
    label: str
    indicators: tuple[Indicator, ...]


@cache
def grid() -> tuple[Dimension, ...]:
    """The whole grid, in reading order."""
    read = tomllib.loads((files("maillage.meetings") / "library" / "damour.toml").read_text(encoding="utf-8"))
    return tuple(
        Dimension(each["key"], each["label"], tuple(map(_indicator, each["indicator"])))
        for each in read["dimension"]
    )


def _indicator(read: dict[str, Any]) -> Indicator:
    return Indicator(read["key"], read["label"], {level: read[key] for level, key in KEYS.items()})


@cache
def indicators() -> dict[str, Indicator]:
    """The ten questions, by key."""
    return {each.key: each for dimension in grid() for each in dimension.indicators}
