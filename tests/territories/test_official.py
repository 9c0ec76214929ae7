"""The official files of places: their traps, each on a small sample with invented values, then on the real files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import Count

from maillage.territories.models import Commune, Quarter
from maillage.territories.official import Done, commune_codes, import_communes, import_quarters
from maillage.territories.queries import communes_of, quarters_of, search_communes

COG = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"
MOVES = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP"
FIGURES = "REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(name: str, *lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
        return path

    return file


def _com(code: str, name: str, kind: str = "COM", parent: str = "") -> str:
    return f'{kind},{code},11,{code[:2]},,,0,X,X,"{name}",,{parent}'


def _move(date: str, before: str, after: str, name: str, kind: str = "COM") -> str:
    return f"32,{date},COM,{before},0,X,X,{name},{kind},{after},0,X,X,X"


@pytest.fixture
def some_communes(write: Write) -> None:
    import_communes(
        paths=[
            write(
                "communes.csv",
                COG,
                _com("93901", "Saint-Loriot"),
                _com("93902", "L'Abervaux-sur-Orve"),
                _com("34901", "Rivesable"),
                _com("34902", "Saint-Loriot-les-Dunes"),
                _com("02901", "Œuvrecourt"),
                _com("75056", "Paris"),
                _com("93903", "Ancienne-Rive", "COMD", "93902"),
            ),
            write(
                "populations.csv",
                FIGURES,
                "11;;93;;;901;93901;Saint-Loriot;12 400;0;0",
                "76;;34;;;901;34901;Rivesable;64000;0;0",
                "76;;34;;;902;34902;Saint-Loriot-les-Dunes;90000;0;0",
            ),
        ]
    )


# --- Communes -------------------------------------------------------------------------------------------


def test_a_commune_is_read_with_its_departement_and_population(some_communes: None) -> None:
    loriot = Commune.objects.get(pk="93901")
    assert (loriot.name, loriot.department, loriot.population) == ("Saint-Loriot", "93", 12_400)
    assert str(loriot) == "Saint-Loriot (93)"
    assert loriot.department_name == "Seine-Saint-Denis"
    assert Commune.objects.get(pk="93902").name == "L’Abervaux-sur-Orve"


def test_a_delegated_commune_names_the_one_it_lies_in(some_communes: None) -> None:
    assert Commune.objects.get(pk="93903").replaced_by == Commune.objects.get(pk="93902")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_encoding_is_read(write: Write, encoding: str) -> None:
    import_communes(paths=[write("communes.csv", COG, _com("02901", "Évrecourt"), encoding=encoding)])
    assert Commune.objects.get().name == "Évrecourt"


def test_a_merge_is_followed_to_the_commune_of_today(write: Write) -> None:
    """Two merges one after the other, a round trip, and a code that came back to life."""
    moves = write(
        "mouvements-communes.csv",
        MOVES,
        _move("2019-01-01", "93911", "93912", "Première"),
        _move("2019-01-01", "93911", "93911", "Première", "COMD"),
        _move("2025-01-01", "93912", "93913", "Deuxième"),
        _move("1970-01-01", "93913", "93914", "Troisième"),
        _move("1980-01-01", "93914", "93913", "Quatrième"),
        _move("2001-01-01", "93915", "93916", "Cinquième"),
        _move("2002-01-01", "93916", "93915", "Sixième"),
    )
    done = import_communes(paths=[write("communes.csv", COG, _com("93913", "Aujourd’hui")), moves])
    assert {each.code: each.replaced_by_id for each in Commune.objects.all()} == {
        "93911": "93913",
        "93912": "93913",
        "93913": None,
        "93914": "93913",
    }
    assert done == Done(kept=1, former=3)


def test_a_merge_of_next_year_keeps_the_line_and_moves_what_hangs_on_it(
    some_communes: None, write: Write
) -> None:
    import_quarters(path=write("qpv.csv", "code_qp;lib_qp;insee_com", "QN09301M;Les Cèdres;93901"))
    done = import_communes(
        paths=[
            write("communes.csv", COG, _com("93902", "Abervaux"), _com("75056", "Paris")),
            write("mouvements-communes.csv", MOVES, _move("2027-01-01", "93901", "93902", "Saint-Loriot")),
        ]
    )
    assert Commune.objects.get(pk="93901").replaced_by_id == "93902"
    assert Commune.objects.get(pk="93902").name == "Abervaux"
    assert [each.code for each in communes_of(["93901"])] == ["93901"]
    assert [each.code for each in quarters_of(["93901"])] == ["QN09301M"]
    assert [each.code for each in quarters_of(["93902"])] == ["QN09301M"]
    assert sorted(done.missing) == [
        "Rivesable (34901)",
        "Saint-Loriot-les-Dunes (34902)",
        "Œuvrecourt (02901)",
    ]
    assert Commune.objects.filter(pk="34901", replaced_by=None).exists()


def test_importing_again_changes_nothing(some_communes: None, write: Write) -> None:
    before = list(Commune.objects.values_list())
    path = write("communes.csv", COG, _com("93901", "Saint-Loriot"), _com("93902", "L'Abervaux-sur-Orve"))
    import_communes(paths=[path])
    import_communes(paths=[path])
    assert list(Commune.objects.values_list()) == before


def test_districts_are_their_city(write: Write) -> None:
    lines = [f"11;;75;;;{n};75{n};Paris;{1000 + n};0;0" for n in range(101, 121)]
    import_communes(
        paths=[
            write("communes.csv", COG, _com("75056", "Paris"), _com("75101", "Paris 1er", "ARM", "75056")),
            write("populations.csv", FIGURES, *lines),
        ]
    )
    assert Commune.objects.get(pk="75056").population == sum(range(1101, 1121))
    assert commune_codes("75113, 13201;69381") == ["75056", "13055", "69123"]


def test_overseas_codes_are_made_of_three_and_three(write: Write) -> None:
    import_communes(
        paths=[
            write("communes.csv", COG, _com("97490", "Piton-Mésange")),
            write("populations.csv", FIGURES, "04;;974;;;490;97490;X;7000;0;0"),
        ]
    )
    piton = Commune.objects.get()
    assert (piton.department, piton.department_name, piton.population) == ("974", "La Réunion", 7000)


def test_collectivities_come_from_their_own_file(write: Write) -> None:
    header = "code_commune,nom_commune,code_collectivite,nom_collectivite,code_postal,population"
    import_communes(paths=[write("om.csv", header, "98790,Motu-Loriot,987,Polynésie française,98700,1234")])
    motu = Commune.objects.get()
    assert (motu.department, motu.population) == ("987", 1234)


def test_a_population_older_than_a_merge_is_added_up(write: Write) -> None:
    import_communes(
        paths=[
            write("communes.csv", COG, _com("93913", "Grande")),
            write("mouvements-communes.csv", MOVES, _move("2025-01-01", "93911", "93913", "Petite")),
            write("populations.csv", FIGURES, "11;;93;;;913;;G;1000;0;0", "11;;93;;;911;;P;200;0;0"),
        ]
    )
    assert Commune.objects.get(pk="93913").population == 1200


def test_another_file_changes_nothing(write: Write, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="liste de communes connue"):
        import_communes(
            paths=[write("communes.csv", COG, _com("93901", "A")), write("autre.csv", "a;b", "1;2")]
        )
    with pytest.raises(ValidationError, match="ne se lit pas"):
        import_communes(paths=[tmp_path / "absent.csv"])
    with pytest.raises(ValidationError, match="connue"):
        import_communes(paths=[write("vide.csv", "")])
    assert not Commune.objects.exists()


# --- Quarters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("93901", ["93901"]),
        ('="02901"', ["02901"]),
        ("2901", ["02901"]),
        ('="93901;93902"', ["93901", "93902"]),
        ("93901, 93902", ["93901", "93902"]),
        ("93901;93901", ["93901"]),
        ("2a004", ["2A004"]),
        ("", []),
        ("inconnue", []),
    ],
)
def test_codes_are_read_as_they_come(cell: str, codes: list[str]) -> None:
    assert commune_codes(cell) == codes


def test_a_spreadsheet_went_over_the_list(some_communes: None, write: Write) -> None:
    """Mark of order, empty columns at the end, wrapped codes, a lost zero, several communes."""
    done = import_quarters(
        path=write(
            "qpv.csv",
            "code_qp;lib_qp;insee_reg;insee_dep;insee_com;lib_com;;;",
            "QN00201M;La Rive;32;2;2901;Œuvrecourt;;;",
            'QN09301M;Les Cèdres D\'Orve;11;93;"=""93901;93902""";"Abervaux; Saint-Loriot";;;',
            ";;;;;;;;",
            encoding="utf-8-sig",
        )
    )
    assert done == Done(kept=2)
    assert [each.code for each in quarters_of(["02901"])] == ["QN00201M"]
    (cedres,) = quarters_of(["93902"])
    assert (cedres.name, len(cedres.communes.all())) == ("Les Cèdres D’Orve", 2)


