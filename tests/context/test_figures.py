"""What official files say of a territory: each place apart, under a name that says what it is. Every value is invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from maillage.context.datasets import datasets
from maillage.context.figures import figures_told, schools_of, source_of, table_of
from maillage.context.services import load_figures
from maillage.territories.models import Area, AreaKind, Territory
from maillage.territories.official import keep_communes, keep_quarters

ASE = "code_departement;departement;enfants_confies_ase;placements_directs;enfants_accueillis;aed;aemo;actions_educatives"
SCHOOLS = "rentree_scolaire;uai;nom_de_l_etablissement;code_insee_de_la_commune;ips"


@pytest.fixture
def places(db: None) -> None:
    """Communes of today, one that joined another, a city and one of its districts."""
    today = {"93066": "Saint-Denis", "93001": "Aubert", "93002": "Bagny", "75056": "Paris"}
    former = {"93059": "Pierrefitte-sur-Seine", "75118": "Paris 18e"}
    keep_communes(names=today, former=former, parents={"93059": "93066", "75118": "75056"}, populations={})


def _load(dataset: str, vintage: str, *lines: str) -> None:
    content = ("\n".join(lines) + "\n").encode()
    load_figures(dataset=dataset, vintage=vintage, files=[("f.csv", content)])


def _incomes(**medians: int | str) -> None:
    lines = [f"{code[1:]};{median}" for code, median in medians.items()]
    _load("filosofi", "2021", "code_commune;niveau_de_vie_median_eur", *lines)


def _area(
    territory: Territory, code: str, name: str = "Nom noté", kind: str = AreaKind.COMMUNE, **more: Any
) -> None:
    Area.objects.create(territory=territory, kind=kind, code=code, name=name, **more)


def _told(territory: Territory) -> dict[str, Any]:
    """{dataset: what is told of it}."""
    return {each["dataset"]: each for each in figures_told(territory).get("datasets", [])}


def _places(told: dict[str, Any]) -> dict[str, Any]:
    return dict(told["places"])


def test_nothing_is_told_while_nothing_is_loaded(territory: Territory, places: None) -> None:
    _area(territory, "93066")
    assert figures_told(territory) == {}
    _incomes(_59001=1)
    assert figures_told(territory) == {}


def test_a_département_is_never_the_neighbourhood(territory: Territory, places: None) -> None:
    _area(territory, "93066")
    _load("ase", "2020", ASE, "93;Seine-Saint-Denis;10;1;11;2;3;5", "92;Hauts-de-Seine;1;1;2;1;1;2")
    told = _told(territory)["ase"]
    assert list(_places(told)) == ["Département entier\u00a0: Seine-Saint-Denis"]
    assert told["geography"] == "le département entier"
    assert "ne disent rien du quartier" in told["warnings"][0]
    titles, _ = table_of(told)
    assert titles[1:] == ("Département entier\u00a0: Seine-Saint-Denis",)


@pytest.mark.parametrize(
    ("department", "lines", "labels"),
    [
        (
            "69",
            ["69;R;40;2;42;7;9;16", "69D;R;10;1;11;2;3;5", "69M;M;30;1;31;5;6;11"],
            [
                "Rhône et Métropole de Lyon ensemble",
                "Département entier\u00a0: le Rhône sans la Métropole de Lyon",
                "Collectivité entière\u00a0: la Métropole de Lyon",
            ],
        ),
        ("2A", ["20;Collectivité de Corse;4;NR;4;1;2;3"], ["Collectivité entière\u00a0: la Corse"]),
        ("976", ["974;La Réunion;4;NR;4;1;2;3"], []),
    ],
)
def test_collectivities_say_what_they_are(
    territory: Territory, places: None, department: str, lines: list[str], labels: list[str]
) -> None:
    Territory.objects.filter(pk=territory.pk).update(department=department)
    territory.refresh_from_db()
    _load("ase", "2020", ASE, *lines)
    told = _told(territory).get("ase", {"places": []})
    assert list(_places(told)) == labels


def test_each_commune_keeps_its_own_median_and_none_is_made_of_them(
    territory: Territory, places: None
) -> None:
    for code in ("93066", "93001", "93002"):
        _area(territory, code)
    _incomes(_93066=16_000, _93001=24_000, _93002="ns")
    told = _told(territory)["filosofi"]
    assert _places(told) == {
        "Commune\u00a0: Aubert": {"median": 24_000},
        "Commune\u00a0: Bagny": {"median": None},
        "Commune\u00a0: Saint-Denis": {"median": 16_000},
    }
    _, rows = table_of(told)
    assert rows == (("Niveau de vie médian par an", "24\u202f000\u00a0€", "–", "16\u202f000\u00a0€"),)


def test_a_place_the_file_does_not_know_is_shown_empty(territory: Territory, places: None) -> None:
    for code in ("93066", "93001"):
        _area(territory, code)
    _incomes(_93066=16_000)
    assert _places(_told(territory)["filosofi"])["Commune\u00a0: Aubert"] == {}


def test_many_places_are_read_line_by_line(territory: Territory, places: None) -> None:
    keep_communes(names={f"9301{n}": f"Ville {n}" for n in range(5)}, former={}, parents={}, populations={})
    for n in range(5):
        _area(territory, f"9301{n}")
    _incomes(**{f"_9301{n}": 10_000 + n for n in range(5)})
    titles, rows = table_of(_told(territory)["filosofi"])
    assert titles == ("Où", "Niveau de vie médian par an")
    assert [row[0] for row in rows] == [f"Commune\u00a0: Ville {n}" for n in range(5)]


@pytest.mark.parametrize("noted", ["93066", "93059"])
def test_a_commune_that_joined_another_is_followed_and_keeps_its_figures(
    territory: Territory, places: None, noted: str
) -> None:
    _area(territory, noted)
    _incomes(_93066=16_620, _93059=16_080)
    told = _told(territory)["filosofi"]
    assert _places(told) == {
        "Commune\u00a0: Saint-Denis": {"median": 16_620},
        "Ancienne commune\u00a0: Pierrefitte-sur-Seine (aujourd’hui dans Saint-Denis)": {"median": 16_080},
    }
    assert any("avant un regroupement" in each for each in told["warnings"])


def test_schools_are_told_by_commune_and_their_mean_is_never_made(territory: Territory, places: None) -> None:
    _area(territory, "93066")
    lines = [f"2024-2025;093000{n}A;École {n};93066;{ips}" for n, ips in enumerate(("80", "100,5", "NS"))]
    _load("ips_schools", "2024-2025", SCHOOLS, *lines, "2024-2025;0930009A;Ailleurs;93001;120")
    told = _told(territory)["ips_schools"]
    assert _places(told) == {
        "Commune\u00a0: Saint-Denis": {"counted": 2, "lowest": 80, "highest": 100.5, "without": 1}
    }
    assert told["geography"] == "l’établissement, réuni par commune"
    ((title, listed),) = schools_of(territory)
    assert title == datasets()["ips_schools"].title
    assert listed == [
        ("Saint-Denis", "École 0", 80),
        ("Saint-Denis", "École 1", 100.5),
        ("Saint-Denis", "École 2", None),
    ]


def test_districts_are_their_city_for_a_quarter_and_themselves_for_schools(
    territory: Territory, places: None
) -> None:
    keep_quarters(names={"QN07511M": "Goutte d’Or"}, places={"QN07511M": ["75056"]})
    _area(territory, "QN07511M", kind=AreaKind.QPV)
    _load("ips_schools", "2024-2025", SCHOOLS, "2024-2025;0750001A;École;75118;104,3")
    assert figures_told(territory) == {}
    _incomes(_75056=28_000)
    assert list(_places(_told(territory)["filosofi"])) == ["Commune\u00a0: Paris"]
    _area(territory, "75118", name="Paris 18e")
    told = _told(territory)["ips_schools"]
    assert _places(told)["Arrondissement\u00a0: Paris 18e"]["lowest"] == 104.3
    assert any("par arrondissement" in each for each in told["warnings"])


def test_a_place_that_left_the_perimeter_is_not_told(territory: Territory, places: None) -> None:
    yesterday = date.today() - timedelta(days=1)
    _area(territory, "93066", ends_on=yesterday)
    _area(territory, "93001")
    _incomes(_93066=16_620, _93001=20_000)
    assert list(_places(_told(territory)["filosofi"])) == ["Commune\u00a0: Aubert"]
    _area(territory, "93002", starts_on=date.today() + timedelta(days=9))
    assert list(_places(_told(territory)["filosofi"])) == ["Commune\u00a0: Aubert"]


def test_every_figure_says_where_it_comes_from(territory: Territory, places: None) -> None:
    _area(territory, "93066")
    _incomes(_93066=16_620)
    _load("ase", "2020", ASE, "93;Seine-Saint-Denis;10;1;11;2;3;5")
    _load("ips_schools", "2024-2025", SCHOOLS, "2024-2025;0930001A;École;93066;80")
    for key, told in _told(territory).items():
        parts = (datasets()[key].producer, told["vintage"], told["geography"], told["licence"], told["link"])
        assert [part for part in parts if part not in source_of(told)] == []
        assert told["warnings"]
    warnings = " ".join(_told(territory)["ips_schools"]["warnings"])
    assert "3\u00a0points" in warnings
    assert "2022" in warnings
    assert "n’est pas comparable" in warnings


def test_the_cost_does_not_depend_on_how_many_communes(
    territory: Territory, places: None, django_assert_num_queries: Any
) -> None:
    _incomes(_93066=1, _93001=2, _93002=3)
    _area(territory, "93066")
    with django_assert_num_queries(4):
        assert len(_told(territory)["filosofi"]["places"]) == 1
    _area(territory, "93001")
    _area(territory, "93002")
    with django_assert_num_queries(4):
        assert len(_told(territory)["filosofi"]["places"]) == 3
