"""How people answered: told when enough did each way, and nothing from which one could find who."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.diagnosis import sections, services
from maillage.diagnosis.blocks import Paragraph
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import Report, report_of
from maillage.surveys.models import Mode, Wave
from maillage.surveys.services import collecting, create_wave
from maillage.surveys.services.sheets import save_entry, send_sheet, start_sheet
from maillage.territories.models import Actor, ActorStatus

COUNTS = "Réponses selon la façon de répondre"
NO_GAP = "On ne dit pas si"
NO_COUNT = "n’est pas donné"


@pytest.fixture
def actors(territory: Any) -> list[Actor]:
    return [
        Actor.objects.create(
            territory=territory, name=f"Structure {n}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for n in range(26)
    ]


def answered(territory: Any, actors: list[Actor], ways: list[tuple[Mode, int]], closed: bool = True) -> Wave:
    """One actor after the other answers: its mode, and how many ties it names."""
    made = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", closes_at=closes)
    wave = collecting.open_wave(wave=made)
    for rank, (mode, named) in enumerate(ways):
        others = [str(actors[(rank + step) % len(actors)].pk) for step in range(1, named + 1)]
        sheet = start_sheet(wave=wave, participation=wave.roster.get(actor=actors[rank]), mode=mode)
        for question, value in (
            ("partners", {"picked": others, "proposed": []}),
            ("level", {"ties": dict.fromkeys(others, 2)}),
        ):
            save_entry(sheet=sheet, question=question, value=value, key=uuid.uuid4())
        send_sheet(sheet=sheet)
    return collecting.close_wave(wave=wave) if closed else wave


def computed(wave: Wave) -> Report:
    asked = services.request_diagnosis(wave=wave, user=None, replicates=50)
    services.compute(diagnosis_id=asked.pk)
    return report_of(Diagnosis.objects.get(pk=asked.pk))


def method(report: Report) -> str:
    (section,) = [each for each in sections.build_all(report) if each.key == "participation"]
    told = " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))
    return told.replace("\u202f", " ").replace("\xa0", " ")


def some(mode: Mode, *named: int) -> list[tuple[Mode, int]]:
    return [(mode, n) for n in named]


LARGE = some(Mode.ALONE, *[5, 6, 7] * 4)
FEW = some(Mode.PAPER, *[1, 2, 3] * 4)


def test_a_clear_gap_is_told_with_its_interval_and_its_limit(territory: Any, actors: list[Actor]) -> None:
    text = method(computed(answered(territory, actors, LARGE + FEW)))
    assert f"{COUNTS} : en ligne, 12 ; sur papier, 12." in text
    assert "Les structures qui ont répondu sur papier citent en moyenne 4 liens de moins" in text
    assert "(entre −5 et −3, environ 95 fois sur 100)" in text
    assert "Un écart ne vient pas forcément de la façon de répondre" in text


def test_a_gap_that_chance_could_make_is_told_as_such(territory: Any, actors: list[Actor]) -> None:
    ways = LARGE + some(Mode.ASSISTED, *[5, 6, 7, 6] * 3)
    text = method(computed(answered(territory, actors, ways)))
    assert "ne diffère pas nettement entre les réponses données avec une médiatrice ou un médiateur" in text
    assert "l’écart des moyennes est entre −1 et +1" in text


def test_a_gap_asks_for_enough_answers_each_way(territory: Any, actors: list[Actor]) -> None:
    report = computed(answered(territory, actors, LARGE + FEW[:10]))
    assert f"{COUNTS} : en ligne, 12 ; sur papier, 10." in method(report)
    assert NO_GAP in method(report)
    assert report.snapshot["modes"]["gaps"] == []


def test_no_count_is_told_when_few_used_a_way(territory: Any, actors: list[Actor]) -> None:
    """Neither theirs nor the others': the whole is told, the difference would give theirs."""
    report = computed(answered(territory, actors, LARGE + FEW[:4]))
    assert report.snapshot["modes"] == {"withheld": "thin"}
    assert NO_COUNT in method(report)
    assert COUNTS not in method(report)


def test_one_way_for_all_is_said_in_a_sentence(territory: Any, actors: list[Actor]) -> None:
    text = method(computed(answered(territory, actors, LARGE + LARGE)))
    assert "Toutes les réponses ont été données en ligne." in text
    assert NO_GAP not in text


def test_answers_too_few_for_a_diagnosis_have_no_gap(territory: Any, actors: list[Actor]) -> None:
    more = [
        Actor.objects.create(
            territory=territory, name=f"Autre {n}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for n in range(20)
    ]
    report = computed(answered(territory, actors + more, LARGE + FEW))
    assert report.snapshot["modes"]["gaps"] == []


def test_a_file_has_no_way_of_answering(waves: tuple[Wave, Wave]) -> None:
    report = computed(waves[1])
    assert report.snapshot["modes"] == {}
    assert not any(said in method(report) for said in (COUNTS, NO_GAP, NO_COUNT))


def test_a_wave_still_open_tells_nothing(territory: Any, actors: list[Actor]) -> None:
    """Read before and after an answer, a gap would tell how many ties it names."""
    report = computed(answered(territory, actors, LARGE + FEW, closed=False))
    assert report.snapshot["modes"] == {}


def test_what_is_kept_says_nothing_of_who(territory: Any, actors: list[Actor]) -> None:
    report = computed(answered(territory, actors, LARGE + FEW))
    assert set(report.snapshot["modes"]) == {"counts", "gaps"}
    assert not any(mode in json.dumps(report.snapshot["nodes"]) for mode in Mode.values)


def test_an_older_diagnosis_is_still_read(waves: tuple[Wave, Wave]) -> None:
    report = computed(waves[1])
    del report.snapshot["modes"]
    assert method(report)
