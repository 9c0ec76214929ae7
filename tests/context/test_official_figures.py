"""Official files: what is understood, what is refused, and that a bad file never takes the place of a good one.

The lines are those of the published samples, typed again; every value is invented.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from maillage.context.codes import Geography
from maillage.context.datasets import Rejected, datasets
from maillage.context.models import PlaceFigures, Vintage
from maillage.context.reading import Reading, number, read
from maillage.context.services import Loaded, load_figures
from maillage.core.typography import decimal

BOM = "\ufeff"
SCHOOLS_LABELS = (
    "Rentrée scolaire;Code région;Région;Code de l'académie;Académie;Code du département;Département;Code INSEE de la commune;"
    "Nom de la commune;UAI;Nom de l'établissement;Secteur;IPS;IPS national privé;IPS national public;IPS national;num_ligne"
)
SCHOOLS = (
    "rentree_scolaire;code_region;region;code_de_l_academie;academie;code_du_departement;departement;code_insee_de_la_commune;"
    "nom_de_la_commune;uai;nom_de_l_etablissement;secteur;ips;ips_national_prive;ips_national_public;ips_national;num_ligne"
)
COLLEGES = (
    "rentree_scolaire;region_insee;region_academique;code_academie;academie;code_du_departement;departement;uai;"
    "nom_de_l_etablissment;code_insee_de_la_commune;nom_de_la_commune;secteur;ips;ecart_type_de_l_ips"
)
AIN = "01;AUVERGNE-RHONE-ALPES;10;LYON;01;AIN"
BPE = '"GEO";"GEO_OBJECT";"FACILITY_DOM";"FACILITY_SDOM";"FACILITY_TYPE";"BPE_MEASURE";"TIME_PERIOD";"OBS_VALUE"'
INCOMES = "Nom géographique GMS;Code géographique;Libellé géographique;[DISP] Médiane (€);[DISP] dont part des minima sociaux (%)"
LEGAL = "REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT"
ASE = "code_departement;departement;enfants_confies_ase;placements_directs;enfants_accueillis;aed;aemo;actions_educatives"


def _file(*lines: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    return (end.join(lines) + end).encode(encoding)


def _read(dataset: str, vintage: str, *contents: bytes) -> Reading:
    files = [(f"{rank}.csv", content) for rank, content in enumerate(contents, start=1)]
    return read(dataset=datasets()[dataset], vintage=vintage, files=files, anyway=False)


def _said(reading: Reading) -> dict[str, dict[str, Any]]:
    return {code: dict(place.values) for (_, code), place in reading.places.items()}


def _load(content: bytes, dataset: str = "filosofi", vintage: str = "2021", **more: Any) -> Loaded:
    return load_figures(dataset=dataset, vintage=vintage, files=[("f.csv", content)], **more)


def _incomes(*codes: str, median: int = 20010) -> bytes:
    return _file(INCOMES, *(f"VILLE;{code};Ville {code};{median};4,5" for code in codes))


# --- What is understood -----------------------------------------------------------------------------------


def test_schools_are_read_by_labels_or_by_technical_names() -> None:
    labels = _read(
        "ips_schools",
        "2024-2025",
        _file(
            BOM + SCHOOLS_LABELS,
            f"2024-2025;{AIN};01001;L ABERGEMENT;0010001A;ECOLE PRIMAIRE;public;110.3;121.5;103.1;105.8;1.0",
            f"2024-2025;{AIN};01014;ARS;0010002B;ECOLE A;public;NS;121.5;103.1;105.8;2.0",
            f"2023-2024;{AIN};01001;L ABERGEMENT;0010001A;ECOLE PRIMAIRE;public;109.0;121.5;103.1;105.8;3.0",
            end="\r\n",
        ),
    )
    assert _said(labels) == {"0010001A": {"ips": 110.3}, "0010002B": {"ips": None}}
    assert labels.aside == {"rentrée 2023-2024": 1}
    technical = _read(
        "ips_schools",
        "2024-2025",
        _file(
            BOM + SCHOOLS,
            "2024-2025;01;AUVERGNE-RHONE-ALPES;10;LYON;2A;CORSE-DU-SUD;2A004;AJACCIO;6200001X;ECOLE;public;88.1;121.5;103.1;105.8;1",
        ),
    )
    (school,) = technical.places.values()
    # 01 is Auvergne-Rhône-Alpes for the education ministry and Guadeloupe for the INSEE: the commune alone is read.
    assert (school.geography, school.code, school.commune) == (Geography.SCHOOL, "6200001X", "2A004")


def test_collèges_are_read_with_the_spelling_of_their_file() -> None:
    line = "2024-2025;11;ILE-DE-FRANCE;24;CRETEIL;93;SEINE-SAINT-DENIS"
    reading = _read(
        "ips_colleges",
        "2024-2025",
        _file(
            BOM + COLLEGES,
            f"{line};0930001A;COLLEGE EXEMPLE;93066;SAINT DENIS;public;78.4;26.1",
            f"{line};0930002B;COLLEGE SANS IPS;93066;SAINT DENIS;public;;",
            f"{line};0750003C;COLLEGE DU NORD;75118;PARIS;public;91;",
        ),
    )
    assert _said(reading)["0930002B"] == {"ips": None, "spread": None}
    assert reading.places[(str(Geography.SCHOOL), "0930001A")].name == "COLLEGE EXEMPLE"
    # A district is not folded into its city: its schools are its own.
    assert reading.places[(str(Geography.SCHOOL), "0750003C")].commune == "75118"


def test_facilities_are_counted_for_the_year_and_the_kinds_that_matter() -> None:
    reading = _read(
        "bpe",
        "2024",
        _file(
            BPE,
            '"01053";"COM";"C";"C1";"C107";"FACILITIES";2024;6',
            '"01053";"COM";"C";"C1";"C108";"FACILITIES";2024;3',
            '"01053";"COM";"C";"C2";"C201";"FACILITIES";2024;5',
            '"01053";"COM";"C";"C2";"C201";"FACILITIES";2021;4',
            '"01053";"COM";"B";"B2";"_T";"FACILITIES";2024;99',
            '"01";"DEP";"D";"D2";"D265";"FACILITIES";2024;',
            '"75118";"ARM";"C";"C1";"C107";"FACILITIES";2024;30',
        ),
    )
    # One district of twenty is not the city: no sum is made of it.
    assert _said(reading) == {"01053": {"schools": 9, "colleges": 5}, "75118": {"schools": 30}}
    assert reading.aside == {"autre géographie (DEP)": 1, "autre équipement": 1, "année 2021": 1}
    assert reading.lines == reading.kept + reading.aside.total() + len(reading.rejected)


def test_incomes_keep_what_is_secret_as_missing() -> None:
    reading = _read(
        "filosofi",
        "2021",
        _file(
            BOM + INCOMES,
            "BOURG-EN-BRESSE;1053;Bourg-en-Bresse;20 010;4,5",
            'PETITE;"=""01999""";Petite commune sous secret;;ns',
            "FR;FRANCE;France;23080;2,1",
        ),
    )
    assert _said(reading) == {
        "01053": {"median": 20010, "minima": 4.5},
        "01999": {"median": None, "minima": None},
    }
    assert reading.aside == {"un ensemble plus grand qu’une commune": 1}


