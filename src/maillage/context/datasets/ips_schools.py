"""The index of social position of primary schools, by school, or by commune as some hand it on."""

from __future__ import annotations

from typing import Final

from maillage.context.codes import Geography
from maillage.context.datasets import Dataset, Indicator, Shape
from maillage.context.datasets._ips import INDICATORS, SHAPE, WARNINGS
from maillage.context.reading import Line, Place, commune


def _by_commune(line: Line, vintage: str) -> Place:
    return Place(Geography.COMMUNE, commune(line["code"]), line.values("counted", "lowest", "highest"))


DATASET: Final = Dataset(
    title="Indice de position sociale des écoles (IPS)",
    producer="Ministère de l’Éducation nationale (DEPP)",
    link="https://data.education.gouv.fr/explore/dataset/fr-en-ips-ecoles-ap2022/",
    position=4,
    chapter="CHILDREN_FAMILIES",
    expects="le fichier fr-en-ips-ecoles-ap2022 (une ligne par école)",
    example="2024-2025",
    indicators=INDICATORS
    | {
        "counted": Indicator("Établissements qui ont un indice"),
        "lowest": Indicator("Indice le plus bas", digits=1),
        "highest": Indicator("Indice le plus haut", digits=1),
        "without": Indicator("Établissements sans indice publié"),
    },
    warnings=WARNINGS,
    shapes=(
        SHAPE,
        Shape(
            columns={
                "code": ("code_commune",),
                "lowest": ("ips_min",),
                "highest": ("ips_max",),
                "counted": ("nb_ecoles_avec_ips",),
            },
            optional={},
            read=_by_commune,
        ),
    ),
)
