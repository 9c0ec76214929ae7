"""Ten invented cités: no real town bears these names, and their codes are in no official list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Place:
    """What makes a fictional territory what it is."""

    name: str
    of: str  # « de Rivesable », « du Val-d’Ambre »: French articles are not computed
    slug: str
    department: str
    size: int  # actors at the first wave
    growth: float  # how much cooperation grows from a wave to the next; 0 = steady
    openness: float  # how much of the growth crosses the borders between sectors
    response: tuple[float, float, float]  # share of actors that answer each wave
    quarter: str  # the priority neighbourhood

    @property
    def code(self) -> str:
        """A commune code of the right shape, that the official list gives to nobody."""
        return f"{self.department}9{self.size:02d}"

    @property
    def quarter_code(self) -> str:
        """The same for its priority neighbourhood."""
        return f"QN0{self.department}{self.size:02d}Z"


PLACES: Final = (
    Place(
        "Clairvigne",
        "de Clairvigne",
        "clairvigne",
        "49",
        38,
        0.06,
        0.3,
        (0.87, 0.79, 0.82),
        "Les Vergers-Hauts",
    ),
    Place(
        "Étang-Loriot",
        "d’Étang-Loriot",
        "etang-loriot",
        "45",
        33,
        0.0,
        0.0,
        (0.85, 0.76, 0.73),
        "La Garenne-aux-Joncs",
    ),
    Place(
        "Grand-Tilleulois",
        "du Grand-Tilleulois",
        "grand-tilleulois",
        "59",
        74,
        0.10,
        0.7,
        (0.78, 0.71, 0.76),
        "Le Mail-des-Filatures",
    ),
    Place(
        "Les Hauts-de-Brume",
        "des Hauts-de-Brume",
        "les-hauts-de-brume",
        "57",
        46,
        0.0,
        0.1,
        (0.83, 0.68, 0.62),
        "Le Plateau-des-Brumes",
    ),
    Place(
        "Moulinac-sur-Orve",
        "de Moulinac-sur-Orve",
        "moulinac-sur-orve",
        "24",
        30,
        0.12,
        0.5,
        (0.90, 0.87, 0.90),
        "La Rive-Basse",
    ),
    Place(
        "Pont-aux-Hirondelles",
        "de Pont-aux-Hirondelles",
        "pont-aux-hirondelles",
        "76",
        57,
        0.08,
        0.6,
        (0.81, 0.74, 0.79),
        "Les Docks-Clairs",
    ),
    Place(
        "Port-Mésange",
        "de Port-Mésange",
        "port-mesange",
        "29",
        41,
        0.0,
        0.0,
        (0.76, 0.63, 0.66),
        "La Criée-Vieille",
    ),
    Place(
        "Rivesable", "de Rivesable", "rivesable", "34", 64, 0.14, 0.9, (0.80, 0.77, 0.84), "Les Dunes-Grises"
    ),
    Place(
        "Roche-Garance",
        "de Roche-Garance",
        "roche-garance",
        "42",
        52,
        -0.05,
        0.0,
        (0.88, 0.72, 0.61),
        "Les Terrasses-Rouges",
    ),
    Place(
        "Val-d’Ambre",
        "du Val-d’Ambre",
        "val-d-ambre",
        "93",
        71,
        0.09,
        0.8,
        (0.82, 0.75, 0.80),
        "Les Cèdres-Blonds",
    ),
)

PARTNERS: Final = (
    ("Réseau des fondations de l’enfance (fictif)", "Financement de l’accompagnement"),
    ("Observatoire des coopérations locales (fictif)", "Expertise et capitalisation"),
    ("Coordination des cités d’essai (fictive)", "Mise en réseau des territoires"),
)

PROGRAMME: Final = {
    "name": "Grandir ensemble (démonstration)",
    "slug": "demonstration",
    "summary": (
        "Un programme imaginé pour découvrir la plateforme. Les dix cités, leurs acteurs, leurs réponses et leurs"
        " habitants sont inventés\u202f; aucun chiffre ne décrit un territoire réel."
    ),
    "facilitator_name": "Atelier Passerelles (tiers facilitateur fictif)",
    "facilitator_contact": "contact@exemple.fr",
    "legal_notice": (
        "Ce programme est inventé\u00a0: aucune donnée réelle n’y entre. Un vrai programme dirait ici sur quelle base légale"
        " il travaille (une mission d’intérêt public, le plus souvent) et combien de temps il garde les réponses."
    ),
    "places": 30,
}
