"""Somebody answers on a phone without JavaScript: what a test client forgives (origin, cookies), a browser does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.surveys.models import Answer, Sheet, Wave
from maillage.surveys.services import collecting, create_wave
from maillage.territories.models import Actor, ActorStatus
from tests.browser.conftest import PHONE, Visit


def _open_wave(territory: Any, actors: list[Actor]) -> Wave:
    for actor in actors:
        Actor.objects.filter(pk=actor.pk).update(status=ActorStatus.VALIDATED)
    wave = create_wave(territory=territory, label="Vague 1", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=9)
    collecting.prepare_wave(wave=wave, questionnaire="cooperation", languages=["ar", "tr"], closes_at=closes)
    return collecting.open_wave(wave=wave)


@pytest.mark.parametrize("language", ["fr", "ar", "tr"])
def test_the_whole_walk_on_a_phone(
    visit: Visit, territory: Any, three_actors: list[Actor], language: str
) -> None:
    wave = _open_wave(territory, three_actors)
    key = collecting.invite(participation=wave.roster.order_by("pk")[0])
    page = visit.open(f"/r/{key.token}/?langue={language}", width=PHONE, javascript=False)
    _go_on(page)
    for _ in range(20):
        assert key.token not in page.url
        if page.url.endswith("/relire/"):
            break
        _answer(page)
        _go_on(page)
    _go_on(page)
    page.wait_for_url("**/merci/")
    assert page.locator(".receipt strong").inner_text()
    assert Sheet.objects.get().submitted_at is not None
    assert Answer.objects.filter(kind="cooperation").count() == 1
    assert wave.roster.filter(answered=True).count() == 1


def _go_on(page: Any) -> None:
    with page.expect_navigation():
        page.locator("main form button.button:not(.button--quiet)").first.click()


def _answer(page: Any) -> None:
    """The first box of a list, or the first choice of each question of the screen."""
    boxes = page.locator("input[type=checkbox].card__input:not([name*='-'])")
    if boxes.count():
        boxes.first.check(force=True)
        return
    names = page.locator("input[type=radio].card__input").evaluate_all(
        "all => [...new Set(all.map(e => e.name))]"
    )
    for name in names:
        page.locator(f"input[name='{name}']").first.check(force=True)