def test_one_line_for_each_commune_and_json_are_read_too(some_communes: None, write: Write) -> None:
    import_quarters(
        path=write("qpv.csv", "code_qp,lib_qp,insee_com", "QN09301M,Rive,93901", "QN09301M,Rive,93902")
    )
    assert Quarter.objects.get().communes.count() == 2
    told = {"code_qp": "QN09301M", "lib_qp": "La Rive", "insee_com": "93902, 34901"}
    import_quarters(path=write("qpv.json", json.dumps({"features": [{"properties": told}]})))
    rive = Quarter.objects.get()
    assert (rive.name, sorted(each.pk for each in rive.communes.all())) == ("La Rive", ["34901", "93902"])


def test_a_quarter_of_a_merged_commune_lies_in_the_one_of_today(some_communes: None, write: Write) -> None:
    import_quarters(path=write("qpv.csv", "code_qp;lib_qp;insee_com", "QN09301M;Rive;93903;"))
    assert [each.pk for each in Quarter.objects.get().communes.all()] == ["93902"]


def test_a_quarter_without_its_commune_waits(some_communes: None, write: Write) -> None:
    path = write("qpv.csv", "code_qp;lib_qp;insee_com", "QN98701M;Motu;98790", "QN09301M;Rive;93901")
    assert import_quarters(path=path) == Done(kept=1, missing=("Motu (QN98701M)",))
    header = "code_commune,nom_commune,code_collectivite,nom_collectivite,code_postal,population"
    import_communes(paths=[write("om.csv", header, "98790,Motu-Loriot,987,P,98700,1234")])
    assert import_quarters(path=path) == Done(kept=2)


