"""What goes out opens in a spreadsheet, runs nothing, names nobody who objects, and comes back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from maillage.territories import exports, imports
from maillage.territories.models import Actor
from maillage.territories.tables import read


@pytest.mark.parametrize("extension", ["csv", "xlsx", "graphml"])
def test_a_directory_comes_back(
    territory: Any, other_territory: Any, three_actors: list[Any], extension: str
) -> None:
    content = exports.directory(territory, extension)
    assert imports.import_actors(territory=other_territory, content=content) == 3
    kept = [set(place.actors.values_list("name", "sector", "kind")) for place in (territory, other_territory)]
    assert kept[0] == kept[1]


def test_who_objects_is_not_named_and_no_code_gives_it_away(territory: Any) -> None:
    Actor.objects.create(
        territory=territory,
        name="Discrète",
        sector="NGO",
        external_code="12345",
        actor_type="UDAF",
        objects_to_naming=True,
    )
    for extension in ("csv", "graphml"):
        text = exports.directory(territory, extension).decode()
        assert "Acteur non nommé" in text
        assert "Discrète" not in text
        assert "12345" not in text
        assert "UDAF" not in text


def test_a_name_that_looks_like_a_formula_is_kept_as_text(territory: Any) -> None:
    Actor.objects.create(territory=territory, name='=HYPERLINK("x")', sector="NGO")
    assert "'=HYPERLINK" in exports.directory(territory, "csv").decode("utf-8-sig")
    workbook = exports.directory(territory, "xlsx")
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    for content in (workbook, exports.directory(territory, "csv")):
        assert read(content).rows[0].cells["nom"] == '=HYPERLINK("x")'
