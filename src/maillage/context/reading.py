"""A file of official figures, as people really get it, read whole before anything is kept.

Separators, byte order marks, encodings, `="01004"`, lost zeros and decimal commas are understood. What cannot be is told
line by line; a file that looks cut, glued twice or renamed is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError

from maillage.context.codes import Geography
from maillage.context.datasets import Aside, Dataset, Rejected, Shape
from maillage.core.typography import NBSP, folded, integer, plural, word
from maillage.territories.geography import DEPARTMENTS
from maillage.territories.official import CODE, DISTRICTS

Value = int | float | None
Key = tuple[str, ...]

MISSING: Final = frozenset({"", "ns", "nr", "s", "nd", "na", "n/a", "-", "–", ".", "…"})
MOST_REJECTED: Final = 0.05  # of the lines of a file; beyond, it is another file
WHOLES: Final = frozenset({"FRANCE", "FR", "FM", "METRO", "F"})  # lines of the whole country
SHOWN: Final = 5  # lines named in a sentence


@dataclass(frozen=True)
class Line:
    """One line: where it stands, and its cells under our words."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def values(self, *names: str) -> dict[str, Value]:
        """The numbers of these cells; None where the file says that it is missing."""
        return {name: number(self[name]) for name in names if name in self.cells}


@dataclass(frozen=True)
class Place:
    """What one line says of one place. `key` tells two lines apart when a place has several."""

    geography: str
    code: str
    values: Mapping[str, Value]
    name: str = ""
    commune: str = ""
    key: Key = ()


@dataclass
class Reading:
    """All that files say together."""

    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    rejected: list[tuple[str, int, str]] = field(default_factory=list)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    seen: set[Key] = field(default_factory=set)
    lines: int = 0
    kept: int = 0

    def keep(self, place: Place, line: Line) -> None:
        """Count a line, with what others have said of the same place."""
        where = (place.geography, place.code)
        told = place.key or where
        if told in self.seen:
            self.repeated.append((line.file, line.number))
            return
        self.seen.add(told)
        self.kept += 1
        before = self.places.get(where)
        if before is not None:
            place = Place(place.geography, place.code, added(before.values, place.values), place.name)
        self.places[where] = place


# --- Cells ------------------------------------------------------------------------------------------------


def number(cell: str) -> Value:
    """« 4,5 », « 1 234 », « NS »."""
    text = re.sub(r"[\s\u00a0\u202f]", "", cell)
    if text.casefold() in MISSING:
        return None
    if not re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", text):
        raise Rejected(f"«\u00a0{cell[:30]}\u00a0» n’est pas un nombre.")
    found = float(text.replace(",", "."))
    return int(found) if found.is_integer() else found


def commune(cell: str) -> str:
    """The code of a commune or of a city district, which stays what it is here."""
    code = cell.upper()
    if code in WHOLES:
        raise Aside("un ensemble plus grand qu’une commune")
    if code.isdigit() and len(code) == 4:
        code = "0" + code
    if not code.isascii() or not CODE.fullmatch(code):
        raise Rejected(f"«\u00a0{cell[:30]}\u00a0» n’est pas un code de commune.")
    return code


def department(cell: str) -> str:
    """The code of a département, whatever was lost or added: 1 and 001 are 01. 69D, 69M and 20 are collectivities."""
    code = cell.upper()
    if code.isascii() and code.isdigit():
        code = str(int(code)).zfill(2)
    if code not in DEPARTMENTS and code not in {"69D", "69M", "20"}:
        raise Rejected(f"«\u00a0{cell[:30]}\u00a0» n’est pas un code de département.")
    return code


def added(one: Mapping[str, Value], other: Mapping[str, Value]) -> dict[str, Value]:
    """Counts of the same place together; a missing one makes its sum missing."""
    names = [*one, *(name for name in other if name not in one)]
    return {name: _sum([each[name] for each in (one, other) if name in each]) for name in names}


def _sum(values: Sequence[Value]) -> Value:
    known = [each for each in values if each is not None]
    return sum(known) if len(known) == len(values) else None


def cities(reading: Reading) -> None:
    """Counts of Paris, Lyon and Marseille, which some files give by districts only: theirs, added, if all are there."""
    for first, last, city in DISTRICTS:
        inside = [
            place
            for (geography, code), place in reading.places.items()
            if geography == Geography.COMMUNE and first <= code <= last
        ]
        where = (str(Geography.COMMUNE), city)
        if len(inside) <= int(last) - int(first) or where in reading.places:
            continue
        total: dict[str, Value] = dict(inside[0].values)
        for each in inside[1:]:
            total = added(total, each.values)
        reading.places[where] = Place(Geography.COMMUNE, city, total)
        reading.notes.append(f"{city}{NBSP}: la somme de ses {integer(len(inside))} arrondissements.")


# --- Files ------------------------------------------------------------------------------------------------


