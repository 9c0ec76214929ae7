"""Lists of communes and quarters, loaded as the figures are; and the real files, when they are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from maillage.context.models import Vintage
from maillage.context.reading import Reading
from maillage.context.services import load_places
from maillage.territories.models import Quarter
from tests.context.test_official_figures import BOM, _file, _load, _read, _said

COG = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"
QUARTERS = "code_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci;;;"


def test_a_list_of_places_says_what_it_changes_and_takes_nothing_away(db: None, tmp_path: Path) -> None:
    def load(dataset: str, vintage: str, *lines: str) -> Vintage:
        path = tmp_path / f"{dataset}.csv"
        path.write_bytes(_file(BOM + lines[0], *lines[1:], end="\r\n"))
        return load_places(dataset=dataset, vintage=vintage, paths=[path])[0]

    communes = [f"COM,01{n:03d},84,01,01D,012,0,V,V,Ville {n},01,".rstrip() for n in range(1, 41)]
    city = "COM,75056,11,75,75C,751,0,PARIS,Paris,Paris,,", "ARM,75118,11,75,75C,751,0,P,P,Paris 18e,,75056"
    load("communes", "2025", COG, *communes, *city)
    again = load(
        "communes",
        "2026",
        COG,
        communes[0].replace("Ville 1", "Bourg"),
        *communes[1:],
        *city,
        "COM,ABC,,,,,,,,X,,",
    )
    assert (again.report["added"], again.report["changed"], again.report["removed"]) == (0, 1, 0)
    assert again.report["codes"]["changed"] == ["01001"]
    assert again.report["lines"] == [["communes.csv", 44, "Ni code de commune, ni nom."]]
    assert Vintage.objects.get(dataset="communes", is_current=True).label == "2026"

    lines = [
        'QN00103M;Les Courbes;84;X;01;Ain;"=""01004""";A;240100883;CC;;;',
        'QN00201M;Europe;32;X;02;Aisne;"=""01002;01003""";"O; S";200071892;CA;;;',
        "QN00101M;Grande Reyssouze;84;X;1;Ain;1005;B;200071751;CA;;;",
        "QN07511M;Goutte d'Or;11;X;75;Paris;75118;Paris;200054781;M;;;",
    ]
    quarters = load("qpv", "2024", QUARTERS, *lines, ";;;;;;;;;;;;")
    assert (quarters.places, quarters.lines, quarters.report["rejected"]) == (4, 4, 0)
    # For a quarter, a district of Paris is Paris.
    assert Quarter.objects.get(pk="QN07511M").communes.get().pk == "75056"
    assert Quarter.objects.get(pk="QN00201M").communes.count() == 2
    with pytest.raises(ValidationError, match="Trop de lignes illisibles"):
        load("qpv", "2025", QUARTERS, lines[0].replace("Les Courbes", "Autre"), "X;Y;;;;;01001;;;")
    assert Quarter.objects.get(pk="QN00103M").name == "Les Courbes"
    assert Vintage.objects.get(dataset="qpv").label == "2024"


# --- The real files ---------------------------------------------------------------------------------------


def test_the_real_files(db: None, shared: Path) -> None:
    folder = shared / "opendata"
    if not folder.is_dir():
        pytest.skip("the open data are not here")

    def take(dataset: str, vintage: str, *paths: str) -> Reading:
        return _read(dataset, vintage, *((folder / path).read_bytes() for path in paths))

    incomes = take("filosofi", "2021", "contexte/filosofi2021_communes.csv")
    assert (len(incomes.places), len(incomes.rejected)) == (31_322, 0)
    legal = ("donnees_communes", "donnees_communes_mayotte", "collectivites-outremer")
    people = _said(take("population", "2023", *(f"cog2026/{name}.csv" for name in legal)))
    assert (people["75056"]["population"], people["93066"]["population"]) == (2_103_778, 149_077)
    assert {"97101", "97601", "98735", "97801"} <= set(people)
    assert len(take("bpe", "2024", "contexte/bpe2024_par_commune_extrait.csv").places) == 21_690
    schools = _said(take("ips_schools", "2024-2025", "contexte/ips_ecoles_2024-2025_par_commune.csv"))
    assert schools["75118"] == {"lowest": 75.1, "highest": 145.8, "counted": 44}
    welfare = folder / "ase" / "ase_departements_2020.csv"
    done = _load(welfare.read_bytes(), dataset="ase", vintage="2020").vintage
    assert done.places == 101
    assert "69" in done.report["notes"][0]
