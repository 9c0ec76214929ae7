"""The index of social position of collèges."""

from __future__ import annotations

from typing import Final

from maillage.context.datasets import Dataset
from maillage.context.datasets._ips import SHAPE, WARNINGS
from maillage.context.datasets.ips_schools import DATASET as SCHOOLS

DATASET: Final = Dataset(
    title="Indice de position sociale des collèges (IPS)",
    producer=SCHOOLS.producer,
    link="https://data.education.gouv.fr/explore/dataset/fr-en-ips-colleges-ap2023/",
    position=5,
    chapter="CHILDREN_FAMILIES",
    expects="le fichier fr-en-ips-colleges-ap2023 (une ligne par collège)",
    example="2024-2025",
    indicators=SCHOOLS.indicators,
    warnings=WARNINGS,
    shapes=(SHAPE,),
)
