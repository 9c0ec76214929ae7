"""XLSX and ODS: values only. Formulas, merged cells and lost cells are refused with their place."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date, time
from typing import Any, Final
from xml.sax import SAXException

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineWorkbook

from maillage.territories.tables.rows import MAX_LINES, Table, TableError, table_of

MAX_UNZIPPED: Final = 200 * 1024 * 1024
# All that a damaged or hostile archive may raise.
BROKEN: Final = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    DefusedXmlException,
    SAXException,
    defusedxml.ElementTree.ParseError,
    LookupError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
    StopIteration,
)


def read_workbook(content: bytes) -> Table:
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
    except BROKEN as error:
        raise TableError(
            "Ce classeur ne s’ouvre pas\u202f: enregistrez-le de nouveau au format .xlsx, ou en CSV."
        ) from error
    return table_of((number, [_text(cell) for cell in line]) for number, line in enumerate(lines, 1))


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
