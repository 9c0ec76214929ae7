"""The official file of first names (INSEE), in any of its shapes, kept beside the data as one name a line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError

from maillage.core.childtext.names import SHORTEST, imported_path
from maillage.core.childtext.words import fold

NAME: Final = ("preusuel", "prenom", "prénom", "prenoms", "firstname", "first_name")
COUNT: Final = ("nombre", "valeur", "naissances_2005plus", "naissances_total", "naissances", "effectif", "nb")
RARE: Final = frozenset({"_prenoms_rares", "prenoms_rares", "autres", "autre", "total"})
FEWEST: Final = 1000  # a file with fewer names has been cut, or is another one


@dataclass(frozen=True)
class Imported:
    """What was read and kept."""

    lines: int
    names: int
    births: int


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ValidationError(f"Le fichier {path} ne se lit pas.", code="unreadable") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _column(header: list[str], known: tuple[str, ...]) -> int:
    told = [cell.strip().strip('"').lower() for cell in header]
    found = next((told.index(name) for name in known if name in told), None)
    if found is None:
        raise ValidationError(
            "Les colonnes attendues sont un prénom (preusuel ou prenom) et un nombre de naissances (nombre ou"
            f" valeur)\u00a0; le fichier annonce\u00a0: {', '.join(told)}.",
            code="columns",
        )
    return found


def _rows(text: str) -> Iterator[tuple[str, int]]:
    """Each name with a number of births; a line that holds none is skipped."""
    lines = text.splitlines()
    first = lines[0] if lines else ""
    rows = csv.reader(lines, delimiter=max(";,\t", key=first.count))
    header = next(rows, [])
    name, count = _column(header, NAME), _column(header, COUNT)
    for row in rows:
        if len(row) > max(name, count) and (births := row[count].strip().split(".")[0]).isdigit():
            yield row[name].strip(), int(births)


def import_names(*, path: Path, at_least: int) -> Imported:
    """Replace the list kept beside the data by the names given at least so many times; all or nothing."""
    births: Counter[str] = Counter()
    lines = 0
    for name, number in _rows(_decoded(path)):
        lines += 1
        plain = fold(name)
        if len(plain) >= SHORTEST and plain not in RARE and plain.replace("-", "").replace("'", "").isalpha():
            births[plain] += number
    kept = sorted(name for name, number in births.items() if number >= at_least)
    if len(kept) < FEWEST:
        raise ValidationError(
            f"Le fichier ne donne que {len(kept)} prénoms\u00a0: il semble coupé. La liste gardée n’a pas changé.",
            code="too_few",
        )
    target = imported_path()
    draft = target.with_suffix(".nouveau")
    draft.write_text("\n".join(kept) + "\n", encoding="utf-8")
    draft.replace(target)
    return Imported(lines, len(kept), sum(births[name] for name in kept))
