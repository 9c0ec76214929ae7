"""GraphML from strangers: nodes and edges, with the line where each is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from maillage.core.typography import folded
from maillage.territories.tables.rows import Table, TableError, table_of


class _GraphML(ContentHandler):
    """Collects nodes and edges with the line where each is written."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self.items: dict[str, list[tuple[int, dict[str, str]]]] = {"node": [], "edge": []}
        self.directed = "directed"  # what an edge is when it says nothing
        self.ways: set[str] = set()
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
            if name == "edge":
                own = {"true": "directed", "false": "undirected"}
                self.ways.add(own.get(attrs.get("directed", ""), self.directed))
        elif name == "graph":
            self.directed = attrs.get("edgedefault", "directed")
        elif name == "data":
            self.key = self.names.get(attrs.get("key", ""), "")
            self.current.setdefault(self.key, "")

    def characters(self, content: str) -> None:
        if self.key:
            self.current[self.key] += content

    def endElement(self, name: str) -> None:  # noqa: N802
        self.key = ""


LABELS: Final = ("name", "label", "nom")


def read_graphml(content: bytes, part: str) -> Table:
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
    table = table_of([(1, columns), *((line, [cells.get(c, "") for c in columns]) for line, cells in items)])
    return replace(table, undirected=_undirected(handler.ways)) if part == "edges" else table


def _undirected(ways: set[str]) -> bool:
    if {"directed", "undirected"} <= ways:
        raise TableError(
            "Ce GraphML mêle des liens avec et sans sens\u202f: gardez une seule sorte de liens, puis exportez-le de nouveau."
        )
    return "undirected" in ways


def _describe_ends(handler: _GraphML) -> None:
    """Ends of an edge by the name of the node when it has one, with its sector."""
    nodes = {cells["id"]: cells for _, cells in handler.items["node"]}
    for _, cells in handler.items["edge"]:
        for end in ("source", "target"):
            node = nodes.get(cells[end], {})
            sector = next((node[key] for key in node if folded(key) in {"secteur", "sector"}), "")
            cells[end] = next((node[key].strip() for key in LABELS if node.get(key, "").strip()), cells[end])
            if sector:
                cells[f"secteur_{end}"] = sector
