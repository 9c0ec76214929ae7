"""Documents of a word processor or a spreadsheet: a folder of XML in a zip, without macro, link to fetch or file inside."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from django.core.exceptions import ValidationError

from maillage.core.uploads.xml import Element, Suspicious, elements

MAX_ENTRIES: Final = 200
MAX_RATIO: Final = 100
MAX_UNFOLDED: Final = 60 * 1024 * 1024
MAX_ELEMENTS: Final = 600_000  # three hundred pages, or a sheet of twenty thousand lines
MAIN_PARTS: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
ODT: Final = b"application/vnd.oasis.opendocument.text"
# What a part of an honest document never begins with: another archive, a program, a script, a page.
_FOREIGN: Final = (
    b"PK\x03\x04",
    b"MZ",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"#!",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xca\xfe\xba\xbe",
)
_MACRO_NAME: Final = re.compile(
    r"(?i)vba|activex|macrosheet|^basic/|^scripts/|^dialogs/|embeddings/|\.(?:exe|dll|js|vbs|jar|html?|scr|bat|ps1|lnk)$"
)
_RISKY_RELATION: Final = re.compile(
    r"(?i)/(?:oleObject|package|control|ctrlProp|vbaProject|wordVbaData|attachedToolbars|externalLink(?:Path)?|xlExternalLinkPath\w*"
    r"|xlMacrosheet|xlIntlMacrosheet|aFChunk|connections|queryTable|subDocument|frame|volatileDependencies"
    r"|webextension(?:taskpanes)?|extensibility)$"
)
_ACTIVE_ELEMENTS: Final = frozenset(
    [
        "script",
        "event-listener",
        "dde-source",
        "dde-link",
        "dde-connection",
        "dde-connection-decl",
        "ddeLink",
        "encryption-data",
        "applet",
        "plugin",
        "submission",
        "foreignObject",
    ]
)
_TELLING: Final = _ACTIVE_ELEMENTS | {"Relationship", "fldChar", "fldSimple"}
_FIELD: Final = re.compile(
    r"(?im)^[^\S\n]*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE)\b"
)
_FORMULA: Final = re.compile(
    r"(?i)WEBSERVICE\s*\(|\bRTD\s*\(|\bCALL\s*\(|REGISTER\.ID|\|\s*'|HYPERLINK\s*\(\s*\"(?!https?:|mailto:|#)"
)
_ELSEWHERE: Final = re.compile(r"(?i)^\s*(?!data:image/(?:png|jpeg);)(?:[a-z][a-z0-9+.-]*:|//|\\\\|/|\.\.)")
_OWN_DISK: Final = re.compile(r"(?i)^file:///[a-z]:[\\/]")
_PAGE_LINK: Final = re.compile(r"(?i)^\s*(?:https?://|mailto:|tel:|#)")
_AGAIN: Final = (
    "enregistrez-le en PDF («\u00a0Enregistrer sous\u00a0», puis «\u00a0PDF\u00a0»), et envoyez ce PDF."
)


class _Refused(Exception):
    """Why a document is refused, before it becomes a sentence."""

    def __init__(self, why: str, code: str) -> None:
        self.why, self.code = why, code


def keep(content: bytes, kind: str) -> tuple[bytes, str]:
    """The same document and its kind, once nothing in it acts, reaches out or hides."""
    try:
        parts = _unfolded(content)
        found, left = _kind_of(parts), MAX_ELEMENTS
        for name, data in parts.items():
            left -= _check_part(name, data, found, left)
    except Suspicious as error:
        raise ValidationError(
            f"Ce document contient une partie inhabituelle\u00a0: {_AGAIN}", code="active"
        ) from error
    except _Refused as refused:
        raise ValidationError(f"Ce document {refused.why}\u00a0: {_AGAIN}", code=refused.code) from refused
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise ValidationError(
            "Ce document est abîmé ou coupé\u00a0: vérifiez qu’il s’ouvre chez vous, puis envoyez-le à nouveau.",
            code="broken",
        ) from error
    return content, found


# --- The zip ------------------------------------------------------------------------------------------


def _unfolded(content: bytes) -> dict[str, bytes]:
    """The parts of the archive, once its sizes and names are honest."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        _check_sizes(content, archive, entries)
        parts = {}
        for entry in entries:
            _check_entry(entry)
            if not entry.is_dir():
                parts[entry.filename] = archive.read(entry)
        if len({name.casefold() for name in parts}) != sum(not entry.is_dir() for entry in entries):
            raise _Refused("contient deux fois la même partie", "twice")
        return parts


