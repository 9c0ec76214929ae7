"""Reads the tables people really have: CSV of every accent, XLSX, ODS, GraphML. Nothing is ever evaluated.

`read` gives rows of text with their line number, or raises `TableError` with one sentence that says where and what to do.
"""

from __future__ import annotations

from typing import Final

from maillage.territories.tables.delimited import read_csv
from maillage.territories.tables.graphml import read_graphml
from maillage.territories.tables.rows import (
    MAX_LINES,
    Row,
    Table,
    TableError,
    guard,
    is_formula,
    rename,
    unguard,
)
from maillage.territories.tables.workbook import read_workbook

__all__ = [
    "MAX_BYTES",
    "MAX_LINES",
    "Row",
    "Table",
    "TableError",
    "guard",
    "is_formula",
    "read",
    "rename",
    "unguard",
]

MAX_BYTES: Final = 10 * 1024 * 1024


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
        return read_workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(
            "Ce classeur est dans un ancien format\u202f: enregistrez-le au format .xlsx, puis envoyez-le de nouveau."
        )
    if content.startswith(b"%PDF"):
        raise TableError(
            "Un PDF ne se lit pas comme un tableau\u202f: envoyez le classeur ou le CSV dont il vient."
        )
    if b"<graphml" in content[:4096]:
        return read_graphml(content, part)
    return read_csv(content)
