"""The document as a folder that opens anywhere, in ten years too: pages without script, map, tables, PDF, how to read it.

Nothing in it asks anything of a network. Every page is written by the function `pages`, of which each text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from maillage.core.typography import NBSP
from maillage.diagnosis.blocks import Figure, KeyFigure, Table
from maillage.diagnosis.render import document
from maillage.diagnosis.render.archive_pages import page, written
from maillage.diagnosis.render.parts import Part, clean, moment, parts_of, title_of, zipped
from maillage.diagnosis.sections import Section
from maillage.territories.exports import as_csv
from maillage.territories.tables import guard

INDEX, NOTICE, STYLE, PDF = "index.html", "LISEZMOI.txt", "style.css", "diagnostic.pdf"
DICTIONARY, PASSPORTS = "tableaux/dictionnaire.csv", "tableaux/passeports.csv"
FONT: Final = 'font-family="IBM Plex Sans"'
FALLBACK: Final = 'font-family="IBM Plex Sans, Arial, sans-serif"'  # read where our font is not
LIMITS: Final = (
    "Ce diagnostic décrit des liens entre structures. Il ne note personne et ne peut fonder aucune décision de "
    "financement, d’évaluation ou de gestion du personnel."
)
KEEPING: Final = (
    "Ces fichiers peuvent nommer des structures\u202f: ils se partagent avec les personnes à qui ce diagnostic s’adresse. Ses textes "
    "appartiennent à celles et ceux qui les ont écrits\u202f; on les cite avec leur source, leur date, et les désaccords qui les accompagnent."
)


def write(cover: Mapping[str, str], sections: Iterable[Section]) -> bytes:
    """The ZIP of a cover and of sections; the same words always give the same bytes."""
    listed = list(sections)
    parts = parts_of(listed)
    names = _names(parts)
    files = {INDEX: page(title_of(cover), written(cover, parts, names, LIMITS, KEEPING)).encode()}
    files[STYLE] = _style()
    files[PDF] = document.write(cover, listed)
    for part in parts:
        for block in part.blocks:
            if isinstance(block, Figure):
                files[names[id(block)]] = clean(block.svg).replace(FONT, FALLBACK).encode()
            elif isinstance(block, Table):
                files[names[id(block)]] = _csv(block.columns, block.rows)
    files[DICTIONARY] = _dictionary(parts, names)
    files[PASSPORTS] = _passports(parts)
    files[NOTICE] = _notice(cover).encode()
    return zipped(files, moment(cover))


def _names(parts: Iterable[Part]) -> dict[int, str]:
    """The file of each picture and of each table."""
    found: dict[int, str] = {}
    tables = figures = 0
    for block in (block for part in parts for block in part.blocks):
        if isinstance(block, Table) and id(block) not in found:
            tables += 1
            found[id(block)] = f"tableaux/tableau-{tables:02d}.csv"
        elif isinstance(block, Figure) and id(block) not in found:
            figures += 1
            found[id(block)] = f"cartes/carte-{figures:02d}.svg"
    return found


def _style() -> bytes:
    from importlib import resources

    return (resources.files("maillage.diagnosis.render") / "archive.css").read_bytes()


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file of a table, whose titles are no more formulas than its cells."""
    titles = [guard(clean(each)) for each in columns]
    return as_csv(titles, ([clean(cell) for cell in row] for row in rows))


def _dictionary(parts: Iterable[Part], names: Mapping[int, str]) -> bytes:
    """Each column of each table: where it is, what it is."""
    lines = [
        (
            names[id(block)].split("/")[1],
            block.caption,
            part.title,
            column,
            "nombre" if n in block.numeric else "texte",
        )
        for part in parts
        for block in part.blocks
        if isinstance(block, Table)
        for n, column in enumerate(block.columns)
    ]
    return _csv(("fichier", "tableau", "partie", "colonne", "nature"), lines)


def _passports(parts: Iterable[Part]) -> bytes:
    """What is needed to find each figure again."""
    lines = [
        (part.title, block.label if isinstance(block, KeyFigure) else block.caption, block.passport)
        for part in parts
        for block in part.blocks
        if isinstance(block, KeyFigure | Table) and block.passport
    ]
    return _csv(("partie", "chiffre ou tableau", "passeport"), lines)


def _notice(cover: Mapping[str, str]) -> str:
    lines = (
        title_of(cover),
        ", ".join(filter(None, (cover.get("wave"), cover.get("date"), cover.get("version")))),
        f"Ouvrez {INDEX} dans un navigateur{NBSP}: rien n’est demandé au réseau. {PDF} est le même document, à imprimer.",
        f"tableaux/{NBSP}: chaque tableau en CSV (UTF-8, points-virgules). dictionnaire.csv dit ce qu’est chaque colonne, "
        "passeports.csv de quoi vient chaque chiffre. Une cellule qui commencerait par un signe de formule est précédée "
        "d’une apostrophe. «\u00a0–\u00a0» veut dire non montré ou sans objet.",
        f"cartes/{NBSP}: les images, en SVG.",
        LIMITS,
        KEEPING,
    )
    return "\r\n\r\n".join(clean(each) for each in lines if each) + "\r\n"