@pytest.mark.parametrize(("end", "encoding"), [("\r\n", "cp1252"), ("\n", "utf-8"), ("\n", "utf-8-sig")])
def test_every_way_of_writing_is_read(end: str, encoding: str) -> None:
    lines = [line.replace(";", ",") for line in (INCOMES, "PÉ;01053;Pérouges;20010;4", "X;2A004;Ajaccio;1;2")]
    reading = _read("filosofi", "2021", _file(*lines, end=end, encoding=encoding))
    assert [place.name for place in reading.places.values()] == ["Pérouges", "Ajaccio"]


def test_populations_overseas_and_those_of_the_three_cities() -> None:
    districts = [f"11;Île-de-France;75;1;;{n};75{n};Paris {n}e;10;0;10" for n in range(101, 121)]
    reading = _read(
        "population",
        "2023",
        _file(
            LEGAL,
            "01;Guadeloupe;971;2;;101;97101;Les Abymes;51055;386;51441",
            "84;X;01;1;;004;01004;Ambérieu;15934;0;15934",
            *districts,
        ),
        _file("CODREG;REG;DEP;CODARR;CODCAN;CODCOM;COM;PMUN;PCAP;PTOT", "06;;976;;;601;;5192;192;5384"),
        _file(
            "code_commune,nom_commune,code_collectivite,population",
            "97501,Miquelon,975,596",
            "98735,Papeete,987,26926",
            "97801,Saint-Martin,978,3",
        ),
    )
    said = {code: values["population"] for code, values in _said(reading).items()}
    assert {code: said[code] for code in ("97101", "01004", "97601", "97501", "98735", "97801", "75118")} == {
        "97101": 51055,
        "01004": 15934,
        "97601": 5192,
        "97501": 596,
        "98735": 26926,
        "97801": 3,
        "75118": 10,
    }
    assert said["75056"] == 200


