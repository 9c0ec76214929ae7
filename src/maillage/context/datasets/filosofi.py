"""Incomes by commune (Filosofi)."""

from __future__ import annotations

from typing import Final

from maillage.context.codes import Geography
from maillage.context.datasets import Dataset, Indicator, Shape
from maillage.context.reading import Line, Place, commune


def _read(line: Line, vintage: str) -> Place:
    return Place(
        geography=Geography.COMMUNE,
        code=commune(line["code"]),
        name=line["name"][:160],
        values=line.values("median", "minima"),
    )


DATASET: Final = Dataset(
    title="Niveau de vie des ménages",
    producer="INSEE, Filosofi",
    link="https://www.data.gouv.fr/datasets/revenu-des-francais-a-la-commune",
    position=2,
    chapter="PERIMETER",
    expects="le fichier revenu-des-francais-a-la-commune",
    example="2021",
    indicators={
        "median": Indicator("Niveau de vie médian par an", "€"),
        "minima": Indicator("Part des minima sociaux dans le revenu disponible", "%", 1),
    },
    warnings=(
        "La moitié des habitants vit avec moins que le niveau de vie médian. Deux médianes ne s’ajoutent pas et ne se"
        " moyennent pas\u00a0: chaque commune a la sienne.",
        "Un tiret est un secret statistique\u00a0: trop peu de ménages.",
    ),
    shapes=(
        Shape(
            columns={
                "code": ("Code géographique", "code_commune"),
                "median": ("[DISP] Médiane (€)", "niveau_de_vie_median_eur"),
            },
            optional={
                "name": ("Libellé géographique",),
                "minima": ("[DISP] dont part des minima sociaux (%)", "part_minima_sociaux_pct"),
            },
            read=_read,
        ),
    ),
)
