"""Départements and régions, against the official list when it is here."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from maillage.territories.geography import (
    DEPARTMENTS,
    REGIONS,
    department_name,
    department_of,
    is_overseas,
    region_name,
    region_of,
    setting_of,
    size_of,
)


def test_they_are_those_of_the_official_list(shared: Path) -> None:
    folder = shared / "opendata" / "cog2026"
    if not folder.is_dir():
        pytest.skip("the open data are not here")

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    official = {
        row["DEP"]: (row["LIBELLE"].replace("'", "’"), row["REG"]) for row in rows("departements.csv")
    }
    regions = {row["REG"]: row["LIBELLE"].replace("'", "’") for row in rows("regions.csv")}
    assert {
        code: (each.name, each.region) for code, each in DEPARTMENTS.items() if code in official
    } == official
    assert set(DEPARTMENTS) - set(official) == {"975", "977", "978", "986", "987", "988"}
    assert {code: each.name for code, each in REGIONS.items() if code in regions} == regions


def test_a_departement_knows_its_region() -> None:
    assert (department_name("2A"), region_of("2A"), region_name("2A")) == ("Corse-du-Sud", "94", "Corse")
    assert (department_name("99"), region_of("99"), region_name("99")) == ("99", "", "")
    assert [is_overseas(code) for code in ("93", "974", "987", "99")] == [False, True, True, False]


@pytest.mark.parametrize(
    ("commune", "department"), [("93066", "93"), ("2A004", "2A"), ("97411", "974"), ("98735", "987")]
)
def test_a_commune_says_its_departement(commune: str, department: str) -> None:
    assert department_of(commune) == department


def test_sizes_and_settings() -> None:
    villages = [900] * 15
    assert (size_of(villages).key, setting_of(villages).key) == ("MEDIUM", "RURAL")
    assert (size_of([9_999]).key, size_of([10_000]).key) == ("SMALL", "MEDIUM")
    assert (size_of([120_000, 4_000]).key, setting_of([120_000, 4_000]).key) == ("VERY_LARGE", "METROPOLIS")
    assert (size_of([]).key, setting_of([]).key) == ("SMALL", "RURAL")
