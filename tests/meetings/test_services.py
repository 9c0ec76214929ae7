"""Tables write, nothing they wrote is lost, and nobody is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maillage.meetings.damour import ACTIVE, DEVELOPING, LATENT, grid, indicators
from maillage.meetings.models import Reading, Table, Workshop
from maillage.meetings.queries import board_of, grid_told, latest_readings
from maillage.meetings.services import (
    close_workshop,
    hold_workshop,
    remove_workshop,
    reopen_workshop,
    save_readings,
    seat_table,
    table_of_link,
    token_of,
    update_workshop,
)


def test_the_grid_has_four_dimensions_ten_questions_and_a_text_for_each_level() -> None:
    assert len(grid()) == 4
    assert len(indicators()) == 10
    for each in indicators().values():
        assert len({each.label, *each.texts.values()}) == 4


def test_what_a_table_says_is_a_log(tables: list[Table]) -> None:
    first = {"goals": (LATENT, "On n’en parle pas."), "trust": (ACTIVE, "")}
    assert save_readings(table=tables[0], said=first).new == 2
    assert save_readings(table=tables[0], said=first).new == 0
    assert save_readings(table=tables[0], said=first | {"goals": (DEVELOPING, "")}).new == 1

    assert Reading.objects.count() == 3
    assert latest_readings(tables[0])["goals"].level == DEVELOPING


def test_a_line_that_names_somebody_is_refused_and_the_others_are_kept(tables: list[Table]) -> None:
    said = {"goals": (LATENT, "La mère de Kévin ne vient plus."), "trust": (ACTIVE, "On se parle.")}

    kept = save_readings(table=tables[0], said=said)

    assert kept.new == 1
    assert set(kept.refused) == {"goals"}
    assert not Reading.objects.filter(reason__contains="Kévin").exists()


@pytest.mark.parametrize("wrong", [("unknown", (1, "")), ("goals", (4, "")), ("goals", (1, "x" * 301))])
def test_what_is_not_in_the_grid_is_refused(tables: list[Table], wrong: Any) -> None:
    assert set(save_readings(table=tables[0], said=dict([wrong])).refused) == {wrong[0]}
    assert not Reading.objects.exists()


def test_a_closed_workshop_keeps_what_was_said(workshop: Workshop, tables: list[Table]) -> None:
    save_readings(table=tables[0], said={"goals": (LATENT, "")})
    close_workshop(workshop=workshop)
    workshop.refresh_from_db()

    with pytest.raises(ValidationError, match="clos"):
        save_readings(table=tables[0], said={"goals": (ACTIVE, "")})
    with pytest.raises(ValidationError, match="clos"):
        seat_table(workshop=workshop, name="Table 4", people=4)
    reopen_workshop(workshop=workshop)
    assert save_readings(table=tables[0], said={"goals": (ACTIVE, "")}).new == 1


def test_a_workshop_where_tables_wrote_is_not_removed(workshop: Workshop, tables: list[Table]) -> None:
    save_readings(table=tables[0], said={"goals": (LATENT, "")})
    with pytest.raises(ValidationError, match="ne se retire plus"):
        remove_workshop(workshop=workshop)
    Reading.objects.all().delete()
    remove_workshop(workshop=workshop)
    assert not Workshop.objects.exists()


def test_a_table_is_three_people_and_has_a_name_of_its_own(workshop: Workshop, tables: list[Table]) -> None:
    for name, people in [("Table 1", 5), ("Table 9", 2), ("", 5)]:
        with pytest.raises(ValidationError):
            seat_table(workshop=workshop, name=name, people=people)


def test_the_link_of_a_table_opens_it_and_nothing_else(tables: list[Table]) -> None:
    assert [table_of_link(token_of(each)) for each in tables] == tables
    assert table_of_link("inconnu") is None
    assert len({token_of(each) for each in tables}) == 3


def test_what_came_out_names_nobody(territory: Any, workshop: Workshop) -> None:
    with pytest.raises(ValidationError):
        update_workshop(workshop=workshop, outcome="La mère de Kévin a été citée.")
    with pytest.raises(ValidationError):
        hold_workshop(territory=territory, title="Autre", held_on=workshop.held_on, outcome="Le petit Kévin.")


def test_gaps_between_tables_come_out(workshop: Workshop, tables: list[Table]) -> None:
    for table, goals, trust in zip(tables, (LATENT, ACTIVE, None), (ACTIVE, ACTIVE, ACTIVE), strict=True):
        save_readings(table=table, said={"goals": (goals, ""), "trust": (trust, ""), "tools": (None, "")})

    board = board_of(workshop)
    lines = {line.indicator.key: line for line in board.lines}

    assert [line.indicator.key for line in board.apart] == ["goals"]
    assert lines["trust"].words == "Les tables s’accordent\u00a0: installé."
    assert lines["tools"].words == "Aucune table ne s’est prononcée."
    told = grid_told([workshop])[0]
    assert told["lines"][0]["levels"] == [LATENT, ACTIVE, None]


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_takes_two_queries(workshop: Workshop, count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        table = seat_table(workshop=workshop, name=f"Table {n}", people=4)
        save_readings(table=table, said={"goals": (LATENT, "")})
    with django_assert_num_queries(2):
        board_of(workshop)
