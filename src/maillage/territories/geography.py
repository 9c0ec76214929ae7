"""Départements, régions and sizes of places: what changes once in ten years is code; communes are imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Region:
    """A région, or a collectivity that stands for one."""

    name: str
    overseas: bool = False


@dataclass(frozen=True)
class Department:
    """A département and its région."""

    name: str
    region: str  # a key of REGIONS


REGIONS: Final[dict[str, Region]] = {
    "01": Region("Guadeloupe", overseas=True),
    "02": Region("Martinique", overseas=True),
    "03": Region("Guyane", overseas=True),
    "04": Region("La Réunion", overseas=True),
    "06": Region("Mayotte", overseas=True),
    "11": Region("Île-de-France"),
    "24": Region("Centre-Val de Loire"),
    "27": Region("Bourgogne-Franche-Comté"),
    "28": Region("Normandie"),
    "32": Region("Hauts-de-France"),
    "44": Region("Grand Est"),
    "52": Region("Pays de la Loire"),
    "53": Region("Bretagne"),
    "75": Region("Nouvelle-Aquitaine"),
    "76": Region("Occitanie"),
    "84": Region("Auvergne-Rhône-Alpes"),
    "93": Region("Provence-Alpes-Côte d’Azur"),
    "94": Region("Corse"),
    # Collectivities without a région of their own: each stands for itself.
    "975": Region("Saint-Pierre-et-Miquelon", overseas=True),
    "977": Region("Saint-Barthélemy", overseas=True),
    "978": Region("Saint-Martin", overseas=True),
    "986": Region("Wallis-et-Futuna", overseas=True),
    "987": Region("Polynésie française", overseas=True),
    "988": Region("Nouvelle-Calédonie", overseas=True),
}

_BY_REGION: Final[dict[str, str]] = {
    "01": "971 Guadeloupe",
    "02": "972 Martinique",
    "03": "973 Guyane",
    "04": "974 La Réunion",
    "06": "976 Mayotte",
    "11": "75 Paris, 77 Seine-et-Marne, 78 Yvelines, 91 Essonne, 92 Hauts-de-Seine, 93 Seine-Saint-Denis, 94 Val-de-Marne,"
    " 95 Val-d’Oise",
    "24": "18 Cher, 28 Eure-et-Loir, 36 Indre, 37 Indre-et-Loire, 41 Loir-et-Cher, 45 Loiret",
    "27": "21 Côte-d’Or, 25 Doubs, 39 Jura, 58 Nièvre, 70 Haute-Saône, 71 Saône-et-Loire, 89 Yonne, 90 Territoire de Belfort",
    "28": "14 Calvados, 27 Eure, 50 Manche, 61 Orne, 76 Seine-Maritime",
    "32": "02 Aisne, 59 Nord, 60 Oise, 62 Pas-de-Calais, 80 Somme",
    "44": "08 Ardennes, 10 Aube, 51 Marne, 52 Haute-Marne, 54 Meurthe-et-Moselle, 55 Meuse, 57 Moselle, 67 Bas-Rhin,"
    " 68 Haut-Rhin, 88 Vosges",
    "52": "44 Loire-Atlantique, 49 Maine-et-Loire, 53 Mayenne, 72 Sarthe, 85 Vendée",
    "53": "22 Côtes-d’Armor, 29 Finistère, 35 Ille-et-Vilaine, 56 Morbihan",
    "75": "16 Charente, 17 Charente-Maritime, 19 Corrèze, 23 Creuse, 24 Dordogne, 33 Gironde, 40 Landes, 47 Lot-et-Garonne,"
    " 64 Pyrénées-Atlantiques, 79 Deux-Sèvres, 86 Vienne, 87 Haute-Vienne",
    "76": "09 Ariège, 11 Aude, 12 Aveyron, 30 Gard, 31 Haute-Garonne, 32 Gers, 34 Hérault, 46 Lot, 48 Lozère,"
    " 65 Hautes-Pyrénées, 66 Pyrénées-Orientales, 81 Tarn, 82 Tarn-et-Garonne",
    "84": "01 Ain, 03 Allier, 07 Ardèche, 15 Cantal, 26 Drôme, 38 Isère, 42 Loire, 43 Haute-Loire, 63 Puy-de-Dôme, 69 Rhône,"
    " 73 Savoie, 74 Haute-Savoie",
    "93": "04 Alpes-de-Haute-Provence, 05 Hautes-Alpes, 06 Alpes-Maritimes, 13 Bouches-du-Rhône, 83 Var, 84 Vaucluse",
    "94": "2A Corse-du-Sud, 2B Haute-Corse",
    "975": "975 Saint-Pierre-et-Miquelon",
    "977": "977 Saint-Barthélemy",
    "978": "978 Saint-Martin",
    "986": "986 Wallis-et-Futuna",
    "987": "987 Polynésie française",
    "988": "988 Nouvelle-Calédonie",
}


def _departments() -> dict[str, Department]:
    pairs = [
        (*each.split(" ", 1), region) for region, listed in _BY_REGION.items() for each in listed.split(", ")
    ]
    return {code: Department(name, region) for code, name, region in sorted(pairs)}


DEPARTMENTS: Final = _departments()


def department_name(code: str) -> str:
    """« Seine-Saint-Denis »; a code that is in no list is its own name."""
    found = DEPARTMENTS.get(code)
    return found.name if found else code


def region_of(department: str) -> str:
    """The code of the région of a département, "" when there is none."""
    found = DEPARTMENTS.get(department)
    return found.region if found else ""


def region_name(department: str) -> str:
    """« Île-de-France », from « 93 »."""
    found = REGIONS.get(region_of(department))
    return found.name if found else ""


def is_overseas(department: str) -> bool:
    """Whether a département lies overseas."""
    found = REGIONS.get(region_of(department))
    return found is not None and found.overseas


def department_of(commune: str) -> str:
    """The département that the code of a commune begins with: three figures overseas."""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


@dataclass(frozen=True)
class Band:
    """A class of sizes: from so many inhabitants, up to the next one."""

    key: str
    label: str
    from_population: int


# How many inhabitants the communes of a territory have together.
SIZES: Final = (
    Band("SMALL", "Moins de 10\u202f000 habitants", 0),
    Band("MEDIUM", "De 10\u202f000 à 30\u202f000 habitants", 10_000),
    Band("LARGE", "De 30\u202f000 à 100\u202f000 habitants", 30_000),
    Band("VERY_LARGE", "100\u202f000 habitants et plus", 100_000),
)
# How urban a territory is: the size of its largest commune, which a sum over many villages would hide.
SETTINGS: Final = (
    Band("RURAL", "Rural et bourgs", 0),
    Band("TOWN", "Petite ville", 5_000),
    Band("CITY", "Ville moyenne", 20_000),
    Band("METROPOLIS", "Grande ville", 100_000),
)


def _band(bands: tuple[Band, ...], population: int) -> Band:
    return next(band for band in reversed(bands) if population >= band.from_population)


def size_of(populations: Iterable[int]) -> Band:
    """The size of a territory, from the populations of its communes."""
    return _band(SIZES, sum(populations))


def setting_of(populations: Iterable[int]) -> Band:
    """Rural or urban, from the populations of its communes."""
    return _band(SETTINGS, max(populations, default=0))
