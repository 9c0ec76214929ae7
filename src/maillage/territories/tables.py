"""Reads the tables people really have: CSV of every accent, XLSX, ODS, GraphML. Nothing is ever evaluated.

`read` gives rows of text with their line number, or raises `TableError` with one sentence that says where and what to do.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any, Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.ElementTree
import defusedxml.sax
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineWorkbook

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_LINES: Final = 50_000
MAX_COLUMNS: Final = 500
MAX_UNZIPPED: Final = 200 * 1024 * 1024
SEPARATORS: Final = ";,\t|"
NUMBER: Final = re.compile(r"[+\-]?\d[\d\s\u00a0\u202f]*([.,]\d+)?%?")
DANGEROUS: Final = "=+-@\t\r＝＋－＠"
GUARDED: Final = re.compile(f"'+[{re.escape(DANGEROUS)}]")
EXCEL_TEXT: Final = re.compile(r'="([^"]*)"')
FRENCH_LETTERS: Final = frozenset("éèêëàâäçîïôöùûüœæÉÈÊÀÂÇÎÔŒ’«»–°")


class TableError(ValueError):
    """The file cannot be read. One French sentence, and the line at fault when there is one."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence if line is None else f"Ligne\u00a0{line}\u00a0: {sentence}")
        self.line = line


@dataclass(frozen=True)
class Row:
    """One line of the file. `problem` is the sentence that says why it cannot be used, or empty."""

    number: int
    cells: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """The columns, in order, and the rows that hold something."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(default=())


def fold(text: str) -> str:
    """Without accents, case, punctuation or double spaces: how two names are compared."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).split())


def read(content: bytes, *, part: str = "edges") -> Table:
    """The table of a file, recognised by what it contains. `part` says which half of a GraphML is wanted: edges or nodes."""
    if not content.strip():
        raise TableError(
            "Le fichier est vide\u202f: choisissez un fichier qui contient une ligne de titres puis des données."
        )
    if len(content) > MAX_BYTES:
        raise TableError(
            "Le fichier dépasse 10\u00a0Mo\u202f: gardez seulement les colonnes utiles, ou coupez-le en plusieurs fichiers."
        )
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(
            "Ce classeur est dans un ancien format\u202f: enregistrez-le au format .xlsx, puis envoyez-le de nouveau."
        )
    if b"<graphml" in content[:4096]:
        return _read_graphml(content, part)
    return _read_csv(content)


def rename(table: Table, synonyms: Mapping[str, Sequence[str]]) -> Table:
    """The same table with the columns one knows under one name each; the others keep theirs."""
    by_word = {fold(word): name for name, words in synonyms.items() for word in (name, *words)}
    names: dict[str, str] = {}
    for column in table.columns:
        name = by_word.get(fold(column), column)
        names[column] = name if name not in names.values() else column
    rows = tuple(replace(row, cells={names[c]: text for c, text in row.cells.items()}) for row in table.rows)
    return Table(tuple(names[column] for column in table.columns), rows)


# --- Cells ------------------------------------------------------------------------------------------


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
        problem = (
            f"la ligne a {len(values)} cellules pour {len(columns)} titres\u202f: vérifiez les séparateurs."
        )
    return Row(number, cells | dict.fromkeys(columns[len(values) :], ""), problem)


def _table(lines: Iterable[tuple[int, Sequence[str]]]) -> Table:
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


# --- CSV --------------------------------------------------------------------------------------------


def _decode(content: bytes) -> str:
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(bom):
            return _decoded(content, encoding) or _unreadable()
    if content[1:200:2].count(0) > 40 or (len(content) < 200 and content[1::2].count(0) * 3 > len(content)):
        return _decoded(content, "utf-16-le") or _unreadable()
    if (text := _decoded(content, "utf-8")) is not None:
        return text
    # Not UTF-8: an old encoding of Windows, of the Mac or of the command line; the one that reads as French wins.
    tried = [
        text
        for name in ("cp1252", "mac_roman", "cp850", "latin-1")
        if (text := _decoded(content, name)) is not None
    ]
    return max(tried, key=_frenchness) if tried else _unreadable()


def _frenchness(text: str) -> int:
    odd = Counter(c for c in text if ord(c) > 127)
    return sum(count if c in FRENCH_LETTERS else -count for c, count in odd.items())


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeError:
        return None
    return None if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", text) else text


def _unreadable() -> str:
    raise TableError(
        "Ce fichier n’est pas un tableau lisible\u202f: enregistrez-le au format CSV (encodage UTF-8) ou .xlsx, puis envoyez-le de nouveau."
    )


def _read_csv(content: bytes) -> Table:
    text = _decode(content)
    first, _, rest = text.partition("\n")
    offset, separator = 0, ""
    if declared := re.fullmatch(r'"?sep=(.)"?\r?', first):  # a line that Excel adds for itself
        text, offset, separator = rest, 1, declared[1]
    return _table(_csv_lines(text, separator or _separator(text), offset))


