"""What tables said in a workshop is in the report of its wave, and of no other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from maillage.diagnosis.blocks import Quote, Table
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.sections import grid, hands
from maillage.diagnosis.snapshot import take
from maillage.meetings.damour import ACTIVE, LATENT
from maillage.meetings.models import Workshop
from maillage.meetings.services import (
    close_workshop,
    count_hands,
    hold_workshop,
    save_readings,
    seat_table,
)
from maillage.statements.services import open_conversation, seed_statement
from maillage.surveys.models import Wave


@pytest.fixture
def workshop(waves: tuple[Wave, Wave]) -> Workshop:
    made = hold_workshop(territory=waves[1].territory, title="Trois tables", held_on=date(2025, 2, 20))
    for name, level, why in (("Parents", LATENT, "On ne sait pas."), ("École", ACTIVE, "C’est écrit.")):
        table = seat_table(workshop=made, name=name, people=6)
        save_readings(table=table, said={"goals": (level, why), "trust": (ACTIVE, "")})
    return made


def _report(wave: Wave) -> Report:
    diagnosis = Diagnosis.objects.create(territory=wave.territory, wave=wave)
    diagnosis.snapshot = take(diagnosis).kept
    diagnosis.save()
    return report_of(diagnosis)


def test_a_closed_workshop_belongs_to_the_wave_during_which_it_was_held(
    waves: tuple[Wave, Wave], workshop: Workshop
) -> None:
    print_before = take(Diagnosis.objects.create(territory=waves[1].territory, wave=waves[1])).input_hash
    assert grid.build(_report(waves[1])) == []  # the tables are still writing
    close_workshop(workshop=workshop)

    assert grid.build(_report(waves[0])) == []
    report = _report(waves[1])
    blocks = grid.build(report)
    table = next(each for each in blocks if isinstance(each, Table))
    assert table.columns == ("Question", "Parents", "École")
    assert ("Des buts partagés", "En germe", "Installé") in table.rows
    assert [each.text for each in blocks if isinstance(each, Quote)] == ["On ne sait pas.", "C’est écrit."]
    assert take(report.diagnosis).input_hash != print_before


def test_without_a_gap_the_report_says_so(waves: tuple[Wave, Wave], workshop: Workshop) -> None:
    for table in workshop.tables.all():
        save_readings(table=table, said={"goals": (ACTIVE, "")})
    close_workshop(workshop=workshop)

    said = str(grid.build(_report(waves[1])))

    assert "Aucun écart" in said
    assert "Quote" not in said


def test_a_wave_without_a_workshop_says_nothing(waves: tuple[Wave, Wave]) -> Any:
    report = _report(waves[0])

    assert "grids" not in report.snapshot
    assert grid.build(report) == []


def test_hands_raised_in_a_room_are_told_in_levels(waves: tuple[Wave, Wave]) -> None:
    territory = waves[1].territory
    conversation = open_conversation(territory=territory, question="Que changer ?", rule="Une idée.")
    said = seed_statement(conversation=conversation, text="On se parle trop tard.", role="PARENTS", by=None)
    room = hold_workshop(
        territory=territory, title="La salle", held_on=date(2025, 2, 20), conversation=conversation
    )
    count_hands(workshop=room, role="PARENTS", counts={said.pk: (9, 4, 4)})
    count_hands(workshop=room, role="SCHOOL", counts={said.pk: (8, 6, 3)})
    close_workshop(workshop=room)

    report = _report(waves[1])
    table = next(each for each in hands.build(report) if isinstance(each, Table))

    assert "17" not in str(report.snapshot["hands"])
    assert ("– Parents", "La moitié ou plus", "Moins de la moitié") in table.rows
    assert hands.build(_report(waves[0])) == []
