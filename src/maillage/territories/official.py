"""The official files of places, read as published: communes of the INSEE, priority neighbourhoods of the ANCT.

Importing again updates; nothing is ever deleted, because an application may cite it. A commune that joined another one
stays, and names it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.core.typography import folded
from maillage.territories.geography import department_of, region_of
from maillage.territories.models.official import Commune, Quarter

BATCH: Final = 2000
CODE: Final = re.compile(r"\d{5}|2[AB]\d{3}")
QUARTER_CODE: Final = re.compile(r"Q[NP][0-9A-Z]{6}")
NO_COMMUNE: Final = "Ni code de commune, ni nom."
NO_QUARTER: Final = "Ce n’est pas un code de quartier prioritaire."
# City districts, which other files take for communes: (first, last, their commune).
DISTRICTS: Final = (("13201", "13216", "13055"), ("69381", "69389", "69123"), ("75101", "75120", "75056"))
# How each published file calls its columns: {what it is: (code, name, population)}.
LISTS: Final = (
    ("code_commune", "nom_commune", "population"),
    ("code", "nom", "pmun"),
    ("code", "nom", "population"),
)
QUARTER_COLUMNS: Final = (("code_qp", "lib_qp", "insee_com"), ("code", "nom", "communes"))

Row = Mapping[str, str]
Refused = tuple[str, int, str]  # file, line, why


@dataclass(frozen=True)
class Done:
    """What an import kept, and what it could not place."""

    kept: int
    former: int = 0
    missing: tuple[str, ...] = ()
    lines: int = field(default=0, compare=False)
    refused: tuple[Refused, ...] = field(default=(), compare=False)


@dataclass
class _Read:
    """What the files of one import say together."""

    names: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)  # names of codes that are no commune any more
    parents: dict[str, str] = field(default_factory=dict)
    moves: dict[str, tuple[str, str]] = field(default_factory=dict)  # code -> (date, next code)
    counted: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    lines: int = 0
    is_whole: bool = False


def searched(text: str) -> str:
    """A name as it is searched: « St-Denis » and « SAINT DENIS » are one."""
    saints = {"st": "saint", "ste": "sainte"}
    return " ".join(saints.get(word, word) for word in folded(text).split())


# --- Files as published -----------------------------------------------------------------------------------


def _rows(path: Path) -> list[tuple[int, Row]]:
    """The lines of a file with their number, by the names of its columns: whatever its separator, its mark of order and its
    wrappings."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ValidationError(f"Le fichier {path} ne se lit pas.", code="unreadable") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if text.lstrip().startswith("{"):
        return _features(text, path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count))
    try:
        header = [_bare(cell) for cell in next(reader, [])]
        return [
            (reader.line_num, dict(zip(header, map(_bare, cells), strict=False)))
            for cells in reader
            if any(cells)
        ]
    except csv.Error as error:
        raise ValidationError(
            f"Le fichier {path.name} n’est pas une liste de lieux.", code="columns"
        ) from error


def _features(text: str, path: Path) -> list[tuple[int, Row]]:
    """The shapes of a GeoJSON file, numbered: what it says of each."""
    try:
        told = [each["properties"] for each in json.loads(text)["features"]]
        plain = [{key: _bare(str(value or "")) for key, value in each.items()} for each in told]
        return list(enumerate(plain, start=1))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValidationError(
            f"Le fichier {path.name} n’est pas une liste de lieux.", code="columns"
        ) from error


def _bare(cell: str) -> str:
    """A cell without what a spreadsheet wrapped it in: `="01004"` is 01004."""
    text = cell.strip()
    return text[1:].strip('"').strip() if text.startswith("=") else text


def commune_codes(cell: str) -> list[str]:
    """The codes of a cell, whatever separates them; a lost leading zero is found again, a district is its commune."""
    codes = []
    for piece in re.split(r"[;,|]", _bare(cell)):
        code = _bare(piece).upper()
        if code.isdigit() and len(code) == 4:
            code = "0" + code
        if CODE.fullmatch(code):
            codes.append(next((city for first, last, city in DISTRICTS if first <= code <= last), code))
    return list(dict.fromkeys(codes))


def _name(text: str) -> str:
    return " ".join(text.replace("'", "’").split())


# --- Communes -----------------------------------------------------------------------------------------------


