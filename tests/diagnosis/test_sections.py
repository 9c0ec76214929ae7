"""What the report says: sentences tied to figures, nothing that points at anybody."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import Any

import pytest

from maillage.core.typography import folded, percent
from maillage.diagnosis import sections, services
from maillage.diagnosis.blocks import Block, Figure, KeyFigure, Table, Withheld
from maillage.diagnosis.map.pairs import strongest
from maillage.diagnosis.models import Diagnosis, Finding
from maillage.diagnosis.queries import Report, report_of
from maillage.surveys import services as surveys
from maillage.surveys.models import Wave
from maillage.territories.models import Actor


def computed(wave: Wave, previous: Wave | None = None) -> Report:
    diagnosis = services.request_diagnosis(wave=wave, previous_wave=previous, user=None, replicates=50)
    services.compute(diagnosis_id=diagnosis.pk)
    return report_of(Diagnosis.objects.get(pk=diagnosis.pk))


def said(blocks: tuple[Block, ...]) -> str:
    """Everything that blocks say, as one text."""
    return " ".join(str(block) for block in blocks)


@pytest.fixture
def report(waves: tuple[Wave, Wave]) -> Report:
    return computed(waves[1], waves[0])


def test_sections_come_in_reading_order(report: Report) -> None:
    keys = [section.key for section in sections.build_all(report)]
    assert keys == [
        "participation",
        "network",
        "bridges",
        "fragility",
        "sectors",
        "contradictions",
        "changes",
        "actors",
    ]


def test_one_wave_says_nothing_of_change(waves: tuple[Wave, Wave]) -> None:
    assert "changes" not in [section.key for section in sections.build_all(computed(waves[0]))]


def test_density_is_read_as_it_was_computed(report: Report) -> None:
    (network,) = [each for each in sections.build_all(report) if each.key == "network"]
    (density,) = [b for b in network.blocks if isinstance(b, KeyFigure) and "possibles" in b.label]
    assert density.value == "20\u202f%"
    assert density.n_answered == 15
    assert density.interval.startswith("entre")


def test_a_small_network_is_withheld_with_its_reason(territory: Any, three_actors: list[Actor]) -> None:
    from tests.diagnosis.conftest import make_wave

    report = computed(make_wave(territory, three_actors, 1, 0))
    blocks = [block for section in sections.build_all(report) for block in section.blocks]
    withheld = [block for block in blocks if isinstance(block, Withheld)]
    assert len(withheld) >= 5
    assert all(block.reason.endswith(".") for block in withheld)
    assert not [block for block in blocks if isinstance(block, KeyFigure)]


def test_an_actor_that_objects_is_named_nowhere(waves: tuple[Wave, Wave], sixteen: list[Actor]) -> None:
    Actor.objects.filter(pk__in=[each.pk for each in sixteen]).update(objects_to_naming=True)
    report = computed(waves[1], waves[0])
    text = " ".join(said(section.blocks) for section in sections.build_all(report))
    assert [each.name for each in sixteen if each.name in text] == []
    assert "Acteur non nommé" in text


def test_the_picture_does_not_tell_who_answered(report: Report) -> None:
    flipped = {
        **report.snapshot,
        "nodes": [{**n, "answered": not n["answered"]} for n in report.snapshot["nodes"]],
    }
    from maillage.diagnosis.map.svg import draw

    assert draw(flipped, title="t", desc="d") == draw(report.snapshot, title="t", desc="d")


def test_tables_are_rectangular(report: Report) -> None:
    tables = [b for s in sections.build_all(report) for b in s.blocks if isinstance(b, Table)]
    assert len(tables) >= 4
    assert {len(row) == len(table.columns) for table in tables for row in table.rows} == {True}


def test_there_is_one_map_with_its_words(report: Report) -> None:
    (figure,) = [b for s in sections.build_all(report) for b in s.blocks if isinstance(b, Figure)]
    assert figure.alt.startswith("Carte de 16\u00a0acteurs")


@pytest.fixture
def lively(territory: Any, sixteen: list[Actor]) -> Report:
    """Ties drawn at random, four sectors, a last actor that only one other names."""
    drawn = random.Random(4)
    wave = surveys.create_wave(
        territory=territory, label="Vague vive", opened_on=date(2025, 3, 1), roster=sixteen
    )
    pks = [actor.pk for actor in sixteen]
    values = {
        one: {
            "ties": {str(two): drawn.randint(1, 4) for two in pks[:-1] if one != two and drawn.random() < 0.3}
        }
        for one in pks[:-1]
    }
    values[pks[0]]["ties"][str(pks[-1])] = 2
    surveys.record_answers(wave=wave, kind="cooperation", values=values)
    return computed(wave)


def test_every_figure_read_aloud_has_its_interval(lively: Report) -> None:
    """In the sentences as in the tables: what the bootstrap or the jackknife can tell is told beside the figure."""
    built = {section.key: section.blocks for section in sections.build_all(lively)}
    figures = [b for s in ("network", "fragility", "sectors", "contradictions") for b in built[s]]
    shares = [b for b in figures if isinstance(b, KeyFigure)]
    assert len(shares) >= 5
    assert all(b.interval.startswith("entre\u00a0") for b in shares)
    for key in ("bridges", "contradictions"):
        assert " (entre\u00a0" in built[key][0].text or ", entre\u00a0" in built[key][0].text  # type: ignore[union-attr]
    for table in (b for b in built["fragility"] if isinstance(b, Table)):
        assert table.columns[-1] == "Intervalle"
        assert any("\u00a0à\u00a0" in row[-1] for row in table.rows)
        assert all(row[-1] == "–" or "\u00a0à\u00a0" in row[-1] for row in table.rows)


def test_a_mean_of_trust_says_why_it_has_no_interval(report: Report) -> None:
    blocks = next(section.blocks for section in sections.build_all(report) if section.key == "sectors")
    shown = [b for b in blocks if isinstance(b, Table) and b.caption.startswith("Confiance")]
    assert ("sans intervalle" in said(blocks)) == bool(shown)
    report.findings["trust"].withheld = ""
    report.findings["trust"].value = {"rows": ["A"], "columns": ["A"], "matrix": [[2.5]]}
    blocks = next(section.blocks for section in sections.build_all(report) if section.key == "sectors")
    assert "sans intervalle" in said(blocks)


def test_told_by_both_counts_pairs_not_citations() -> None:
    """Three pairs told by both and one by a single end: 6 citations out of 7 returned, 3 pairs out of 4."""
    from maillage.diagnosis.sections._words import told_by_both

    assert told_by_both(6 / 7) == pytest.approx(3 / 4)
    assert (told_by_both(0.0), told_by_both(1.0)) == (0.0, 1.0)


def test_a_figure_kept_by_an_older_version_is_withheld_not_misread(report: Report) -> None:
    """A diagnosis stays as it was computed: the page opens, and says what to do."""
    Finding.objects.filter(diagnosis=report.diagnosis, key__in=["betweenness", "fragility"]).update(
        version=1, value={"values": {}, "details": {}, "n_answered": 15}
    )
    built = {s.key: s.blocks for s in sections.build_all(report_of(report.diagnosis))}
    for key in ("bridges", "fragility"):
        (block,) = [b for b in built[key] if isinstance(b, Withheld)]
        assert "version plus ancienne" in block.reason


def test_the_list_of_actors_holds_all_that_the_map_shows(lively: Report) -> None:
    """Everybody has a line, those without tie included; every pair is told at both ends, at its level."""
    (actors,) = [s for s in sections.build_all(lively) if s.key == "actors"]
    (table,) = [b for b in actors.blocks if isinstance(b, Table)]
    nodes = lively.snapshot["nodes"]
    assert len(table.rows) == len(nodes)
    assert [row[1] for row in table.rows] == sorted((n["name"] for n in nodes), key=folded)
    pairs = strongest(lively.snapshot["ties"])
    told = [
        sum(len(part.split(",")) for part in re.findall(r"\u00a0: ([^.]+)\.", row[-1])) for row in table.rows
    ]
    assert sum(told) == 2 * len(pairs)
    assert [row[3] for row in table.rows] == [str(count) for count in told]
    alone = {n["id"] for n in nodes} - {end for one, two, _ in pairs for end in (one, two)}
    assert sum("Aucun lien" in row[-1] for row in table.rows) == len(alone)


def test_sectors_and_actors_come_as_in_a_dictionary(lively: Report) -> None:
    built = {each.key: each for each in sections.build_all(lively)}
    (lost,) = [b for b in built["fragility"].blocks if isinstance(b, Table) and "secteur" in b.caption]
    labels = [row[0] for row in lost.rows]
    assert labels == sorted(labels, key=folded)
    for table in (b for b in built["sectors"].blocks if isinstance(b, Table)):
        assert [row[0] for row in table.rows] == sorted((row[0] for row in table.rows), key=folded)


def test_change_is_told_with_the_shares_of_the_rest_of_the_report(report: Report) -> None:
    (changed,) = [each for each in sections.build_all(report) if each.key == "changes"]
    (table,) = [b for b in changed.blocks if isinstance(b, Table) and "avant" in b.caption]
    rows = {row[0]: row for row in table.rows}
    crossing = rows["Liens d’un secteur à un autre"]
    details = report.changes["ei_index"].value["details"]
    assert crossing[1:3] == tuple(percent((details[when] + 1) / 2) for when in ("before", "after"))
    pieces = rows.pop("Morceaux du réseau")
    known = report.changes["components"].value["details"]
    assert pieces[1:3] == tuple(str(round(known[when])) for when in ("before", "after"))
    assert all(cell.endswith("%") for row in rows.values() for cell in row[1:3])


def test_a_wide_table_of_numbers_becomes_cards_on_a_phone() -> None:
    narrow = Table(caption="", columns=("a", "b", "c"), rows=(), numeric=frozenset({1, 2}))
    wide = Table(caption="", columns=tuple("abcdefgh"), rows=(), numeric=frozenset(range(1, 8)))
    assert (narrow.stacks, wide.stacks) == (False, True)
