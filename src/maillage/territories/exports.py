"""Tables out: CSV, XLSX and GraphML that open well in a spreadsheet, and that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from django.http import HttpResponse

from maillage.core.typography import by_name
from maillage.territories.codes import ACTOR_TYPES
from maillage.territories.models import Actor, Territory
from maillage.territories.queries import actors_of
from maillage.territories.tables import guard

Line = Sequence[str | int]

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "graphml": "application/xml; charset=utf-8",
}
ACTOR_COLUMNS: Final = ("nom", "nature", "secteur", "type", "code", "état")


def _safe(cell: str | int) -> str | int:
    return guard(cell) if isinstance(cell, str) else cell


def as_csv(columns: Sequence[str], lines: Iterable[Line]) -> bytes:
    """Semicolons and a byte order mark: French spreadsheets open it with a double click."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(columns: Sequence[str], lines: Iterable[Line]) -> bytes:
    """Strings are written as strings, numbers as numbers; nothing else."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("maillage")
        for number, line in enumerate((columns, *lines)):
            for place, cell in enumerate(_safe(cell) for cell in line):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write_number(number, place, cell)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def as_graphml(
    nodes: Iterable[tuple[str, dict[str, str]]],
    edges: Iterable[tuple[str, str, int]] = (),
    *,
    directed: bool = True,
) -> bytes:
    """Nodes with their attributes, then edges with their level."""
    described = list(nodes)
    names = list(dict.fromkeys(name for _, attributes in described for name in attributes))
    keys = [f'<key id={quoteattr(n)} for="node" attr.name={quoteattr(n)} attr.type="string"/>' for n in names]
    body = [
        f"<node id={quoteattr(name)}>"
        + "".join(f"<data key={quoteattr(k)}>{escape(_printable(v))}</data>" for k, v in attributes.items())
        + "</node>"
        for name, attributes in described
    ]
    ties = [
        f'<edge source={quoteattr(s)} target={quoteattr(t)}><data key="niveau">{level}</data></edge>'
        for s, t, level in edges
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *keys,
        '<key id="niveau" for="edge" attr.name="niveau" attr.type="int"/>',
        f'<graph edgedefault="{"directed" if directed else "undirected"}">',
        *body,
        *ties,
        "</graph>",
        "</graphml>",
    ]
    return "\n".join(lines).encode()


def _printable(text: str) -> str:
    """XML has no place for control characters."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def actor_lines(territory: Territory) -> list[tuple[str, ...]]:
    """The directory, one actor a line; who objects to being named is not, and no code gives it away."""
    return [_line(actor) for actor in by_name(actors_of(territory), said=attrgetter("public_name"))]


def _line(actor: Actor) -> tuple[str, ...]:
    named = not actor.objects_to_naming
    return (
        actor.public_name,
        actor.get_kind_display(),
        actor.get_sector_display(),
        ACTOR_TYPES[actor.actor_type][1] if named and actor.actor_type in ACTOR_TYPES else "",
        actor.external_code if named else "",
        actor.get_status_display(),
    )


def directory(territory: Territory, extension: str) -> bytes:
    """The directory of a territory in one of the three formats."""
    lines = actor_lines(territory)
    if extension == "graphml":
        return as_graphml(
            (f"n{i}", dict(zip(ACTOR_COLUMNS, line, strict=True))) for i, line in enumerate(lines, 1)
        )
    return as_csv(ACTOR_COLUMNS, lines) if extension == "csv" else as_xlsx(ACTOR_COLUMNS, lines)


def download(content: bytes, *, name: str, extension: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(
        content,
        content_type=TYPES[extension],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{extension}"',
            "Cache-Control": "no-store",
        },
    )
