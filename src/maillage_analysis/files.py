"""Reads a file of ties and a file of nodes as people really save them; every refusal says where, in French."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from maillage_analysis.errors import FileError
from maillage_analysis.network import Network, Tie

YES = {"1", "oui", "o", "true", "vrai", "yes", "y", "x"}
LEVEL = re.compile(r"([0-9]{1,9})([.,]0*)?")  # 2 is sometimes written 2,0 by a spreadsheet
LARGEST = 2_000  # actors: beyond, the tables of pairs take more than 1 GB
NO = {"0", "non", "n", "false", "faux", "no", ""}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a file: its 1-based number and its cells by column."""

    line: int
    cells: Mapping[str, str]


@contextmanager
def reading(path: Path | None) -> Iterator[None]:
    """Give its file to a refusal that knows its line only."""
    try:
        yield
    except FileError as error:
        error.file = error.file or (path.name if path else "")
        raise


def read_network(
    ties: Path,
    *,
    nodes: Path | None = None,
    group: str | None = None,
    answered: str | None = None,
    directed: bool = True,
) -> Network:
    """The network of a file `source,target[,value]`, and of a file `id,…` when there is one."""
    for column, option in ((group, "--group"), (answered, "--answered")):
        if column is not None and nodes is None:
            raise FileError(f"{option} demande un fichier de structures, donné par --nodes.")
    with reading(nodes):
        table = read_nodes(nodes, needs=[c for c in (group, answered) if c is not None]) if nodes else {}
        attributes = columns_of(table)
        respondents = (
            None if answered is None else [name for name, row in table.items() if said_yes(row, answered)]
        )
    with reading(ties):
        links = read_ties(ties, known=set(table) if nodes else None, directed=directed)
        names = list(table) or list(dict.fromkeys(name for tie in links for name in tie[:2]))
        if len(names) > LARGEST:
            raise FileError(
                f"Le réseau a {len(names)} structures\u00a0: ce programme en mesure {LARGEST} au plus."
            )
    return Network.from_ties(
        links, nodes=names, attributes=attributes, answered=respondents, directed=directed
    )


def columns_of(table: Mapping[str, Row]) -> dict[str, list[str]]:
    """{column: its cells}, the identifier left out."""
    names = [name for row in table.values() for name in row.cells if name != "id"]
    return {name: [row.cells[name] for row in table.values()] for name in dict.fromkeys(names)}


def said_yes(row: Row, column: str) -> bool:
    """Whether a cell says yes."""
    cell = row.cells[column].lower()
    if cell not in YES | NO:
        raise FileError(
            f"«\u00a0{row.cells[column]}\u00a0» ne dit pas si la structure a répondu\u00a0: écrivez oui ou non.",
            line=row.line,
        )
    return cell in YES


def read_nodes(path: Path, *, needs: Sequence[str] = ()) -> dict[str, Row]:
    """{id: row}."""
    found: dict[str, Row] = {}
    for row in rows_of(path, needs=("id", *needs)):
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
                f"Le lien de «\u00a0{source}\u00a0» à «\u00a0{target}\u00a0» est déjà donné à la ligne {seen[pair]}."
                + ("" if directed else " Sans sens, l’aller et le retour sont un même lien."),
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
    read = LEVEL.fullmatch(row.cells[column])
    if read is None:
        raise FileError(
            f"«\u00a0{row.cells[column]}\u00a0» n’est pas un niveau de lien\u00a0: il faut un nombre entier, de 0 à 999\u202f999\u202f999.",
            line=row.line,
        )
    return int(read[1])


def rows_of(path: Path, *, needs: Sequence[str]) -> list[Row]:
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
            if not any(cells) or (header is None and cells[0].lower() == "sep="):
                continue  # a spreadsheet may say its separator on a first line
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


def header_of(cells: list[str], needs: Sequence[str], line: int) -> list[str]:
    """The names of the columns; those we need are recognised whatever their case."""
    ours = {"source", "target", "value", "id"}
    names = [cell.lower() if cell.lower() in ours else cell for cell in cells]
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
        text = decoded(raw, "utf-16", path)
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = decoded(raw, "cp1252", path)
    if "\x00" in text:
        raise FileError(
            f"Le fichier «\u00a0{path.name}\u00a0» n’est pas un texte\u00a0: enregistrez-le au format CSV."
        )
    return text


def decoded(raw: bytes, encoding: str, path: Path) -> str:
    """The text, or a sentence that says how to save it."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise FileError(
            f"L’encodage du fichier «\u00a0{path.name}\u00a0» n’est pas reconnu\u00a0: enregistrez-le en UTF-8."
        ) from None
