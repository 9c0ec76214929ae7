"""The elements of an XML part that may act or lead somewhere, without a tree of the others.

A tree would take gigabytes: sixty megabytes of empty elements fold into half a megabyte. So expat is listened to, as
defusedxml does it: a document type, hence an entity, stops the reading.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

MAX_DEPTH: Final = 500
_TOLD: Final = frozenset({"instrText", "f", "definedName"})  # elements whose text is read
# Attributes that may lead somewhere; a sheet has a million elements without one.
_LEADING: Final = ("href", "src", "formula", "instr", "Target", "ContentType")


class Suspicious(Exception):
    """A part that no word processor writes."""


@dataclass
class Element:
    """An element without its namespace, its attributes with theirs (« uri}name »), its own text when it is read."""

    tag: str
    attrib: dict[str, str]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass
class _Reading:
    """What expat has met."""

    parser: expat.XMLParserType
    telling: frozenset[str]
    at_most: int
    depth: int = 0
    count: int = 0
    met: list[Element] = field(default_factory=list)

    def start(self, name: str, attrib: dict[str, str]) -> None:
        self.count += 1
        self.depth += 1
        if self.count > self.at_most or self.depth > MAX_DEPTH:
            raise Suspicious
        tag = name[name.rfind("}") + 1 :]
        if tag in self.telling or (attrib and any(key.endswith(_LEADING) for key in attrib)):
            self.met.append(Element(tag, attrib))
            if tag in _TOLD:
                self.parser.CharacterDataHandler = self.text

    def text(self, piece: str) -> None:
        self.met[-1].pieces.append(piece)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.parser.CharacterDataHandler = None

    def refuse(self, *told: object) -> None:
        raise Suspicious


def elements(data: bytes, *, telling: frozenset[str], at_most: int) -> tuple[list[Element], int]:
    """The elements of these names, and those with an attribute that leads somewhere; how many there are in all."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    reading = _Reading(parser, telling | _TOLD, at_most)
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = reading.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise zipfile.BadZipFile from error
    return reading.met, reading.count