def _check_sizes(content: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _Refused("a trop de parties", "entries")
    # The table of an archive may announce less than what comes out: `read` stops at what was announced.
    announced = sum(entry.file_size for entry in entries)
    if announced > min(MAX_RATIO * len(content), MAX_UNFOLDED):
        raise _Refused("est beaucoup trop lourd une fois ouvert", "bomb")
    if any(entry.file_size > MAX_RATIO * max(entry.compress_size, 1024) for entry in entries):
        raise _Refused("est beaucoup trop lourd une fois ouvert", "bomb")
    if sum(entry.compress_size for entry in entries) > len(content):  # parts that share their bytes
        raise _Refused("est beaucoup trop lourd une fois ouvert", "bomb")
    end = content.rfind(b"PK\x05\x06")
    if end + 22 != len(content) or archive.comment or not entries or min(e.header_offset for e in entries):
        raise _Refused("cache un autre fichier", "hidden")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.flag_bits & 0x1:
        raise _Refused("est protégé par un mot de passe", "locked")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _Refused("est compressé d’une façon inhabituelle", "unreadable")
    # `orig_filename` is the name before Python cut it at a null byte.
    if (
        "\0" in entry.orig_filename
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in name.split("/")
    ):
        raise _Refused("contient une partie mal nommée", "names")
    if entry.external_attr >> 28 == 0xA:  # a symbolic link
        raise _Refused("contient une partie mal nommée", "names")


# --- What it is -----------------------------------------------------------------------------------------


def _kind_of(parts: Mapping[str, bytes]) -> str:
    if parts.get("mimetype", b"").strip() == ODT and "content.xml" in parts:
        return "odt"
    types = parts.get("[Content_Types].xml")
    if types is None:
        raise _Refused("n’est ni un ODT, ni un DOCX, ni un XLSX", "kind")
    kinds = set()
    for element in elements(types, telling=_TELLING, at_most=MAX_ELEMENTS)[0]:
        declared = element.attrib.get("ContentType", "")
        if re.search(r"(?i)macro|vba|activex|oleObject", declared):
            raise _Refused("contient des macros", "active")
        if declared in MAIN_PARTS:
            kinds.add(MAIN_PARTS[declared])
    if len(kinds) != 1:
        raise _Refused("n’est ni un ODT, ni un DOCX, ni un XLSX", "kind")
    found = kinds.pop()
    if {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[found] not in parts:
        raise _Refused("n’est pas construit comme les autres", "kind")
    return str(found)


# --- What it says ---------------------------------------------------------------------------------------


def _check_part(name: str, data: bytes, kind: str, left: int) -> int:
    """Refuse a part that acts or reaches out; how many elements it has."""
    if _MACRO_NAME.search(name) or data.startswith(_FOREIGN):
        raise _Refused("contient des macros ou un autre fichier", "active")
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if (
        not (re.search(r"(?i)\.(?:xml|rels|vml|svg|rdf)$", name) or start.startswith(b"<"))
        or not data.strip()
    ):
        return 0
    fields: list[str] = []
    met, count = elements(data, telling=_TELLING, at_most=left)
    for element in met:
        local = element.tag
        if local in _ACTIVE_ELEMENTS:
            raise _Refused("contient un programme ou une partie chiffrée", "active")
        if local == "Relationship":  # whatever the part is called: names of parts are read without their case
            _check_relation(element)
        _check_links(element, is_page=kind == "odt" or name.lower().endswith(".svg"))
        _check_formula(element)
        fields += _field_of(element)
    if _FIELD.search("".join(fields)):
        raise _Refused("contient un champ qui va chercher ailleurs", "outside")
    return count


def _field_of(element: Element) -> list[str]:
    """What a part of a field says; a field may be cut in several runs, and the next one begins another line."""
    if element.tag == "instrText":
        return [element.text]
    if element.tag == "fldSimple":
        return [f"\n{value}\n" for key, value in element.attrib.items() if key.endswith("instr")]
    return ["\n"] if element.tag == "fldChar" else []


def _check_formula(element: Element) -> None:
    said = [value for key, value in element.attrib.items() if key.endswith("}formula")]
    if element.tag in {"f", "definedName"}:
        said.append(element.text)
    if any(_FORMULA.search(each) for each in said):
        raise _Refused("contient une formule qui va chercher ailleurs", "outside")


def _check_relation(element: Element) -> None:
    """Links to a page are what one clicks; anything else outside is fetched by itself."""
    kind, target = element.attrib.get("Type", ""), element.attrib.get("Target", "")
    if _RISKY_RELATION.search(kind):
        raise _Refused("contient un autre fichier ou un lien vers un autre fichier", "outside")
    if element.attrib.get("TargetMode", "Internal").casefold() != "internal":
        clicked = kind.endswith("/hyperlink") and _PAGE_LINK.match(target)
        # Most documents of a town hall name the template of their author's disk: nobody else's is opened.
        own = kind.endswith("/attachedTemplate") and _OWN_DISK.match(target)
        if not (clicked or own):
            raise _Refused("va chercher une partie de son contenu ailleurs", "outside")
    elif re.match(r"(?i)\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", target):
        raise _Refused("va chercher une partie de son contenu ailleurs", "outside")


def _check_links(element: Element, *, is_page: bool) -> None:
    """What a part fetches by itself; `is_page`, when its links are written in it rather than in its relations."""
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2]
        if name not in ({"href", "src"} if is_page else {"src"}) or not _ELSEWHERE.match(value):
            continue
        if element.tag == "a" and _PAGE_LINK.match(value):
            continue
        if element.tag == "template" and not re.match(
            r"(?i)\s*(?:(?!file:)[a-z][a-z0-9+.-]*:|//|\\\\|file://[^/])", value
        ):
            continue  # the path of the template on its author's machine: nothing opens it
        raise _Refused("va chercher une partie de son contenu ailleurs", "outside")
