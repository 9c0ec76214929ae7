"""Reads a file of ties and a file of nodes as people really save them; every refusal says where, in French."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from maillage_analysis.errors import FileError
from maillage_analysis.network import Network, Tie

YES = {"1", "oui", "o", "true", "vrai", "yes", "y", "x"}
NO = {"0", "non", "n", "false", "faux", "no", ""}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a file: its 1-based number and its cells by column."""

    line: int
    cells: Mapping[str, str]


def read_network(
    ties: Path, *, nodes: Path | None = None, answered: str | None = None, directed: bool = True
) -> Network:
    """The network of a file `source,target[,value]`, and of a file `id,…` when there is one."""
    table = read_nodes(nodes) if nodes is not None else None
    if answered is not None and table is None:
        raise FileError("La colonne des réponses demande un fichier de structures (--nodes).")
    links = read_ties(ties, known=set(table) if table is not None else None, directed=directed)
    if table is None:
        return Network.from_ties(links, directed=directed)
    columns = list(next(iter(table.values())).cells) if table else []
    attributes = {name: [row.cells[name] for row in table.values()] for name in columns if name != "id"}
    respondents = None
    if answered is not None:
        if answered not in columns:
            raise FileError(
                f"La colonne «\u00a0{answered}\u00a0» n’existe pas dans le fichier des structures.", line=1
            )
        respondents = [name for name, row in table.items() if said_yes(row, answered)]
    return Network.from_ties(
        links, nodes=list(table), attributes=attributes, answered=respondents, directed=directed
    )


def said_yes(row: Row, column: str) -> bool:
    """Whether a cell says yes."""
    cell = row.cells[column].lower()
    if cell not in YES | NO:
        raise FileError(
            f"«\u00a0{row.cells[column]}\u00a0» ne dit pas si la structure a répondu\u00a0: écrivez oui ou non.",
            line=row.line,
        )
    return cell in YES


def read_nodes(path: Path) -> dict[str, Row]:
    """{id: row}."""
    found: dict[str, Row] = {}
    for row in rows_of(path, needs=("id",)):
        name = row.cells["id"]
        if not name:
            raise FileError("L’identifiant de la structure est vide.", line=row.line)
        if name in found:
            raise FileError(
                f"La structure «\u00a0{name}\u00a0» est déjà donnée à la ligne {found[name].line}.",
                line=row.line,
            )
        found[name] = row
    return found


def read_ties(path: Path, *, known: set[str] | None, directed: bool) -> list[Tie]:
    """The ties of a file. Zero means no tie; a tie given twice is refused."""
    seen: dict[tuple[str, str], int] = {}
    found: list[Tie] = []
    for row in rows_of(path, needs=("source", "target")):
        source, target = row.cells["source"], row.cells["target"]
        for name in (source, target):
            if not name:
                raise FileError("Une des deux structures du lien est vide.", line=row.line)
            if known is not None and name not in known:
                raise FileError(
                    f"La structure «\u00a0{name}\u00a0» n’est pas dans le fichier des structures.",
                    line=row.line,
                )
        if source == target:
            raise FileError(
                f"La structure «\u00a0{source}\u00a0» ne peut pas être liée à elle-même.", line=row.line
            )
        pair = (source, target) if directed else (min(source, target), max(source, target))
        if pair in seen:
            raise FileError(
                f"Le lien de «\u00a0{source}\u00a0» à «\u00a0{target}\u00a0» est déjà donné à la ligne {seen[pair]}.",
                line=row.line,
            )
        seen[pair] = row.line
        found.append((source, target, level_of(row)))
    return found


def level_of(row: Row) -> int:
    """The level of a tie: column `value`, or the only third column; 1 when there is none."""
    others = [name for name in row.cells if name not in ("source", "target")]
    column = "value" if "value" in others else others[0] if len(others) == 1 else None
    if column is None:
        return 1
    text = row.cells[column].replace(",", ".")
    try:
        level = float(text)
    except ValueError:
        level = -1.0
    if not (level >= 0 and level.is_integer() and level <= 2**31):
        raise FileError(
            f"«\u00a0{row.cells[column]}\u00a0» n’est pas un niveau de lien\u00a0: il faut un nombre entier, 0 ou plus.",
            line=row.line,
        )
    return int(level)


def rows_of(path: Path, *, needs: tuple[str, ...]) -> list[Row]:
    """The lines of a CSV file, whatever its separator and its encoding; empty lines are skipped."""
    text = text_of(path)
    if not text.strip():
        raise FileError(f"Le fichier «\u00a0{path.name}\u00a0» est vide.")
    first = text.lstrip("\n").splitlines()[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[Row] = []
    header: list[str] | None = None
    try:
        for raw in reader:
            cells = [cell.strip() for cell in raw]
            if not any(cells):
                continue
            if header is None:
                header = header_of(cells, needs, reader.line_num)
            elif len(cells) != len(header):
                raise FileError(
                    f"Il y a {len(cells)} cellules, quand l’en-tête a {len(header)} colonnes.",
                    line=reader.line_num,
                )
            else:
                found.append(Row(line=reader.line_num, cells=dict(zip(header, cells, strict=True))))
    except csv.Error:
        raise FileError(
            "La ligne ne se lit pas\u00a0: vérifiez les guillemets.", line=reader.line_num
        ) from None
    return found


def header_of(cells: list[str], needs: tuple[str, ...], line: int) -> list[str]:
    """The names of the columns; those we need are recognised whatever their case."""
    names = [cell.lower() if cell.lower() in (*needs, "value") else cell for cell in cells]
    for need in needs:
        if need not in names:
            raise FileError(
                f"Il manque la colonne «\u00a0{need}\u00a0». Colonnes trouvées\u00a0: {', '.join(names)}.",
                line=line,
            )
    if len(set(names)) != len(names):
        raise FileError("Deux colonnes portent le même nom.", line=line)
    return names


def text_of(path: Path) -> str:
    """The text of a file: UTF-8, or the Windows encoding of French spreadsheets."""
    try:
        raw = path.read_bytes()
    except OSError:
        raise FileError(f"Le fichier «\u00a0{path.name}\u00a0» ne peut pas être ouvert.") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded(raw, "utf-16", path)
    if b"\x00" in raw:
        raise FileError(
            f"Le fichier «\u00a0{path.name}\u00a0» n’est pas un texte\u00a0: enregistrez-le au format CSV."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decoded(raw, "cp1252", path)


def decoded(raw: bytes, encoding: str, path: Path) -> str:
    """The text, or a sentence that says how to save it."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise FileError(
            f"L’encodage du fichier «\u00a0{path.name}\u00a0» n’est pas reconnu\u00a0: enregistrez-le en UTF-8."
        ) from None
