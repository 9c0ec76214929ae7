"""The ready grids of criteria, which are data: `library/grille.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

LIBRARY: Final = Path(__file__).parent / "library"


@cache
def ready_grid() -> tuple[dict[str, Any], ...]:
    """The nine criteria of the label, each with its labelled levels, from the weakest to the strongest."""
    rows = tomllib.loads((LIBRARY / "grille.toml").read_text(encoding="utf-8"))["criteria"]
    return tuple(row | {"levels": levels_from(row["levels"])} for row in rows)


def levels_from(labels: list[str]) -> list[dict[str, Any]]:
    """Levels from their words, the weakest first: their values are 0, 1, 2…"""
    return [{"value": value, "label": label} for value, label in enumerate(labels)]
