"""What the two files of the index of social position have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from maillage.context.codes import Geography
from maillage.context.datasets import Aside, Indicator, Rejected, Shape
from maillage.context.reading import Line, Place, commune

# Their region codes are not those of the INSEE (01 is Auvergne-Rhône-Alpes there): places are joined by commune only.
SCHOOL: Final[Mapping[str, tuple[str, ...]]] = {
    "year": ("rentree_scolaire",),
    "uai": ("uai",),
    "commune": ("code_insee_de_la_commune",),
    "ips": ("ips",),
}
MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("nom_de_l_etablissement", "nom_de_l_etablissment"),
    "sector": ("secteur",),
    "spread": ("ecart_type_de_l_ips",),
}
UAI: Final = re.compile(r"\d{7}[A-Z]")
WARNINGS: Final = (
    "L’IPS décrit les familles des élèves d’un établissement, pas la qualité de son travail ni les habitants du quartier.",
    "Un écart de moins de 3\u00a0points n’est pas significatif.",
    "Le calcul a changé à la rentrée 2022\u00a0: un IPS d’avant n’est pas comparable.",
)
INDICATORS: Final = {
    "ips": Indicator("Indice de position sociale", digits=1),
    "spread": Indicator("Écart-type de l’IPS", digits=1),
}


def school(line: Line, vintage: str) -> Place:
    """One school, for the year asked; a district of Paris, Lyon or Marseille stays one."""
    if line["year"] != vintage:
        raise Aside(f"rentrée {line['year']}")
    uai = line["uai"].upper()
    if not UAI.fullmatch(uai):
        raise Rejected(f"«\u00a0{line['uai'][:30]}\u00a0» n’est pas le numéro d’un établissement (UAI).")
    return Place(
        geography=Geography.SCHOOL,
        code=uai,
        name=line["name"][:160],
        commune=commune(line["commune"]),
        values=line.values("ips", "spread"),
    )


SHAPE: Final = Shape(columns=SCHOOL, optional=MORE, read=school)
