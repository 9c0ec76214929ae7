"""`python -m bench.documents FORM`: write one document of 300 notes and 150 actors, in a process of its own.

Prints the seconds of the first time, loading included: a second one would find what Typst and the pictures remember.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bench.cases import territory
from bench.measure import Row

if TYPE_CHECKING:
    from maillage.diagnosis.blocks import Block
    from maillage.diagnosis.sections import Section

ACTORS, NOTES = 150, 300
GROUPS = ("École", "Santé", "Département", "Associations", "Habitants")
GOAL = "≤ 3\u00a0s"
FORMS = {
    "document": "PDF des douze chapitres",
    "word": "Word",
    "slides": "Diapositives",
    "summary": "Une page",
    "poster": "Affiche",
    "archive": "Archive",
}
WORDS = (
    "Les familles disent qu’elles ne savent pas à qui s’adresser quand une difficulté dure\u202f; les structures, elles, "
    "pensent que chacun le sait. Nous proposons d’en parler ensemble avant d’écrire la suite. "
)


def document() -> tuple[dict[str, str], list[Section]]:
    """A shared diagnosis as large as one may be: twelve chapters, a map, its list, notes, disagreements."""
    from maillage.diagnosis.chapters import CHAPTERS
    from maillage.diagnosis.sections import Section

    network = pictured()
    made = []
    for place, chapter in enumerate(CHAPTERS, 1):
        blocks = [*written(place), *network.get(chapter, [])]
        made.append(Section(chapter.lower(), f"Partie {place}", tuple(blocks), chapter))
    cover = {"territory": "Clairvigne", "facilitator": "Atelier", "made": "2026-11-22T10:00:00+00:00"}
    return cover, made


def written(place: int) -> list[Block]:
    """What one chapter says: a figure, a table, its share of the notes, a disagreement, a question."""
    from maillage.diagnosis.blocks import Disagreement, Heading, KeyFigure, Note, Paragraph, Question, Table

    rows = tuple((each, "42\u202f%") for each in GROUPS)
    figure = KeyFigure(value="42\u202f%", label="des liens possibles existent", n_answered=120, reading=WORDS)
    note = Note(text=WORDS * 2, author="Groupe local", date="3 novembre 2026", source="atelier du 2 octobre")
    return [
        Paragraph(text=f"Une idée pour le chapitre {place}\u00a0: on se parle plus qu’on n’agit.", lead=True),
        figure,
        Table(caption="Par secteur", columns=("Secteur", "Part"), rows=rows, numeric=frozenset({1})),
        Heading(text="Ce que dit le groupe"),
        *[note] * (NOTES // 12),
        Disagreement(subject="Les horaires d’accueil", positions=(("La ville", WORDS), ("L’école", WORDS))),
        Question(text="Par quoi commencer\u202f?"),
    ]


def pictured() -> dict[str, list[Block]]:
    """The map and the list of the actors, by chapter."""
    from maillage.diagnosis.blocks import Figure, Table
    from maillage.diagnosis.map.layout import positions
    from maillage.diagnosis.map.svg import draw

    kept = snapshot()
    kept["positions"] = positions(kept, 0)
    told = "On se coordonne\u00a0: 3, 14, 27, 31. On échange\u00a0: 5, 8, 12, 44, 61, 102."
    rows = tuple((str(n), each["name"], each["group"], told) for n, each in enumerate(kept["nodes"], 1))
    title = "Qui coopère avec qui"
    columns = ("N°", "Acteur", "Secteur", "Liens")
    return {
        "COOPERATION": [
            Figure(svg=draw(kept, title=title, desc="Carte"), title=title, alt="Carte de 150 acteurs")
        ],
        "ANNEXES": [
            Table(caption="Les acteurs", columns=columns, rows=rows, numeric=frozenset({0}), listing=True)
        ],
    }


def snapshot() -> dict[str, Any]:
    """What a diagnosis keeps of such a network."""
    network = territory(ACTORS)
    nodes = [
        {"id": str(n), "name": f"Structure numéro {n + 1}", "group": GROUPS[n % len(GROUPS)], "named": True, "answered": True}
        for n in range(ACTORS)
    ]  # fmt: skip
    ties = [[str(i), str(j), int(network.ties[i, j])] for i, j in zip(*network.ties.nonzero(), strict=True)]
    return {"nodes": nodes, "ties": ties, "wave": {"label": "Vague 3", "directed": True}}


def run(form: str) -> tuple[float, int]:
    """Seconds and bytes of one form."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    import django

    django.setup()
    cover, sections = document()
    start = time.perf_counter()
    made = importlib.import_module(f"maillage.diagnosis.render.{form}").write(cover, sections)
    return time.perf_counter() - start, len(made)


def documents() -> Iterator[Row]:
    """Each form in which a diagnosis is taken away, at its largest."""
    for form, label in FORMS.items():
        done = subprocess.run(
            [sys.executable, "-m", "bench.documents", form], capture_output=True, text=True, check=True
        )
        seconds, size = done.stdout.split()
        yield Row(
            what=f"{label}, {NOTES} notes et {ACTORS} acteurs, première fois",
            ours=float(seconds),
            goal=GOAL,
            note=f"{int(size) // 1000}\u00a0ko",
        )


if __name__ == "__main__":
    print(*run(sys.argv[1]))