def test_a_total_is_told_from_its_parts() -> None:
    lines = [
        "1;Ain;10;1;11;2;3;5",
        "20;Collectivité de Corse;4;NR;4;1;2;NR",
        "69;Département du Rhône;40;2;42;7;9;16",
        "69D;Nouveau Rhône;10;1;11;2;3;5",
        "69M;Métropole de Lyon;30;1;31;5;6;11",
        "971;Guadeloupe;1;1;2;1;1;2",
    ]
    reading = _read("ase", "2020", _file(ASE, *lines))
    assert set(_said(reading)) == {"01", "20", "69", "69D", "69M", "971"}
    assert (_said(reading)["20"]["direct"], _said(reading)["20"]["placed"]) == (None, 4)
    assert reading.notes == ["69 est le total de 69D et 69M\u00a0: il n’est compté qu’une fois."]
    wrong = _read("ase", "2020", _file(ASE, *lines[:2], lines[2].replace("42", "43"), *lines[3:]))
    assert "n’est pas la somme" in wrong.notes[0]


@given(st.one_of(st.integers(-(10**9), 10**9), st.decimals(-1000, 1000, places=2)))
def test_a_number_is_read_as_it_is_written_in_french(value: Any) -> None:
    written = decimal(value, 2).replace("\u2212", "-")
    assert number(written) == float(value)


@pytest.mark.parametrize("cell", ["douze", "1,2,3", "0x10", "=1+1", "1e5", "٣"])
def test_what_is_no_number_is_said(cell: str) -> None:
    with pytest.raises(Rejected):
        number(cell)


# --- What is refused --------------------------------------------------------------------------------------


CODES = [f"01{n:03d}" for n in range(1, 41)]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "empty", "est vide"),
        (_file(INCOMES), "nothing", "2021"),
        (_incomes(*CODES)[:-9], "cut", "coupé"),
        (_incomes(*CODES[:20]), "smaller", "coupé"),
        (_incomes(*CODES).replace("[DISP] Médiane (€)".encode(), b"MED21"), "columns", "[DISP] Médiane"),
        (_incomes(*CODES, *CODES), "repeated", "deux fois"),
        (_incomes(*CODES) + _incomes(*CODES), "repeated", "deux fois"),
        (_incomes(*CODES).replace(b"20010", b"beaucoup"), "rejected", "Ligne\u00a02"),
        (b"PK\x03\x04\x00\x00", "kind", "CSV"),
        (_file(INCOMES, '"' + "x" * 200_000), "kind", "lisible"),
    ],
)
def test_a_bad_file_never_takes_the_place_of_a_good_one(
    db: None, content: bytes, code: str, said: str
) -> None:
    good = _load(_incomes(*CODES, median=18000)).vintage
    with pytest.raises(ValidationError) as refusal:
        _load(content)
    assert refusal.value.code == code
    assert said in refusal.value.messages[0]
    assert list(Vintage.objects.all()) == [good]
    kept = PlaceFigures.objects.filter(vintage=good)
    assert kept.count() == len(CODES)
    assert all(each.values == {"median": 18000, "minima": 4.5} for each in kept)


def test_a_shorter_file_is_taken_when_one_says_so(db: None) -> None:
    _load(_incomes(*CODES))
    assert _load(_incomes(*CODES[:5]), anyway=True).vintage.places == 5
    assert _load(_incomes(*CODES)[:-1], anyway=True).vintage.places == 40
    assert Vintage.objects.filter(is_current=True).count() == 1


