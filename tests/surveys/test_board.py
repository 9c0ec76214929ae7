"""The board of a wave: rates without names, what the diagnosis will say, and a constant cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core.privacy import MIN_RESPONSE_RATE
from maillage.surveys.models import Mode, Participation, Sheet, Wave
from maillage.surveys.queries.board import FORECASTS, board_of, forecasts_of, late_list
from maillage.surveys.queries.engagement import COLUMNS, rates_of
from maillage.surveys.queries.waves import Share
from maillage.surveys.services import collecting, create_wave, sheets
from maillage.territories.models import Actor, ActorStatus, Affiliation, Person


def make_wave(territory: Any, size: int, first: int = 0) -> Wave:
    sectors = ("NGO", "EDUCATION", "HEALTH", "DEPARTMENT")
    actors = Actor.objects.bulk_create(
        Actor(
            territory=territory,
            name=f"Structure {first + i}",
            sector=sectors[i % 4],
            status=ActorStatus.VALIDATED,
        )
        for i in range(size)
    )
    wave = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    collecting.prepare_wave(
        wave=wave, questionnaire="cooperation", closes_at=timezone.now() + timedelta(days=20)
    )
    return collecting.open_wave(wave=wave)


@pytest.fixture
def wave(territory: Any) -> Wave:
    return make_wave(territory, 40)


def answer(participation: Participation, mode: str = Mode.ALONE) -> Sheet:
    sheet = sheets.start_sheet(wave=participation.wave, participation=participation, mode=mode)
    sheets.send_sheet(sheet=sheet)
    return sheet


def test_the_thresholds_are_those_of_the_diagnosis() -> None:
    from maillage_analysis.registry import metrics

    rates = [MIN_RESPONSE_RATE, *(metric.response for metric in metrics().values())]
    asked = {round(rate * 100) for rate in rates if rate}  # some metrics speak at any rate
    assert {percent for percent, _ in FORECASTS} == asked


@pytest.mark.parametrize(
    ("asked", "answered", "needed"),
    [(20, 0, [12, 13, 16]), (20, 13, [0, 0, 3]), (17, 10, [1, 2, 4]), (40, 40, [0, 0, 0])],
)
def test_how_many_more_answers_are_needed(asked: int, answered: int, needed: list[int]) -> None:
    found = forecasts_of(Share("Ensemble", asked, answered))
    assert [each.needed for each in found] == needed
    for each in found:
        assert 100 * (answered + each.needed) >= each.percent * asked
        assert each.needed == 0 or 100 * (answered + each.needed - 1) < each.percent * asked


def test_modes_are_told_by_five_or_not_at_all(wave: Wave) -> None:
    roster = list(wave.roster.order_by("pk"))
    for each in roster[:6]:
        answer(each)
    assert board_of(wave).modes == [("En ligne", 6)]
    for each in roster[6:8]:
        answer(each, Mode.PAPER)
    assert board_of(wave).modes == [], "two on paper could be named by who handed them out"
    for each in roster[8:11]:
        answer(each, Mode.PAPER)
    assert board_of(wave).modes == [("En ligne", 6), ("Sur papier", 5)]


def test_a_sheet_begun_is_counted_until_it_is_sent(wave: Wave) -> None:
    first = wave.roster.order_by("pk")[0]
    sheet = sheets.start_sheet(wave=wave, participation=first)
    assert board_of(wave).begun == 1
    sheets.send_sheet(sheet=sheet)
    board = board_of(wave)
    assert (board.begun, board.total.answered) == (0, 1)


def test_the_board_of_a_pilot_names_nobody(wave: Wave, client_as: Callable[..., Client]) -> None:
    first = wave.roster.order_by("pk")[0]
    sheet = answer(first)
    Sheet.objects.filter(pk=sheet.pk).update(aside=True)
    url = reverse("surveys:board", args=[wave.territory.slug, wave.number])
    assert "Structure" not in client_as("pilot").get(url).content.decode().split("<main")[1].replace(
        "Structures", ""
    )
    assert "Structure 0" in client_as("facilitator").get(url).content.decode()


def test_what_was_sent_in_time_counts_until_a_late_correction_is_included(
    wave: Wave, client_as: Callable[..., Client]
) -> None:
    first = wave.roster.order_by("pk")[0]
    sheet = sheets.start_sheet(wave=wave, participation=first)
    receipt = sheets.send_sheet(sheet=sheet)
    sheets.reopen_sheet(sheet=sheet, receipt=receipt)
    assert wave.closes_at is not None
    sheets.send_sheet(sheet=sheet, at=wave.closes_at + timedelta(hours=25))
    sheet.refresh_from_db()
    assert sheet.aside
    assert wave.roster.get(pk=first.pk).answered
    url = reverse("surveys:board", args=[wave.territory.slug, wave.number])
    said = "Ses réponses envoyées à temps comptent"
    assert said in client_as("facilitator").get(url).content.decode()
    assert said not in client_as("pilot").get(url).content.decode()


def test_the_board_of_a_small_wave_counts_nothing(territory: Any, client_as: Callable[..., Client]) -> None:
    wave = make_wave(territory, 4)
    url = reverse("surveys:board", args=[territory.slug, wave.number])
    client = client_as("pilot")
    before = client.get(url).content.decode().split("<main")[1]
    answer(wave.roster.order_by("pk")[0])
    sheets.start_sheet(wave=wave, participation=wave.roster.order_by("pk")[1])
    assert client.get(url).content.decode().split("<main")[1] == before


def test_a_sheet_set_aside_waits_for_the_facilitator(wave: Wave, client_as: Callable[..., Client]) -> None:
    first = wave.roster.order_by("pk")[0]
    sheet = sheets.start_sheet(wave=wave, participation=first)
    assert wave.closes_at is not None
    sheets.send_sheet(sheet=sheet, at=wave.closes_at + timedelta(days=3))
    assert late_list(wave) == [sheet]
    assert board_of(wave).total.answered == 0
    url = reverse("surveys:include", args=[wave.territory.slug, wave.number])
    assert client_as("pilot").post(url, {"sheet": sheet.pk}).status_code == 404
    client_as("facilitator").post(url, {"sheet": sheet.pk})
    assert late_list(wave) == []
    assert board_of(wave).total.answered == 1


def test_the_board_costs_the_same_for_three_hundred_actors(
    territory: Any, other_territory: Any, django_assert_num_queries: Any
) -> None:
    small, large = make_wave(other_territory, 20), make_wave(territory, 300)
    for each in large.roster.order_by("pk")[:150]:
        answer(each)
    for wave in (small, large):
        with django_assert_num_queries(3):
            board_of(wave)


def test_the_facilitator_reads_where_to_go_by_sector_and_engagement(
    wave: Wave, client_as: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    schools = list(wave.roster.filter(actor__sector="EDUCATION").order_by("pk"))
    for n, participation in enumerate(schools):
        natures = ["PARENT", "PROFESSIONAL"] if n < 6 else ["PROFESSIONAL"] if n < 9 else []
        if natures:
            person = Person.objects.create(territory=wave.territory, name=f"Personne {n}", natures=natures)
            Affiliation.objects.create(person=person, actor=participation.actor)
    for participation in schools[:4]:
        answer(participation)
    with django_assert_num_queries(2):
        table = dict(rates_of(wave))
    told = dict(zip(COLUMNS, (cell.words for cell in table["École"]), strict=True))
    assert told == {
        "Professionnels": "moins de 5",  # three
        "Bénévoles, personnes élues": "–",
        "Habitants, parents, jeunes": "4 sur 6",  # of the first kind it belongs to: counted once
        "Sans personne connue": "moins de 5",
    }
    assert sum(cell.asked for cells in table.values() for cell in cells) == 40
    page = reverse("surveys:reminders", kwargs={"territory": wave.territory.slug, "wave": wave.number})
    assert "4 sur 6" in client_as("facilitator").get(page).content.decode()
    assert client_as("pilot").get(page).status_code == 404