def read(*, dataset: Dataset, vintage: str, files: Sequence[tuple[str, bytes]], anyway: bool) -> Reading:
    """Everything that these files say, or a ValidationError that says why nothing of them is kept."""
    reading = Reading()
    for name, content in files:
        _take(reading, dataset, vintage, name, content, anyway)
    _refuse_odd(reading, dataset, vintage)
    if dataset.finish is not None:
        dataset.finish(reading)
    return reading


def _take(reading: Reading, dataset: Dataset, vintage: str, name: str, content: bytes, anyway: bool) -> None:
    encoding = _encoding(name, content)
    if not content.endswith((b"\n", b"\r")) and not anyway:
        raise ValidationError(
            f"La dernière ligne de {name} n’est pas finie\u00a0: le fichier est sans doute coupé. Téléchargez-le de nouveau.",
            code="cut",
        )
    rows = _rows(content, encoding)
    _, header = next(rows, (1, []))
    names = [folded(cell) for cell in header]
    shape, found = _shape(dataset, names, name)
    least = 1 + max(found[each] for each in shape.columns)
    for number_, cells in rows:
        reading.lines += 1
        line = Line(name, number_, {each: cells[at] for each, at in found.items() if at < len(cells)})
        if len(cells) < least:
            reading.rejected.append((name, number_, "Il manque des cellules à cette ligne."))
            continue
        try:
            reading.keep(shape.read(line, vintage), line)
        except Aside as reason:
            reading.aside[str(reason)] += 1
        except Rejected as reason:
            reading.rejected.append((name, number_, str(reason)))


def _encoding(name: str, content: bytes) -> str:
    if not content.strip():
        raise ValidationError(f"{name} est vide.", code="empty")
    if b"\x00" in content:
        raise ValidationError(
            f"{name} n’est pas un fichier CSV\u00a0: enregistrez le tableau en CSV, ou décompressez l’archive.",
            code="kind",
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _rows(content: bytes, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, its cells), the title first; lines that hold nothing are passed over. Read as it goes: a file of
    the whole country has more than a million lines."""
    first = content.partition(b"\n")[0].decode(encoding, errors="replace")
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=max(";,\t", key=first.count))
    started = 1
    try:
        for cells in reader:
            if any(cells):
                yield started, [_bare(cell) for cell in cells]
            started = reader.line_num + 1
    except csv.Error as error:
        raise ValidationError(
            f"Ligne\u00a0{started}\u00a0: ce n’est pas un tableau lisible.", code="kind"
        ) from error


def _bare(cell: str) -> str:
    """A cell without what a spreadsheet wrapped it in: `="01004"` is 01004."""
    text = cell.strip()
    return text[1:].strip('"').strip() if text.startswith("=") else text


def _shape(dataset: Dataset, names: Sequence[str], file: str) -> tuple[Shape, dict[str, int]]:
    """The form in which a file is published, and where its columns are."""
    wanting: list[str] = []
    for shape in dataset.shapes:
        places = {
            each: next((names.index(folded(a)) for a in aliases if folded(a) in names), None)
            for each, aliases in {**shape.columns, **shape.optional}.items()
        }
        absent = [shape.columns[each][0] for each in shape.columns if places[each] is None]
        if not absent:
            return shape, {each: at for each, at in places.items() if at is not None}
        if not wanting or len(absent) < len(wanting):
            wanting = absent
    raise ValidationError(
        f"{file} n’a pas les colonnes attendues. On attend {dataset.expects}. Il manque\u00a0: {', '.join(wanting)}.",
        code="columns",
    )


def _refuse_odd(reading: Reading, dataset: Dataset, vintage: str) -> None:
    if reading.repeated:
        count = len(reading.repeated)
        lines = ", ".join(integer(line) for _, line in reading.repeated[:SHOWN])
        raise ValidationError(
            f"{plural(count, 'ligne répète', 'lignes répètent')} un lieu déjà décrit"
            f" ({word(count, 'ligne', 'lignes')} {lines}{'…' if count > SHOWN else ''})\u00a0: le fichier est sans doute collé deux"
            " fois.",
            code="repeated",
        )
    if len(reading.rejected) > MOST_REJECTED * reading.lines:
        told = " ".join(
            f"Ligne\u00a0{line}\u00a0: {sentence}" for _, line, sentence in reading.rejected[:SHOWN]
        )
        raise ValidationError(
            f"{plural(len(reading.rejected), 'ligne illisible', 'lignes illisibles')} sur {integer(reading.lines)}. {told}",
            code="rejected",
        )
    if not reading.places:
        told = ", ".join(f"{reason} ({integer(count)})" for reason, count in reading.aside.most_common(SHOWN))
        raise ValidationError(
            f"Rien dans ce fichier pour le millésime {vintage}. On attend {dataset.expects}."
            + (f" Mis de côté\u00a0: {told}." if told else ""),
            code="nothing",
        )


def as_json(place: Place) -> dict[str, Any]:
    """What is kept of a place, to compare it with what is in place."""
    return {"name": place.name, "commune": place.commune, "values": dict(place.values)}
