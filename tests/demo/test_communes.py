"""The invented list of places: searched like the official one, and nobody's."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from maillage.demo.communes import load_places
from maillage.demo.places import PLACES
from maillage.territories.geography import DEPARTMENTS, region_of
from maillage.territories.models import Area, Commune, Quarter
from maillage.territories.queries import quarters_of, search_communes


def test_every_cite_is_found_with_its_quarter() -> None:
    load_places()
    load_places()
    for place in PLACES:
        (found, *_) = search_communes(place.name)
        assert (found.code, found.department) == (place.code, place.department)
        assert place.quarter in [each.name for each in quarters_of([found.code])]
    assert Commune.objects.count() >= 60
    assert not Area.objects.exists()


def test_the_places_are_all_over_the_country() -> None:
    load_places()
    communes = list(Commune.objects.all())
    assert all(each.department in DEPARTMENTS and each.population for each in communes)
    assert len({region_of(each.department) for each in communes}) == 18
    assert any(len(each.communes.all()) == 2 for each in Quarter.objects.prefetch_related("communes"))


def test_they_are_in_no_official_list(shared: Path) -> None:
    folder = shared / "opendata"
    if not folder.is_dir():
        pytest.skip("the open data are not here")
    codes, names, quarters = set(), set(), set()
    with (folder / "cog2026" / "communes.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            codes.add(row["COM"])
            names.add(row["LIBELLE"].replace("'", "’").casefold())
    with (folder / "cog2026" / "mouvements-communes.csv").open(encoding="utf-8-sig") as file:
        codes |= {row["COM_AV"] for row in csv.DictReader(file)}
    with (folder / "qpv2024" / "qpv2024_liste.csv").open(encoding="utf-8-sig") as file:
        quarters = {row["code_qp"] for row in csv.DictReader(file, delimiter=";")}
    load_places()
    ours = list(Commune.objects.all())
    assert not {each.code for each in ours} & codes
    assert not {each.name.casefold() for each in ours} & names
    assert not set(Quarter.objects.values_list("code", flat=True)) & quarters
