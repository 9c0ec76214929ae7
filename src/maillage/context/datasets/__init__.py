"""Official files that are read: one module, one dataset, whose name is the module's.

A dataset says who publishes it, under which licence, what it does not allow one to say, and how each line is read.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from maillage.context.reading import Line, Place, Reading

LICENCE: Final = "Licence Ouverte 2.0 (Etalab)"


class Aside(Exception):
    """A line that is as it should be, and that this dataset has no use for: the reason, in a few words."""


class Rejected(Exception):
    """A line that cannot be read: the reason, in a sentence."""


@dataclass(frozen=True)
class Indicator:
    """A figure: what it is called, its unit, how many decimals one reads."""

    label: str
    unit: str = ""
    digits: int = 0


@dataclass(frozen=True)
class Shape:
    """A form in which a file is published: {our word: the names that its column bears}, and how a line is read.

    Names are compared without accents, case or punctuation: « Code de l’académie » is `code_de_l_academie`.
    """

    columns: Mapping[str, tuple[str, ...]]
    read: Callable[[Line, str], Place]
    optional: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """What one has to know to read a file of this kind, and to show what it says."""

    title: str
    producer: str
    link: str
    position: int  # among the others
    chapter: str  # of the report: what this is about
    expects: str  # which file, in a sentence
    example: str  # of a vintage
    indicators: Mapping[str, Indicator]
    warnings: tuple[str, ...]
    shapes: tuple[Shape, ...]
    finish: Callable[[Reading], None] | None = None
    licence: str = LICENCE


# Lists of places, kept by the territories: their figures are read by these codes.
PLACES: Final = {
    "communes": "Communes (code officiel géographique)",
    "qpv": "Quartiers prioritaires (QPV)",
}


def title_of(key: str) -> str:
    """What a dataset or a list of places is called."""
    return PLACES.get(key) or datasets()[key].title


@cache
def datasets() -> dict[str, Dataset]:
    """{key: dataset}, in reading order."""
    names = [each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")]
    found = {name: importlib.import_module(f"{__name__}.{name}").DATASET for name in names}
    return dict(sorted(found.items(), key=lambda each: each[1].position))