def test_a_new_file_says_what_it_changes_and_which_lines_it_leaves_out(db: None) -> None:
    _load(_incomes(*CODES))
    content = _incomes(*CODES[1:], "01999").replace(b"01002;Ville 01002;20010", b"01002;Ville 01002;21000")
    content += b"VILLE;ABC12;Nulle part;1;2\nVILLE;01998\n"
    done = _load(content, vintage="2022")
    report = done.vintage.report
    assert (report["added"], report["changed"], report["removed"]) == (1, 1, 1)
    assert report["codes"] == {"added": ["01999"], "changed": ["01002"], "removed": ["01001"]}
    assert [(line, sentence) for _, line, sentence in report["lines"]] == [
        (42, "«\u00a0ABC12\u00a0» n’est pas un code de commune."),
        (43, "Il manque des cellules à cette ligne."),
    ]
    assert done.vintage.lines == report["kept"] + sum(report["aside"].values()) + report["rejected"]
    assert [str(each) for each in Vintage.objects.filter(is_current=True)] == ["filosofi 2022"]
    assert set(PlaceFigures.objects.values_list("vintage", flat=True)) == {done.vintage.pk}
    assert Vintage.objects.count() == 2


def test_the_same_file_again_changes_nothing(db: None) -> None:
    first = _load(_incomes(*CODES))
    assert _load(_incomes(*CODES)) == Loaded(first.vintage, again=True)


def test_another_year_than_the_one_asked_is_refused(db: None) -> None:
    content = _file(SCHOOLS, f"2023-2024;{AIN};01001;A;0010001A;E;public;90;1;1;1;1")
    with pytest.raises(ValidationError, match="rentrée 2023-2024"):
        _load(content, dataset="ips_schools", vintage="2024-2025")


cell = st.text(st.characters(codec="utf-8", exclude_characters='";\r\n\x00'), max_size=8)
odd = st.one_of(st.from_regex(r"[3-9][0-9]{4}|2[AB][0-9]{3}", fullmatch=True), st.just("FRANCE"), cell)
figure = st.one_of(st.integers(0, 99_999).map(str), cell)
GOOD = [f"01{n:03d}" for n in range(400)]


@given(st.lists(st.tuples(odd, figure), max_size=20, unique_by=lambda line: line[0].strip().upper()))
def test_no_line_is_lost_in_silence(lines: list[tuple[str, str]]) -> None:
    told = [f"V;{code};Ville;{median};" for code, median in [*((good, "1") for good in GOOD), *lines]]
    reading = _read("filosofi", "2021", _file(INCOMES, *told))
    assert reading.lines == len(told) == reading.kept + reading.aside.total() + len(reading.rejected)
    assert len(reading.places) == reading.kept >= len(GOOD)


@given(st.binary(max_size=300))
def test_whatever_the_bytes_a_file_is_read_or_refused(content: bytes) -> None:
    for dataset in datasets():
        with pytest.raises(ValidationError):
            _read(dataset, "2021", content)


# --- Every dataset, and the command -----------------------------------------------------------------------


def test_each_dataset_says_what_one_has_to_know() -> None:
    for key, dataset in datasets().items():
        assert dataset.title, key
        assert dataset.link.startswith("https://")
        assert dataset.licence
        assert dataset.warnings
        assert dataset.chapter in ("PERIMETER", "CHILDREN_FAMILIES")
        assert set(dataset.indicators)


def test_the_command_loads_and_tells(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "revenus.csv"
    path.write_bytes(_incomes(*CODES) + b"VILLE;ABC12;Nulle part;1;2\nFR;FRANCE;France;1;2\n")
    call_command("import", "filosofi", str(path), vintage="2021")
    said = capsys.readouterr().out
    assert "Millésime 2021\u00a0: 40\u00a0lieux décrits" in said
    assert "revenus.csv, ligne 42\u00a0: «\u00a0ABC12\u00a0»" in said
    call_command("import", "filosofi", str(path), vintage="2021")
    assert "rien n’a changé" in capsys.readouterr().out
    for more in ({}, {"vintage": "2021", "files": [str(tmp_path / "absent.csv")]}):
        with pytest.raises(CommandError):
            call_command("import", "filosofi", *more.pop("files", [str(path)]), **more)  # type: ignore[attr-defined]