def test_quarters_are_never_taken_away(some_communes: None, write: Write) -> None:
    header = "code_qp;lib_qp;insee_com"
    import_quarters(path=write("qpv.csv", header, "QN09301M;Rive;93901", "QN09302M;Mail;93901"))
    import_quarters(path=write("qpv.csv", header, "QN09302M;Le Mail;93901"))
    assert [(each.pk, each.name) for each in Quarter.objects.all()] == [
        ("QN09302M", "Le Mail"),
        ("QN09301M", "Rive"),
    ]


def test_another_list_is_refused(write: Write) -> None:
    for lines in (["a;b", "1;2"], [""], ["{}"], ['{"features": [1]}'], ["a;b", "x" * 200_000]):
        with pytest.raises(ValidationError):
            import_quarters(path=write("qpv.csv", *lines))


# --- Searching ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("saint loriot", ["Saint-Loriot", "Saint-Loriot-les-Dunes"]),
        ("St-Loriot", ["Saint-Loriot", "Saint-Loriot-les-Dunes"]),
        ("SAINT", ["Saint-Loriot-les-Dunes", "Saint-Loriot"]),
        ("loriot", ["Saint-Loriot-les-Dunes", "Saint-Loriot"]),
        ("Saint-Loriot (93)", ["Saint-Loriot"]),
        ("saint loriot 34", ["Saint-Loriot-les-Dunes"]),
        ("abervaux", ["L’Abervaux-sur-Orve"]),
        ("l'aberv", ["L’Abervaux-sur-Orve"]),
        ("oeuvre", ["Œuvrecourt"]),
        ("34901", ["Rivesable"]),
        ("ancienne rive", ["L’Abervaux-sur-Orve"]),
        ("a", []),
        ("93", []),
        ("%", []),
        ("___", []),
        ("nulle part", []),
        ("", []),
    ],
)
def test_a_commune_is_found_as_it_is_typed(some_communes: None, typed: str, found: list[str]) -> None:
    assert [each.name for each in search_communes(typed)] == found