def _separator(text: str) -> str:
    """The separator seen most on the first line, quotes left aside."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count)


def _csv_lines(text: str, separator: str, offset: int) -> Iterator[tuple[int, list[str]]]:
    if separator in '"\r\n ':
        raise TableError("le séparateur annoncé ne peut pas servir\u202f: utilisez le point-virgule.", 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise TableError(
                "un guillemet n’est pas refermé, ou une cellule est trop longue\u202f: corrigez cette ligne.",
                start + offset,
            ) from None
        yield start + offset, values
        start = reader.line_num + 1


# --- XLSX and ODS -----------------------------------------------------------------------------------


def _read_workbook(content: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNZIPPED:
                raise TableError(
                    "Ce classeur est trop lourd une fois ouvert\u202f: gardez seulement la feuille utile."
                )
            _refuse_formulas(archive)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False, nrows=MAX_LINES + 100)
    except TableError:
        raise
    except (CalamineError, zipfile.BadZipFile, DefusedXmlException, SAXException, *_XML, *_BROKEN) as error:
        raise TableError(
            "Ce classeur ne s’ouvre pas\u202f: enregistrez-le de nouveau au format .xlsx, ou en CSV."
        ) from error
    return _table((number, [_text(cell) for cell in line]) for number, line in enumerate(lines, 1))


_XML: Final = (defusedxml.ElementTree.ParseError,)
_BROKEN: Final = (
    KeyError,
    IndexError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    zipfile.zlib.error,
)  # type: ignore[attr-defined]


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _refuse_formulas(archive: zipfile.ZipFile) -> None:
    """Formulas and merged cells hide what was meant: say where they are, and refuse."""
    names = archive.namelist()
    source = _first_sheet(archive) if "xl/workbook.xml" in names else "content.xml"
    if source not in names:
        raise TableError("Ce fichier n’est pas un classeur\u202f: envoyez un fichier .xlsx, .ods ou .csv.")
    place = ""
    with archive.open(source) as stream:
        for event, element in defusedxml.ElementTree.iterparse(stream, events=("start", "end")):
            tag = element.tag.rsplit("}", 1)[-1]
            if tag == "c" and event == "start":
                place = element.get("r", "")
                _refuse_far(place)
            attributes = {name.rsplit("}", 1)[-1]: value for name, value in element.attrib.items()}
            if (tag == "f" and source != "content.xml") or "formula" in attributes:
                raise TableError(
                    f"La cellule {place} contient une formule\u202f: copiez la feuille en «\u00a0valeurs seules\u00a0», puis envoyez-la.".replace(
                        "cellule  ", "feuille "
                    )
                )
            spans = {
                attributes.get("number-columns-spanned", "1"),
                attributes.get("number-rows-spanned", "1"),
            }
            if tag == "mergeCell" or spans != {"1"}:
                where = f" ({attributes['ref']})" if "ref" in attributes else ""
                raise TableError(
                    f"La feuille contient des cellules fusionnées{where}\u202f: séparez-les, et remplissez chaque ligne."
                )
            if event == "end":
                element.clear()


def _refuse_far(place: str) -> None:
    """A cell lost far away would make a table of billions of empty cells."""
    letters = place.rstrip("0123456789")
    if len(letters) > 2 or int(place[len(letters) :] or 0) > 2 * MAX_LINES:
        raise TableError(
            f"La feuille va jusqu’à la cellule {place}\u202f: supprimez les lignes et les colonnes vides, ou coupez le fichier."
        )


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The path of the first sheet of an XLSX."""
    book = defusedxml.ElementTree.fromstring(archive.read("xl/workbook.xml"))
    sheet = next(element for element in book.iter() if element.tag.endswith("}sheet"))
    wanted = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
    links = defusedxml.ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(link.get("Target", "") for link in links if link.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


# --- GraphML ----------------------------------------------------------------------------------------


class _GraphML(ContentHandler):
    """Collects nodes and edges with the line where each is written."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self.items: dict[str, list[tuple[int, dict[str, str]]]] = {"node": [], "edge": []}
        self.directed = True
        self.current: dict[str, str] = {}
        self.key = ""
        self.locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 (SAX's own name)
        self.locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        name = name.rsplit(":", 1)[-1]
        if name == "key":
            self.names[attrs.get("id", "")] = attrs.get("attr.name", attrs.get("id", ""))
        elif name in self.items:
            wanted = ("id",) if name == "node" else ("source", "target")
            self.current = {part: attrs.get(part, "") for part in wanted}
            self.items[name].append((self.locator.getLineNumber(), self.current))
        elif name == "data":
            self.key = self.names.get(attrs.get("key", ""), "")
            self.current.setdefault(self.key, "")

    def characters(self, content: str) -> None:
        if self.key:
            self.current[self.key] += content

    def endElement(self, name: str) -> None:  # noqa: N802
        self.key = ""


LABELS: Final = ("name", "label", "nom")


def _read_graphml(content: bytes, part: str) -> Table:
    handler = _GraphML()
    try:
        defusedxml.sax.parseString(content, handler, forbid_dtd=True)
    except DefusedXmlException:
        raise TableError(
            "Ce GraphML contient une déclaration interdite (DTD ou entité)\u202f: exportez-le de nouveau sans elle."
        ) from None
    except (SAXException, ValueError, LookupError) as error:
        line = getattr(error, "getLineNumber", lambda: None)()
        raise TableError(
            "Ce GraphML est mal formé\u202f: exportez-le de nouveau depuis votre logiciel.", line
        ) from None
    if part == "edges":
        _describe_ends(handler)
    items = handler.items["edge" if part == "edges" else "node"]
    columns = list(dict.fromkeys(name for _, cells in items for name in cells if name))
    if not items:
        raise TableError(
            "Ce GraphML ne contient rien à importer\u202f: vérifiez qu’il porte des nœuds et des liens."
        )
    return _table([(1, columns), *((line, [cells.get(c, "") for c in columns]) for line, cells in items)])


def _describe_ends(handler: _GraphML) -> None:
    """Ends of an edge by the name of the node when it has one, with its sector."""
    nodes = {cells["id"]: cells for _, cells in handler.items["node"]}
    for _, cells in handler.items["edge"]:
        for end in ("source", "target"):
            node = nodes.get(cells[end], {})
            sector = next((node[key] for key in node if fold(key) in {"secteur", "sector"}), "")
            cells[end] = next((node[key].strip() for key in LABELS if node.get(key, "").strip()), cells[end])
            if sector:
                cells[f"secteur_{end}"] = sector
