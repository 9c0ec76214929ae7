"""Official figures are kept with the diagnosis, and told with their source and what they describe. Values are invented."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from maillage.context.services import load_figures
from maillage.diagnosis.blocks import Block, Paragraph, Table
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import report_of
from maillage.diagnosis.sections import build_all, families, places
from maillage.diagnosis.snapshot import take
from maillage.surveys.models import Wave
from maillage.territories.models import Area, AreaKind
from maillage.territories.official import keep_communes, keep_quarters

WHOLE = "Département entier\u00a0: Seine-Saint-Denis"


def _load(dataset: str, vintage: str, *lines: str) -> None:
    load_figures(dataset=dataset, vintage=vintage, files=[("f.csv", ("\n".join(lines) + "\n").encode())])


def _computed(wave: Wave) -> Diagnosis:
    diagnosis = Diagnosis.objects.create(territory=wave.territory, wave=wave)
    taken = take(diagnosis)
    diagnosis.snapshot, diagnosis.input_hash = taken.kept, taken.input_hash
    diagnosis.save()
    return diagnosis


def _tables(blocks: list[Block]) -> list[Table]:
    return [each for each in blocks if isinstance(each, Table)]


def test_figures_are_those_of_the_day_of_the_diagnosis(waves: tuple[Wave, Wave]) -> None:
    wave = waves[1]
    before = _computed(wave)
    assert "figures" not in before.snapshot
    assert not {"places", "families"} & {each.key for each in build_all(report_of(before))}

    keep_communes(names={"93901": "Saint-Loriot"}, former={}, parents={}, populations={})
    keep_quarters(names={"QN09301M": "La Rive"}, places={"QN09301M": ["93901"]})
    Area.objects.create(territory=wave.territory, kind=AreaKind.COMMUNE, code="93901", name="Saint-Loriot")
    Area.objects.create(territory=wave.territory, kind=AreaKind.QPV, code="QN09301M", name="La Rive")
    _load("filosofi", "2021", "code_commune;niveau_de_vie_median_eur", "93901;16620")
    _load("ase", "2020", "code_departement;enfants_accueillis;actions_educatives", "93;11;5")
    diagnosis = _computed(wave)
    assert diagnosis.input_hash != before.input_hash
    _load("filosofi", "2022", "code_commune;niveau_de_vie_median_eur", "93901;99999")

    report = report_of(diagnosis)
    areas, incomes = _tables(places.build(report))
    assert areas.rows == (
        ("Saint-Loriot", "Commune", "93901"),
        ("La Rive", "Quartier prioritaire (QPV)", "QN09301M"),
    )
    assert incomes.columns == ("Ce qui est compté", "Commune\u00a0: Saint-Loriot")
    assert incomes.rows == (("Niveau de vie médian par an", "16\u202f620\u00a0€"),)
    lead = places.build(report)[0]
    assert isinstance(lead, Paragraph)
    assert "aucun ne décrit le quartier prioritaire seul" in lead.text
    (welfare,) = _tables(families.build(report))
    assert welfare.columns[1] == WHOLE


def test_a_figure_is_never_read_without_its_source(waves: tuple[Wave, Wave]) -> None:
    """On the page, in the text of every file: the block carries it."""
    territory: Any = waves[1].territory
    _load("ase", "2020", "code_departement;enfants_accueillis;actions_educatives", "93;11;5")
    (welfare,) = _tables(families.build(report_of(_computed(waves[1]))))
    page = render_to_string("diagnosis/blocks/table.html", {"block": welfare})
    for said in (
        "DREES",
        "millésime 2020",
        "le département entier",
        "Licence Ouverte",
        "https://drees",
        WHOLE,
    ):
        assert said in page, said
    assert territory.name not in page
