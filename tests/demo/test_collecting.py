"""The wave that is open in the showcase, built through the services."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from maillage.core.models import Mail
from maillage.demo import collecting, services
from maillage.demo.places import PLACES
from maillage.demo.plan import plan_territory
from maillage.surveys.kinds import kinds
from maillage.surveys.models import Sheet, Wave
from maillage.surveys.queries.board import board_of
from maillage.surveys.queries.sheets import page_for
from maillage.territories.models import Territory

TODAY = date(2026, 11, 2)


@pytest.fixture
def territory(settings: Any, tmp_path: Any) -> Territory:
    settings.DATA_DIR = tmp_path
    place = next(place for place in PLACES if place.slug == services.SHOWCASE)
    programme = services.open_programme(today=TODAY)
    plan = plan_territory(place, seed=services.SEED, today=TODAY)
    return services.build_territory(programme=programme, plan=plan, today=TODAY)


def test_a_wave_is_open_answered_in_part_and_its_mails_are_there(territory: Territory) -> None:
    wave = collecting.open_a_wave(territory=territory)
    assert wave.is_open
    board = board_of(wave)
    assert board.total.answered == collecting.SENT
    assert board.begun
    assert board.residents == collecting.RESIDENTS
    assert Mail.objects.filter(kind="invitation").count() > 20
    assert not board.aside


def test_what_it_holds_is_what_a_respondent_could_have_saved(territory: Territory) -> None:
    wave = collecting.open_a_wave(territory=territory)
    for sheet in Sheet.objects.filter(wave=wave).select_related("participation", "wave"):
        page = page_for(sheet)
        for screen in page.screens:
            value = page.values.get(screen.question.key)
            if value is not None and not screen.actors:
                kind = kinds()[screen.question.kind]
                assert kind.clean(value, page.asked(screen)) == value


def test_a_second_construction_opens_no_other_wave(territory: Territory) -> None:
    first = collecting.open_a_wave(territory=territory)
    assert collecting.open_a_wave(territory=territory) == first
    assert Wave.objects.filter(territory=territory).count() == 4
