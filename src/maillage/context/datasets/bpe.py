"""Facilities of communes (BPE): only those that children and families go to."""

from __future__ import annotations

from typing import Final

from maillage.context.codes import Geography
from maillage.context.datasets import Aside, Dataset, Indicator, Shape
from maillage.context.reading import Line, Place, cities, commune, number

# Types of the INSEE: a nursery school, a primary one and an elementary one are three types.
TYPES: Final = {
    "C107": "schools", "C108": "schools", "C109": "schools",
    "C201": "colleges",
    "C301": "lycees", "C302": "lycees",
    "D502": "nurseries",
    "D504": "relays",
    "D265": "doctors",
    "D307": "pharmacies",
    "F121": "halls",
    "F101": "pools",
}  # fmt: skip
# A table that some hand on, one column a kind; its columns that mix several kinds are left out.
WIDE: Final = {
    "colleges": ("college",),
    "lycees": ("lycee",),
    "doctors": ("medecin_generaliste",),
    "pharmacies": ("pharmacie",),
    "halls": ("sport_salle",),
    "pools": ("sport_piscine",),
}


def _by_type(line: Line, vintage: str) -> Place:
    if line["object"] not in ("COM", "ARM"):
        raise Aside(f"autre géographie ({line['object'][:10]})")
    if line["type"] not in TYPES:
        raise Aside("autre équipement")
    if line["measure"] not in ("", "FACILITIES"):
        raise Aside(f"autre mesure ({line['measure'][:20]})")
    if line["year"] != vintage:
        raise Aside(f"année {line['year'][:10]}")
    code = commune(line["code"])
    return Place(
        geography=Geography.COMMUNE,
        code=code,
        values={TYPES[line["type"]]: number(line["count"])},
        key=(code, line["type"]),
    )


def _wide(line: Line, vintage: str) -> Place:
    return Place(Geography.COMMUNE, commune(line["code"]), line.values(*WIDE))


DATASET: Final = Dataset(
    title="Équipements où vont les enfants et les familles",
    producer="INSEE, base permanente des équipements (BPE)",
    link="https://catalogue-donnees.insee.fr/fr/catalogue/recherche/DS_BPE",
    position=3,
    chapter="PERIMETER",
    expects="le fichier DS_BPE_data (une ligne par commune et par type d’équipement)",
    example="2024",
    indicators={
        "nurseries": Indicator("Crèches et autres accueils du jeune enfant"),
        "relays": Indicator("Relais petite enfance"),
        "schools": Indicator("Écoles maternelles, primaires et élémentaires"),
        "colleges": Indicator("Collèges"),
        "lycees": Indicator("Lycées généraux, technologiques et professionnels"),
        "doctors": Indicator("Médecins généralistes"),
        "pharmacies": Indicator("Pharmacies"),
        "halls": Indicator("Salles multisports et gymnases"),
        "pools": Indicator("Bassins de natation"),
    },
    warnings=(
        "Un équipement qui existe n’est pas un équipement où l’on a sa place\u00a0: rien ici ne dit les horaires, les tarifs ou les"
        " listes d’attente.",
        "L’INSEE améliore ses sources chaque année\u00a0: deux millésimes ne se comparent pas ligne à ligne.",
    ),
    shapes=(
        Shape(
            columns={
                "code": ("GEO",),
                "object": ("GEO_OBJECT",),
                "type": ("FACILITY_TYPE",),
                "year": ("TIME_PERIOD",),
                "count": ("OBS_VALUE",),
            },
            optional={"measure": ("BPE_MEASURE",)},
            read=_by_type,
        ),
        Shape(columns={"code": ("code_commune",), **WIDE}, optional={}, read=_wide),
    ),
    finish=cities,
)
