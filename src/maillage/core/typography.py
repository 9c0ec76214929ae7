"""Figures as one writes them in French (« 42 % », « 1 234 », « 0,27 »), and names as a dictionary orders them.

Halves are rounded away from zero, as on paper. What is missing or is not a number is written « – ».
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any, Final, TypeVar

from django.utils.formats import date_format

THIN: Final = "\u202f"  # narrow no-break space: before ; ! ? % and between thousands
NBSP: Final = "\u00a0"  # no-break space: before : and inside « »
MINUS: Final = "\u2212"
MISSING: Final = "–"

_FRENCH: Final = (
    (re.compile(r"(?<=[^\W\d])'(?=\w)"), "’"),
    (re.compile(r"(?<!\s) (?=[;!?%](?!\w))"), THIN),
    (re.compile(r"(?<!\s) (?=:(?:\s|$))"), NBSP),
    (re.compile(r"(?<=«) | (?=»)"), NBSP),
)

_FIRST_OF_MONTH: Final = re.compile(
    r"(?<!\d)1(?= (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b)"
)

Number = int | float | Decimal
Named = TypeVar("Named", bound=Any)


def _written(value: Number, digits: int) -> str:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}".replace(",", THIN).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def _known(value: Number | None) -> bool:
    return value is not None and math.isfinite(value)


def decimal(x: Number | None, digits: int = 2) -> str:
    """« 0,27 »."""
    return _written(x, digits) if x is not None and _known(x) else MISSING


def integer(n: Number | None) -> str:
    """« 1 234 »."""
    return decimal(n, 0)


def percent(x: Number | None, digits: int = 0) -> str:
    """A share between 0 and 1: 0.42 gives « 42 % »."""
    if x is None or not _known(x):
        return MISSING
    return _written(Decimal(str(x)) * 100, digits) + THIN + "%"


def interval(low: Number | None, high: Number | None, percent: bool = True, digits: int | None = None) -> str:
    """« entre 27 et 41 % », or « entre 0,27 et 0,41 » when `percent` is false."""
    if low is None or high is None or not (_known(low) and _known(high)):
        return MISSING
    scale, unit = (100, THIN + "%") if percent else (1, "")
    places = digits if digits is not None else (0 if percent else 2)
    first, last = (_written(Decimal(str(x)) * scale, places) for x in (low, high))
    return f"entre{NBSP}{first} et{NBSP}{last}{unit}"


def dated(moment: date, shape: str = "j F Y") -> str:
    """A day as it is written: « 1er décembre 2026 ». shape: that of Django's dates, read in the language of the page."""
    return first_of_month(date_format(moment, shape))


def first_of_month(text: str) -> str:
    """« 1 décembre » is read « un décembre »: the first day of a month is an ordinal."""
    return _FIRST_OF_MONTH.sub("1er", text)


def word(n: Number, singular: str, plural: str = "") -> str:
    """The word alone, agreed with `n`: in French the plural starts at two."""
    return (plural or singular + "s") if not -2 < n < 2 else singular


def plural(n: Number, singular: str, plural: str = "") -> str:
    """The count and its word: plural(12, "structure", "structures") gives « 12 structures »."""
    return f"{integer(n)}{NBSP}{word(n, singular, plural)}"


def french(text: str) -> str:
    """The same words with the spaces that never end a line and the apostrophe of print, as few keyboards give them."""
    for pattern, instead in _FRENCH:
        text = pattern.sub(instead, text)
    return text


def uncapitalised(sentence: str) -> str:
    """The sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def folded(text: str) -> str:
    """Without accents, case, punctuation or double spaces: how two names are compared, searched and put in order."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    letters = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def by_name(rows: Iterable[Named], *, said: Callable[[Named], str] = attrgetter("name")) -> list[Named]:
    """Rows in the order of a dictionary: « Étang » comes with the E, whatever the database thinks of accents.

    `said` is the name this reader sees: an order by another name would give that one away.
    """
    return sorted(rows, key=lambda row: (folded(said(row)), row.pk))
