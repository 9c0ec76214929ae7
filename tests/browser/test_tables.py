"""The tables of a workshop write on a phone, in a room where the network comes and goes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.browser.conftest import Visit


@pytest.fixture
def table(live_server: Any, territory: Any) -> Any:
    """A table that weighs two priorities."""
    from maillage.meetings.models import Format
    from maillage.meetings.services import hold_workshop, seat_table
    from maillage.meetings.services.prompts import write_prompts

    workshop = hold_workshop(
        territory=territory, title="Choisir", held_on=date(2026, 11, 2), format=Format.PRIORITIES
    )
    write_prompts(workshop=workshop, lines=["Accueillir tôt", "Aller vers"])
    return seat_table(workshop=workshop, name="Table 1", people=4)


def _said() -> list[tuple[int | None, str]]:
    from maillage.meetings.models import Saying

    return [(each.dots, each.text) for each in Saying.objects.order_by("pk")]


def test_what_a_table_writes_without_network_arrives_after(visit: Visit, table: Any) -> None:
    from maillage.meetings import services

    page = visit.open(services.link_of(table))
    page.context.set_offline(True)
    page.get_by_label("Gommettes (facultatif)").first.fill("3")
    page.get_by_label("Pourquoi, en une phrase (facultatif)").first.fill("Pour venir plus tôt.")
    page.get_by_role("button", name="Garder ce que dit notre table").click()
    page.get_by_text("Pas de réseau.").wait_for()
    assert _said() == []
    page.context.set_offline(False)
    page.get_by_text("C’est gardé.").wait_for()
    assert (3, "Pour venir plus tôt.") in _said()
    page.reload()
    page.get_by_role("button", name="Garder ce que dit notre table").wait_for()
    assert page.get_by_text("cet appareil gardait").count() == 0
    visit.complaints.clear()  # the browser says that the line failed: that was the point


def test_a_closed_page_gives_back_what_it_had(visit: Visit, table: Any) -> None:
    from maillage.meetings import services

    page = visit.open(services.link_of(table))
    page.get_by_label("Pourquoi, en une phrase (facultatif)").first.fill("Écrit à moitié")
    again = page.context.new_page()
    page.close()
    again.goto(visit.base + services.link_of(table))
    again.get_by_text("Voici ce que cet appareil gardait").wait_for()
    assert again.get_by_label("Pourquoi, en une phrase (facultatif)").first.input_value() == "Écrit à moitié"
    assert _said() == []


def test_what_is_refused_stays_and_says_why(visit: Visit, table: Any) -> None:
    from maillage.meetings import services

    page = visit.open(services.link_of(table))
    page.get_by_label("Gommettes (facultatif)").first.fill("40")
    page.get_by_role("button", name="Garder ce que dit notre table").click()
    page.get_by_text("Rien n’a changé.").wait_for()
    assert page.get_by_label("Gommettes (facultatif)").first.input_value() == "40"
    page.get_by_label("Gommettes (facultatif)").first.fill("4")
    page.get_by_role("button", name="Garder ce que dit notre table").click()
    page.get_by_text("C’est gardé.").wait_for()
    assert [dots for dots, _ in _said() if dots] == [4]
    visit.complaints[:] = [each for each in visit.complaints if "422 (Unprocessable Entity)" not in each]
