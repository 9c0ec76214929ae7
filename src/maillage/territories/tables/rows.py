"""What a table is made of, and how a cell of text is kept away from formulas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from maillage.core.typography import folded, plural, uncapitalised

MAX_LINES: Final = 50_000
MAX_COLUMNS: Final = 500
NUMBER: Final = re.compile(r"[+\-]?\d[\d\s\u00a0\u202f]*([.,]\d+)?%?")
DANGEROUS: Final = "=+-@\t\r＝＋－＠"
GUARDED: Final = re.compile(f"'+[{re.escape(DANGEROUS)}]")
EXCEL_TEXT: Final = re.compile(r'="([^"]*)"')


class TableError(ValueError):
    """The file cannot be read. One French sentence, and the line at fault when there is one."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence if line is None else f"Ligne\u00a0{line}\u00a0: {uncapitalised(sentence)}")
        self.line = line


@dataclass(frozen=True)
class Row:
    """One line of the file. `problem` is the sentence that says why it cannot be used, or empty."""

    number: int
    cells: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """The columns, in order, and the rows that hold something. `undirected`: the file says its ties have no direction."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(default=())
    undirected: bool = False


def rename(table: Table, synonyms: Mapping[str, Sequence[str]]) -> Table:
    """The same table with the columns one knows under one name each; the others keep theirs."""
    by_word = {folded(word): name for name, words in synonyms.items() for word in (name, *words)}
    names: dict[str, str] = {}
    for column in table.columns:
        name = by_word.get(folded(column), column)
        names[column] = name if name not in names.values() else column
    rows = tuple(replace(row, cells={names[c]: text for c, text in row.cells.items()}) for row in table.rows)
    return replace(table, columns=tuple(names[column] for column in table.columns), rows=rows)


def guard(text: str) -> str:
    """A cell that no spreadsheet will take for a formula. `unguard` gives the text back."""
    return f"'{text}" if text[:1] in tuple(DANGEROUS) or GUARDED.match(text) else text


def unguard(text: str) -> str:
    """The text of a guarded cell."""
    return text[1:] if GUARDED.match(text) else text


def is_formula(text: str) -> bool:
    """Would a spreadsheet take this text for a formula? A plain number is none."""
    return text[:1] in tuple(DANGEROUS) and not NUMBER.fullmatch(text)


def _row(number: int, columns: Sequence[str], values: Sequence[str]) -> Row:
    cells: dict[str, str] = {}
    problem = ""
    for column, raw in zip(columns, values, strict=False):
        text = raw.strip()
        if code := EXCEL_TEXT.fullmatch(text):  # ="01004", how Excel keeps a leading zero
            text = code[1].strip()
        if is_formula(text):
            problem = problem or (
                f"la colonne «\u00a0{column}\u00a0» contient une formule («\u00a0{text[:40]}\u00a0»)\u202f: "
                "remplacez-la par sa valeur."
            )
        cells[column] = unguard(text)
    if any(value.strip() for value in values[len(columns) :]):
        problem = f"la ligne a {len(values)} cellules pour {plural(len(columns), 'titre')}\u202f: vérifiez les séparateurs."
    return Row(number, cells | dict.fromkeys(columns[len(values) :], ""), problem)


def table_of(lines: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """The first line that holds something gives the columns."""
    columns: list[str] = []
    rows: list[Row] = []
    for number, values in lines:
        if not any(value.strip() for value in values):
            continue
        if not columns:
            columns = _columns(number, values)
            continue
        if len(rows) >= MAX_LINES:
            raise TableError(
                "Le fichier dépasse 50\u202f000 lignes\u202f: coupez-le en plusieurs fichiers, puis envoyez-les un par un."
            )
        rows.append(_row(number, columns, values))
    if not rows:
        raise TableError(
            "Le fichier ne contient aucune ligne sous les titres\u202f: ajoutez vos données, puis envoyez-le de nouveau."
        )
    return Table(tuple(columns), tuple(rows))


def _columns(number: int, values: Sequence[str]) -> list[str]:
    named = [unguard(value.strip()) or f"colonne {i}" for i, value in enumerate(values, 1)]
    if len(named) > MAX_COLUMNS:
        raise TableError(
            f"la ligne de titres compte plus de {MAX_COLUMNS} colonnes\u202f: gardez seulement les colonnes utiles.",
            number,
        )
    twice = [name for name, count in Counter(named).items() if count > 1]
    if twice:
        raise TableError(
            f"le titre «\u00a0{twice[0][:60]}\u00a0» apparaît deux fois\u202f: renommez une des deux colonnes.",
            number,
        )
    return named
