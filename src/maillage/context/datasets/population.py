"""Legal populations of communes."""

from __future__ import annotations

from typing import Final

from maillage.context.codes import Geography
from maillage.context.datasets import Dataset, Indicator, Rejected, Shape
from maillage.context.reading import Line, Place, cities, commune

NAMES: Final = {"name": ("Commune", "nom", "nom_commune")}


def _place(line: Line, code: str) -> Place:
    return Place(
        geography=Geography.COMMUNE,
        code=commune(code),
        name=line["name"][:160],
        values=line.values("population"),
    )


def _by_parts(line: Line, vintage: str) -> Place:
    """Overseas, the département has three figures and the commune three others: the middle one is the same."""
    if not line["number"].isdigit() or len(line["number"]) > 3:
        raise Rejected(f"«\u00a0{line['number'][:30]}\u00a0» n’est pas le numéro d’une commune.")
    return _place(line, line["department"].upper().zfill(2)[:2] + line["number"].zfill(3))


def _by_code(line: Line, vintage: str) -> Place:
    return _place(line, line["code"])


DATASET: Final = Dataset(
    title="Population municipale",
    producer="INSEE, populations légales",
    link="https://catalogue-donnees.insee.fr/fr/catalogue/recherche/DS_POPULATIONS_REFERENCE",
    position=1,
    chapter="PERIMETER",
    expects="donnees_communes.csv, avec celui de Mayotte et collectivites-outremer.csv s’il y a lieu",
    example="2023",
    indicators={"population": Indicator("Habitants")},
    warnings=(
        "La population légale repose sur cinq enquêtes annuelles\u00a0: deux millésimes séparés de moins de cinq ans ne se"
        " comparent pas.",
    ),
    shapes=(
        Shape(
            columns={"department": ("DEP",), "number": ("CODCOM",), "population": ("PMUN",)},
            optional=NAMES,
            read=_by_parts,
        ),
        Shape(
            columns={"code": ("code_commune", "code"), "population": ("population", "pmun")},
            optional=NAMES,
            read=_by_code,
        ),
    ),
    finish=cities,
)