def test_the_list_of_what_is_found_is_short(some_communes: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert len(search_communes("saint", limit=1)) == 1


def test_places_are_read_in_the_same_number_of_queries(
    some_communes: None, write: Write, django_assert_num_queries: Any
) -> None:
    lines = ["QN09301M;Un;93901", "QN09302M;Deux;93901", "QN09303M;Trois;93901;", "QN03401M;Quatre;34901"]
    import_quarters(path=write("qpv.csv", "code_qp;lib_qp;insee_com", *lines))
    for codes, count in ((["34901"], 1), (["93901"], 3)):
        with django_assert_num_queries(3):
            assert [len(each.communes.all()) for each in quarters_of(codes)] == [1] * count
    for codes in (["34901"], ["34901", "93901", "02901"]):
        with django_assert_num_queries(1):
            assert [each.code for each in communes_of(codes)] == codes


# --- The command ----------------------------------------------------------------------------------------


def test_the_command_says_what_it_kept(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import", "communes", str(write("communes.csv", COG, _com("93901", "Saint-Loriot"))))
    assert "1\u00a0commune gardée." in capsys.readouterr().out
    path = write("qpv.csv", "code_qp;lib_qp;insee_com", "QN09301M;Rive;93901", "QN98701M;Motu;98790")
    call_command("import", "qpv", str(path))
    said = capsys.readouterr().out
    assert "1\u00a0quartier prioritaire gardé." in said
    assert "Motu (QN98701M)" in said
    call_command("import", "communes", str(write("communes.csv", COG, _com("93902", "Autre"))))
    assert "mouvements-communes.csv" in capsys.readouterr().out
    with pytest.raises(CommandError, match="code_qp"):
        call_command("import", "qpv", str(write("autre.csv", "a;b", "1;2")))
    with pytest.raises(CommandError, match="un seul fichier"):
        call_command("import", "qpv", str(path), str(path))


# --- The real files ---------------------------------------------------------------------------------------


def test_the_real_files(shared: Path) -> None:
    folder = shared / "opendata"
    if not folder.is_dir():
        pytest.skip("the open data are not here")
    cog = [
        folder / "cog2026" / f"{name}.csv" for name in ("communes", "mouvements-communes", "donnees_communes")
    ]
    others = [
        folder / "cog2026" / f"{name}.csv" for name in ("donnees_communes_mayotte", "collectivites-outremer")
    ]
    assert import_communes(paths=[*cog, others[0]]).kept == 34_875
    path = folder / "qpv2024" / "qpv2024_liste.csv"
    waiting = import_quarters(path=path)
    assert (waiting.kept, len(waiting.missing)) == (1493, 91)  # Polynésie française, Saint-Martin
    import_communes(paths=others[1:])
    assert import_quarters(path=path) == Done(kept=1584)

    with (folder / "cog2026" / "communes_legeres.csv").open(encoding="utf-8-sig") as file:
        expected = {row["code"]: row for row in csv.DictReader(file, delimiter=";")}
    read = {
        each.code: each for each in Commune.objects.filter(replaced_by=None).annotate(n=Count("quarters"))
    }
    assert {code: read[code].population for code in expected} == {
        c: int(r["pmun"]) for c, r in expected.items()
    }
    assert {code: read[code].n for code in expected} == {c: int(r["nb_qpv2024"]) for c, r in expected.items()}
    assert all(read[code].department == row["dep"] for code, row in expected.items())

    assert Commune.objects.get(pk="93059").replaced_by_id == "93066"
    assert {"QN09335M", "QN09336I", "QN09342M"} <= {each.code for each in quarters_of(["93066"])}
    assert len(quarters_of(["75056"])) == 21
    assert [each.code for each in search_communes("st denis (93)")] == ["93066", "93039"]
    assert [each.code for each in search_communes("Pierrefitte-sur-Seine")] == ["93066"]