def import_communes(*, paths: Sequence[Path]) -> Done:
    """Keep the communes of the official files, given together or one after the other."""
    read = _Read()
    for path in paths:
        _take(read, path)
    return keep_communes(
        names=read.names,
        former=read.former,
        parents=_resolved(read),
        populations=read.counted,
        is_whole=read.is_whole,
        lines=read.lines,
        refused=read.refused,
    )


def _take(read: _Read, path: Path) -> None:
    """Recognise a file by its columns."""
    rows = _rows(path)
    read.lines += len(rows)
    columns = set(rows[0][1]) if rows else set()
    known = next((each for each in LISTS if columns.issuperset(each[:2])), None)
    if {"MOD", "COM_AV", "COM_AP"} <= columns:
        _take_moves(read, (row for _, row in rows))
    elif {"TYPECOM", "COM", "LIBELLE"} <= columns:
        _take_list(read, rows, path.name)
    elif {"DEP", "CODCOM", "PMUN"} <= columns:
        for number, row in rows:
            # Overseas, the département has three figures and the commune three others: the middle one is the same.
            code = row["DEP"].zfill(2)[:2] + row.get("CODCOM", "").zfill(3)
            if not _count(read, code, row.get("PMUN", "")):
                read.refused.append((path.name, number, "Ni code de commune, ni population."))
    elif known is not None:
        for number, row in rows:
            code = row[known[0]].upper().zfill(5)
            if CODE.fullmatch(code) and row.get(known[1]):
                read.names[code] = _name(row[known[1]])
                _count(read, code, row.get(known[2], ""))
            else:
                read.refused.append((path.name, number, NO_COMMUNE))
    else:
        raise ValidationError(
            f"Le fichier {path.name} n’est pas une liste de communes connue\u00a0: on attend communes.csv,"
            " mouvements-communes.csv, les populations légales ou collectivites-outremer.csv, tels que publiés.",
            code="columns",
        )


def _take_list(read: _Read, rows: Iterable[tuple[int, Row]], file: str) -> None:
    """The Code officiel géographique: communes, and what lies in them under a code of its own."""
    read.is_whole = True
    for number, row in rows:
        code, name = row.get("COM", ""), row.get("LIBELLE", "")
        if not CODE.fullmatch(code) or not name:
            read.refused.append((file, number, NO_COMMUNE))
        elif row["TYPECOM"] == "COM":
            read.names[code] = _name(name)
        elif row.get("COMPARENT"):
            read.former[code] = _name(name)
            read.parents[code] = row["COMPARENT"]


def _take_moves(read: _Read, rows: Iterable[Row]) -> None:
    """Where each code went, the last time it moved."""
    for row in rows:
        before, after = row["COM_AV"], row["COM_AP"]
        if row.get("TYPECOM_AP") == "COM" and before != after and CODE.fullmatch(before):
            if row["DATE_EFF"] >= read.moves.get(before, ("", ""))[0]:
                read.moves[before] = (row["DATE_EFF"], after)
            read.former.setdefault(before, _name(row.get("LIBELLE_AV", before)))


def _count(read: _Read, code: str, figure: str) -> bool:
    number = re.sub(r"\s", "", figure)
    if not CODE.fullmatch(code) or not number.isdigit():
        return False
    read.counted[code] = int(number)
    return True


def _resolved(read: _Read) -> dict[str, str]:
    """Each former code and the commune of today it is in, followed from one to the next."""
    today = set(read.names) or set(Commune.objects.filter(replaced_by=None).values_list("pk", flat=True))
    steps = {code: after for code, (_, after) in read.moves.items()} | read.parents
    found = {}
    for code in steps:
        seen, end = {code}, steps[code]
        while end not in today and end in steps and end not in seen:
            seen.add(end)
            end = steps[end]
        if code not in today and end in today:
            found[code] = end
    return found


@transaction.atomic
def keep_communes(
    *,
    names: Mapping[str, str],
    former: Mapping[str, str],
    parents: Mapping[str, str],
    populations: Mapping[str, int],
    is_whole: bool = False,
    lines: int = 0,
    refused: Iterable[Refused] = (),
) -> Done:
    """Keep communes, former ones and populations."""
    figures = _summed(populations, parents)
    gone = _gone(names, parents) if is_whole else ()

    def line(code: str, name: str, current: str | None = None) -> Commune:
        return Commune(
            code=code,
            name=name,
            folded=searched(name),
            department=department_of(code),
            population=figures.get(code),
            replaced_by_id=current,
        )

    now = [line(code, name) for code, name in names.items()]
    _write([each for each in now if each.population is None])
    _write([each for each in now if each.population is not None], "population")
    old = [
        line(code, former[code], end) for code, end in parents.items() if code not in names and code in former
    ]
    _write(old)
    counted = Commune.objects.in_bulk([code for code in figures if code not in names])
    for code, commune in counted.items():
        commune.population = figures[code]
    Commune.objects.bulk_update(counted.values(), ["population"], batch_size=BATCH)
    _follow()
    kept = len(names) or len(counted)
    return Done(kept=kept, former=len(old), missing=gone, lines=lines, refused=tuple(refused))


