"""Documents of a word processor or a spreadsheet: a folder of XML in a zip, without macro, link to fetch or file inside."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import ValidationError

MAX_ENTRIES: Final = 200
MAX_RATIO: Final = 100
MAX_UNFOLDED: Final = 60 * 1024 * 1024
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
    r"|xlMacrosheet|xlIntlMacrosheet|aFChunk|connections|queryTable|subDocument|frame|volatileDependencies)$"
)
_FIELD: Final = re.compile(r"(?im)^\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE)\b")
_FORMULA: Final = re.compile(
    r"(?i)WEBSERVICE\s*\(|\bRTD\s*\(|\bCALL\s*\(|REGISTER\.ID|\|\s*'|HYPERLINK\s*\(\s*\"(?!https?:|mailto:|#)"
)
_ELSEWHERE: Final = re.compile(r"(?i)^\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\|/|\.\.)")
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
        found = _kind_of(parts)
        for name, data in parts.items():
            _check_part(name, data, found)
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
    for element in _elements(types):
        declared = element.get("ContentType", "")
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


def _check_part(name: str, data: bytes, kind: str) -> None:
    if _MACRO_NAME.search(name) or data.startswith(_FOREIGN):
        raise _Refused("contient des macros ou un autre fichier", "active")
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if not (re.search(r"(?i)\.(?:xml|rels|vml|svg|rdf)$", name) or start.startswith(b"<")):
        return
    if not data.strip():
        return
    instructions = []
    for element in _elements(data):
        local = str(element.tag).rpartition("}")[2]
        if local in {
            "script",
            "event-listener",
            "dde-source",
            "dde-link",
            "ddeLink",
            "encryption-data",
            "applet",
            "foreignObject",
        }:
            raise _Refused("contient un programme ou une partie chiffrée", "active")
        if kind == "odt":
            _check_odf_link(element, local)
        elif name.endswith(".rels"):
            _check_relation(element)
        elif local == "instrText":
            instructions.append(element.text or "")
        elif local == "fldChar":  # a field may be cut in several runs; the next one begins another line
            instructions.append("\n")
        elif local == "fldSimple":
            instructions.extend(
                f"\n{value}\n" for key, value in element.attrib.items() if key.endswith("instr")
            )
        elif local in {"f", "definedName"} and _FORMULA.search(element.text or ""):
            raise _Refused("contient une formule qui va chercher ailleurs", "outside")
    if _FIELD.search("".join(instructions)):
        raise _Refused("contient un champ qui va chercher ailleurs", "outside")


def _elements(data: bytes) -> Iterator[Any]:
    """Every element, forgotten once read; a document type or an entity is refused."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        for _, element in iterparse(BytesIO(data), events=("end",), forbid_dtd=True):
            yield element
            element.clear()
    except DefusedXmlException as error:
        raise _Refused("contient une déclaration inhabituelle", "active") from error
    except ParseError as error:
        raise zipfile.BadZipFile from error


def _check_relation(element: Any) -> None:
    """Links to a page are what one clicks; anything else outside is fetched by itself."""
    if not str(element.tag).endswith("}Relationship"):
        return
    kind, target = element.get("Type", ""), element.get("Target", "")
    if _RISKY_RELATION.search(kind):
        raise _Refused("contient un autre fichier ou un lien vers un autre fichier", "outside")
    if element.get("TargetMode", "Internal").casefold() != "internal":
        clicked = kind.endswith("/hyperlink") and _PAGE_LINK.match(target)
        # Most documents of a town hall name the template of their author's disk: nobody else's is opened.
        own = kind.endswith("/attachedTemplate") and _OWN_DISK.match(target)
        if not (clicked or own):
            raise _Refused("va chercher une partie de son contenu ailleurs", "outside")
    elif re.match(r"(?i)\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", target):
        raise _Refused("va chercher une partie de son contenu ailleurs", "outside")


def _check_odf_link(element: Any, local: str) -> None:
    for key, value in element.attrib.items():
        if not key.endswith("}href") or not _ELSEWHERE.match(value):
            continue
        if local == "a" and _PAGE_LINK.match(value):
            continue
        if local == "template" and not re.match(
            r"(?i)\s*(?:(?!file:)[a-z][a-z0-9+.-]*:|//|\\\\|file://[^/])", value
        ):
            continue  # the path of the template on its author's machine: nothing opens it
        raise _Refused("va chercher une partie de son contenu ailleurs", "outside")
