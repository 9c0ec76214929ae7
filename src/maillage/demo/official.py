"""Public figures of the invented cités, in files written as their producers do. Every value is invented, and says so.

The département of a cité is a real one: its line too is invented, as its millésime tells beside each figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Final

from django.db import transaction

from maillage.context.models import Vintage
from maillage.context.services import load_figures
from maillage.demo.communes import SHARED
from maillage.demo.places import Place
from maillage.territories.models import Commune

INVENTED: Final = "valeurs inventées"
SCHOOLS: Final = (
    "École maternelle Les Glycines",
    "École élémentaire du Lavoir",
    "École élémentaire Les Marronniers",
    "École primaire de la Halle",
    "École primaire du Verger",
    "École maternelle des Quatre-Vents",
)
COLLEGES: Final = ("Collège du Belvédère", "Collège Les Tilleuls")
# Inhabitants for one of each: what the file counts is drawn around it.
FACILITIES: Final = {
    "D502": 3_500, "D504": 30_000, "C107": 5_000, "C108": 6_000, "C109": 5_500, "C201": 14_000, "C301": 34_000,
    "D265": 1_400, "D307": 3_200, "F121": 6_500, "F101": 24_000,
}  # fmt: skip


@transaction.atomic
def load_official(*, places: Sequence[Place]) -> None:
    """Load a file a dataset; what is there already is left as it is."""
    if not places or Vintage.objects.exists():
        return
    codes = {place.code for place in places} | {SHARED[each.slug] for each in places if each.slug in SHARED}
    communes = Commune.objects.filter(pk__in=codes)
    files = {
        "population": ("2023", _population(communes)),
        "filosofi": ("2021", _incomes(communes)),
        "bpe": ("2024", _facilities(communes)),
        "ips_schools": ("2024-2025", _schools(places, SCHOOLS, "A")),
        "ips_colleges": ("2024-2025", _schools(places, COLLEGES, "B")),
        "ase": ("2020", _welfare(places)),
    }
    for dataset, (year, lines) in files.items():
        content = ("\n".join(lines) + "\n").encode("utf-8-sig")
        load_figures(dataset=dataset, vintage=_vintage(year), files=[(f"{dataset}.csv", content)])


def _vintage(year: str) -> str:
    return f"{year}, {INVENTED}"


def _population(communes: Iterable[Commune]) -> list[str]:
    return ["code_commune;nom_commune;population"] + [
        f"{each.code};{each.name};{each.population}" for each in communes
    ]


def _incomes(communes: Iterable[Commune]) -> list[str]:
    lines = [
        "Code géographique;Libellé géographique;[DISP] Médiane (€);[DISP] dont part des minima sociaux (%)"
    ]
    for each in communes:
        draw = Random(each.code)
        median = 10 * draw.randint(1_640, 2_060)
        lines.append(f"{each.code};{each.name};{median};{draw.randint(28, 64) / 10:.1f}".replace(".", ","))
    return lines


def _facilities(communes: Iterable[Commune]) -> list[str]:
    lines = [
        '"GEO";"GEO_OBJECT";"FACILITY_DOM";"FACILITY_SDOM";"FACILITY_TYPE";"BPE_MEASURE";"TIME_PERIOD";"OBS_VALUE"'
    ]
    for each in communes:
        draw = Random(each.code)
        for kind, one in FACILITIES.items():
            count = max(1, round((each.population or 0) / one * draw.uniform(0.6, 1.3)))
            lines.append(
                f'"{each.code}";"COM";"{kind[0]}";"{kind[:2]}";"{kind}";"FACILITIES";"{_vintage("2024")}";{count}'
            )
    return lines


def _schools(places: Iterable[Place], names: Sequence[str], letter: str) -> list[str]:
    """Numbers that begin with 999: no academy has them."""
    lines = ["rentree_scolaire;uai;nom_de_l_etablissement;code_insee_de_la_commune;secteur;ips"]
    for rank, place in enumerate(places):
        draw = Random(place.slug + letter)
        for number, name in enumerate(names):
            ips = (
                "NS" if letter == "A" and number == len(names) - 1 else f"{draw.randint(720, 1_080) / 10:.1f}"
            )
            uai = f"999{rank:02d}{number:02d}{letter}"
            lines.append(f"{_vintage('2024-2025')};{uai};{name};{place.code};public;{ips}")
    return lines


def _welfare(places: Iterable[Place]) -> list[str]:
    lines = [
        "code_departement;departement;enfants_confies_ase;placements_directs;enfants_accueillis;aed;aemo;actions_educatives"
    ]
    for code in sorted({place.department for place in places}):
        draw = Random(code)
        entrusted, direct, aed, aemo = (
            draw.randint(900, 2_600),
            draw.randint(60, 260),
            draw.randint(250, 900),
            draw.randint(700, 1_900),
        )
        lines.append(f"{code};;{entrusted};{direct};{entrusted + direct};{aed};{aemo};{aed + aemo}")
    return lines
