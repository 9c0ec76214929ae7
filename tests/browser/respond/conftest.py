"""An open wave, a personal link, and a phone that opens it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.conftest import PHONE
from tests.browser.respond.walking import LANGUAGES, SCREEN, Begin


@pytest.fixture
def wave(live_server: Any, territory: Any) -> Any:
    """An open wave of eight actors."""
    from maillage.surveys.services import collecting, create_wave
    from maillage.territories.models import Actor, ActorStatus

    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {n}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for n in range(8)
    ]
    made = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", languages=LANGUAGES, closes_at=closes)
    return collecting.open_wave(wave=made)


@pytest.fixture
def link(wave: Any) -> str:
    """The address of a personal link."""
    from maillage.surveys.services import collecting

    return f"/r/{collecting.invite(participation=wave.roster.order_by('pk')[0]).token}/"


@pytest.fixture
def begin(chromium: Any, live_server: Any, link: str) -> Iterator[Begin]:
    """Open the link on a phone and begin; a lost network makes the browser complain, which is not looked at here."""
    contexts = []

    def begin(language: str = "fr", *, path: str = "short", width: int = PHONE) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale=language)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}{link}?langue={language}")
        page.locator(f"input[name=path][value={path}]").evaluate_all(
            "all => all.forEach(each => each.click())"
        )
        page.locator("main form .button").last.click()
        page.wait_for_url(SCREEN)
        return page

    yield begin
    for context in contexts:
        context.close()
