"""The official file of first names, in each of its shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from maillage.core.childtext import findings
from maillage.core.childtext.names import imported_path

PLENTY = [f"zor{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}" for i in range(1200)]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def _file(folder: Path, header: str, row: str, *, encoding: str = "utf-8", names: list[str] = PLENTY) -> str:
    path = folder / "official.csv"
    rows = [row.format(name=name.upper(), n=50) for name in [*names, "zélibelle"]]
    path.write_bytes(
        "\r\n".join([header, *rows, row.format(name="_PRENOMS_RARES", n=9999), ""]).encode(encoding)
    )
    return str(path)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("sexe;preusuel;annais;nombre", "1;{name};2001;{n}"),
        ("sexe;prenom;periode;valeur;rang", "2;{name};2019;{n}.0;12"),
        ("prenom;naissances_2005plus;naissances_total", "{name};{n};{n}"),
        ('"sexe","preusuel","annais","nombre"', '"1","{name}","2001","{n}"'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_shape_is_read(tmp_path: Path, header: str, row: str, encoding: str) -> None:
    text = "Nous avons appelé Zélibelle."
    assert not findings(text)
    call_command("import", "first-names", _file(tmp_path, header, row, encoding=encoding), verbosity=0)
    assert findings(text)
    assert "_prenoms_rares" not in imported_path().read_text(encoding="utf-8")


def test_births_add_up_before_the_minimum(tmp_path: Path) -> None:
    path = tmp_path / "years.csv"
    rows = [f"1;{name};{year};15" for name in PLENTY for year in (2001, 2002)]
    path.write_text(
        "\n".join(["sexe;preusuel;annais;nombre", *rows, "1;Zorunique;2001;15"]), encoding="utf-8"
    )
    call_command("import", "first-names", str(path), "--minimum", "30", verbosity=0)
    assert imported_path().read_text(encoding="utf-8").split() == sorted(PLENTY)


def test_what_is_not_the_file_changes_nothing(tmp_path: Path) -> None:
    good = _file(tmp_path, "prenom;nombre", "{name};{n}")
    call_command("import", "first-names", good, verbosity=0)
    kept = imported_path().read_bytes()
    for header, names, says in [("ville;code", PLENTY, "colonnes"), ("prenom;nombre", PLENTY[:10], "coupé")]:
        bad = _file(tmp_path, header, "{name};{n}", names=names)
        with pytest.raises(CommandError, match=says):
            call_command("import", "first-names", bad, verbosity=0)
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("import", "first-names", str(tmp_path / "absent.csv"), verbosity=0)
    assert imported_path().read_bytes() == kept
