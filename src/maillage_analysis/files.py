"""Read a network from CSV files: ties (`source,target[,value]`) and nodes (`id,…`).

Everything that is not a network is refused with one sentence and the line of the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maillage_analysis.errors import FileError
from maillage_analysis.network import Network

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ",;\t"
YES = {"1", "true", "yes", "oui", "vrai"}


@dataclass(frozen=True)
class Row:
    """One line of a file: its number, and its cells by column."""

    line: int
    cells: dict[str, str]


def read_text(path: Path) -> str:
    """The text of a file, in UTF-8 or in the usual encoding of spreadsheets."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: {error.strerror or 'cannot be read'}") from None
    if b"\x00" in raw:
        raise FileError(f"{path.name} is not a text file; save it as CSV in UTF-8")
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(f"{path.name} is in an unknown encoding; save it in UTF-8")


def read_rows(path: Path) -> tuple[list[str], list[Row]]:
    """Columns and lines of a CSV file, whatever its separator among comma, semicolon and tab."""
    text = read_text(path)
    if not text.strip():
        raise FileError(f"{path.name} is empty")
    first = text.lstrip("\r\n").splitlines()[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [cell.strip() for cell in next(line for line in reader if any(line))]
        if len(set(header)) != len(header):
            raise FileError(f"{path.name}: two columns have the same name", line=reader.line_num)
        return header, list(cells(reader, header, path.name))
    except csv.Error as error:
        raise FileError(f"{path.name}: {error}", line=reader.line_num) from None


def cells(reader: Iterator[list[str]], header: list[str], name: str) -> Iterator[Row]:
    """Each line that is not blank, with as many cells as the header."""
    for values in reader:
        line: int = reader.line_num  # type: ignore[attr-defined]
        if not any(value.strip() for value in values):
            continue
        if len(values) != len(header):
            raise FileError(f"{name}: {len(values)} cells where the header has {len(header)}", line=line)
        yield Row(line, {column: value.strip() for column, value in zip(header, values, strict=True)})


def value_column(header: list[str], name: str) -> str | None:
    """The column of levels: `value`, or the only other one."""
    missing = {"source", "target"} - set(header)
    if missing:
        raise FileError(f"{name}: no column {' nor '.join(sorted(missing))}; expected source,target[,value]", line=1)
    others = [column for column in header if column not in {"source", "target"}]
    if "value" in others:
        return "value"
    if len(others) > 1:
        raise FileError(f"{name}: which column holds the level? Name it value", line=1)
    return others[0] if others else None


def level(row: Row, column: str | None, name: str) -> int:
    """The level of a tie: a whole number, 1 or more."""
    if column is None:
        return 1
    try:
        number = float(row.cells[column].replace(",", "."))
    except ValueError:
        raise FileError(f"{name}: {row.cells[column]!r} is not a level", line=row.line) from None
    if not number.is_integer() or not 0 <= number <= 1_000_000:
        raise FileError(f"{name}: a level is a whole number, 0 or more, not {row.cells[column]}", line=row.line)
    return int(number)


def read_ties(path: Path, *, known: list[str] | None, directed: bool) -> list[tuple[str, str, int]]:
    """The ties of a file, each given once, between known nodes when the list of nodes is given."""
    header, rows = read_rows(path)
    column = value_column(header, path.name)
    first: dict[tuple[str, str], int] = {}
    ties = []
    for row in rows:
        source, target = row.cells["source"], row.cells["target"]
        problem = refuse_pair(source, target, known)
        if problem:
            raise FileError(f"{path.name}: {problem}", line=row.line)
        pair = (source, target) if directed or source < target else (target, source)
        if pair in first:
            raise FileError(f"{path.name}: the tie {source} → {target} is already on line {first[pair]}", line=row.line)
        first[pair] = row.line
        ties.append((source, target, level(row, column, path.name)))
    return ties


def refuse_pair(source: str, target: str, known: list[str] | None) -> str:
    """Why these two names cannot make a tie; "" when they can."""
    if not source or not target:
        return "source and target must both be given"
    if source == target:
        return f"{source} has a tie with itself"
    unknown = [name for name in (source, target) if known is not None and name not in set(known)]
    return f"{unknown[0]} is not in the file of nodes" if unknown else ""


def read_nodes(path: Path) -> tuple[list[str], dict[str, list[str]]]:
    """Names and attributes of the nodes."""
    header, rows = read_rows(path)
    if "id" not in header:
        raise FileError(f"{path.name}: no column id", line=1)
    seen: dict[str, int] = {}
    for row in rows:
        name = row.cells["id"]
        if not name:
            raise FileError(f"{path.name}: a node has no id", line=row.line)
        if name in seen:
            raise FileError(f"{path.name}: {name} is already on line {seen[name]}", line=row.line)
        seen[name] = row.line
    return list(seen), {column: [row.cells[column] for row in rows] for column in header if column != "id"}


def read_network(
    ties: Path, *, nodes: Path | None = None, answered: str | None = None, directed: bool = True
) -> Network:
    """The network of one or two files. Without `answered`, everybody is taken to have answered."""
    names, attributes = read_nodes(nodes) if nodes else ([], {})
    listed = read_ties(ties, known=names if nodes else None, directed=directed)
    if answered is not None and answered not in attributes:
        raise FileError(f"no column {answered} among the nodes; known: {', '.join(attributes) or 'none'}")
    known = None
    if answered is not None:
        known = [name for name, said in zip(names, attributes[answered], strict=True) if said.lower() in YES]
    if not listed and not names:
        raise FileError(f"{ties.name} holds no tie")
    return Network.from_ties(listed, nodes=names, answered=known, attributes=attributes, directed=directed)