def _write(lines: list[Commune], *more: str) -> None:
    Commune.objects.bulk_create(
        lines,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "folded", "department", "replaced_by", *more],
    )


def _summed(populations: Mapping[str, int], parents: Mapping[str, str]) -> dict[str, int]:
    """Populations of today: districts make their city, and a commune counts those that joined it since."""
    figures = dict(populations)
    districts: dict[str, int] = defaultdict(int)
    for code, figure in populations.items():
        for first, last, city in DISTRICTS:
            if first <= code <= last:
                districts[city] += figure
                break
        else:
            if parents.get(code) in populations:
                figures[parents[code]] += figure
    return {**districts, **figures}


def _gone(names: Mapping[str, str], parents: Mapping[str, str]) -> tuple[str, ...]:
    """Communes that were kept, that the whole list has no more, and that nothing says where they went.

    That list has no collectivity without a région: they come from a file of their own.
    """
    kept = Commune.objects.filter(replaced_by=None).values_list("code", "name", "department")
    return tuple(
        f"{name} ({code})"
        for code, name, department in kept
        if code not in names and code not in parents and len(region_of(department)) == 2
    )


def _follow() -> None:
    """A commune that joined one that joined another has joined the last."""
    while chained := list(
        Commune.objects.filter(replaced_by__replaced_by__isnull=False).select_related("replaced_by")
    ):
        for commune in chained:
            assert commune.replaced_by is not None
            commune.replaced_by_id = commune.replaced_by.replaced_by_id
        Commune.objects.bulk_update(chained, ["replaced_by"], batch_size=BATCH)


# --- Priority neighbourhoods -------------------------------------------------------------------------------


def import_quarters(*, path: Path) -> Done:
    """Keep the priority neighbourhoods of the official list, each in the communes of today."""
    rows = _rows(path)
    columns = next((each for each in QUARTER_COLUMNS if rows and set(rows[0][1]).issuperset(each)), None)
    if columns is None:
        raise ValidationError(
            f"Le fichier {path.name} n’est pas la liste des quartiers prioritaires\u00a0: on attend les colonnes"
            " code_qp, lib_qp et insee_com.",
            code="columns",
        )
    names: dict[str, str] = {}
    places: dict[str, list[str]] = defaultdict(list)
    refused: list[Refused] = []
    for number, row in rows:
        code = row.get(columns[0], "").upper()
        if QUARTER_CODE.fullmatch(code):
            names[code] = _name(row.get(columns[1], ""))
            places[code] += commune_codes(row.get(columns[2], ""))
        else:
            refused.append((path.name, number, NO_QUARTER))
    done = keep_quarters(names=names, places=places)
    return replace(done, lines=len(rows), refused=tuple(refused))


@transaction.atomic
def keep_quarters(*, names: Mapping[str, str], places: Mapping[str, Iterable[str]]) -> Done:
    """Keep quarters and where they lie; one whose communes are all unknown waits for them."""
    known = Commune.objects.in_bulk({code for codes in places.values() for code in codes})
    today = {code: each.replaced_by_id or code for code, each in known.items()}
    lying = {code: {today[each] for each in places[code] if each in today} for code in names}
    missing = tuple(f"{names[code]} ({code})" for code in names if not lying[code])
    kept = [Quarter(code=code, name=names[code]) for code in names if lying[code]]
    Quarter.objects.bulk_create(
        kept, batch_size=BATCH, update_conflicts=True, unique_fields=["code"], update_fields=["name"]
    )
    link = Quarter.communes.through
    wanted = {(each.code, commune) for each in kept for commune in lying[each.code]}
    held = {
        (each.quarter_id, each.commune_id): each.pk
        for each in link.objects.filter(quarter_id__in=[each.code for each in kept])
    }
    link.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in wanted]).delete()
    link.objects.bulk_create(
        [link(quarter_id=quarter, commune_id=commune) for quarter, commune in sorted(wanted - set(held))],
        batch_size=BATCH,
    )
    return Done(kept=len(kept), missing=missing)
