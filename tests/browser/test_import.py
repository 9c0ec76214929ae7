"""A file of ties, first with a mistake, then right."""

from __future__ import annotations

from datetime import date
from typing import Any

from maillage.surveys.models import Answer, Wave
from maillage.surveys.services import create_wave
from maillage.territories.models import Actor
from tests.browser.conftest import Visit

GOOD = (
    "source;cible;niveau\nCollège des Saules;PMI du Centre;3\nPMI du Centre;Centre social La Passerelle;2\n"
)
BAD = GOOD.replace(";2", ";9")


def _send(page: Any, content: str) -> None:
    file = {"name": "liens.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def _wave(territory: Any, actors: list[Actor]) -> Wave:
    return create_wave(territory=territory, label="Vague 1", opened_on=date(2026, 1, 5), roster=actors)


def test_a_bad_line_is_explained_then_a_good_file_is_kept(
    visit: Visit, make_user: Any, territory: Any, three_actors: list[Actor]
) -> None:
    wave = _wave(territory, three_actors)
    page = visit.enter_as(make_user("pilot"))
    page.goto(f"{visit.base}/territoires/{territory.slug}/vagues/{wave.number}/importer/")
    _send(page, BAD)
    refused = page.get_by_role("table", name="Lignes à corriger").get_by_role("row")
    assert refused.last.get_by_role("cell").first.inner_text() == "3"
    assert page.get_by_role("button", name="Importer ces liens").count() == 0
    assert not Answer.objects.exists()
    page.goto(f"{visit.base}/territoires/{territory.slug}/vagues/{wave.number}/importer/")
    _send(page, GOOD)
    page.get_by_role("button", name="Importer ces liens").click()
    page.wait_for_load_state()
    assert "2\u00a0liens" in page.locator("main").inner_text()
    assert Answer.objects.count() == 2


def test_it_works_without_javascript(
    visit: Visit, make_user: Any, territory: Any, three_actors: list[Actor]
) -> None:
    wave = _wave(territory, three_actors)
    page = visit.enter_as(make_user("pilot"), javascript=False)
    page.goto(f"{visit.base}/territoires/{territory.slug}/vagues/{wave.number}/importer/")
    _send(page, GOOD)
    page.get_by_role("button", name="Importer ces liens").click()
    page.wait_for_load_state()
    assert Answer.objects.count() == 2
