"""Paper is typed back without a mouse: a number, the keys of the boxes, Enter to read over, Enter to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from maillage.surveys.models import Mode, Sheet, Wave
from maillage.surveys.paper import numbers
from maillage.surveys.services.sheets import values_of
from tests.browser.conftest import DESK, PHONE, Visit
from tests.surveys.test_paper import wave

__all__ = ["wave"]


def press(page: Any, key: str) -> None:
    """A key that leads to another page, where something has the focus at once."""
    page.wait_for_selector(":focus")
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_selector(":focus")


def clean(page: Any) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_sheet_is_typed_with_the_keyboard_alone(
    wave: Wave, visit: Visit, make_user: Callable[..., Any], width: int
) -> None:
    page = visit.enter_as(make_user("pilot"), width=width)
    root = f"{visit.base}/territoires/{wave.territory.slug}/vagues/{wave.number}/papier/"
    page.goto(root)
    clean(page)
    page.goto(f"{root}saisie/")
    clean(page)
    number = numbers.number_of(wave.roster.order_by("pk")[0])
    page.wait_for_selector(":focus")
    page.keyboard.type(numbers.printed(number))
    press(page, "Enter")
    clean(page)
    for key in ("2", "Tab", "Tab", "9"):
        page.keyboard.press(key)
    press(page, "Enter")
    clean(page)
    assert page.locator(":focus").inner_text() == "Enregistrer, feuille suivante"
    assert not Sheet.objects.exists()
    press(page, "Enter")
    clean(page)
    assert page.locator(":focus").get_attribute("name") == "number"
    kept = values_of(Sheet.objects.get(mode=Mode.PAPER))
    assert list(kept["level"]["ties"].values()) == [2]
    assert len(kept["level"]["not_concerned"]) == 1
    page.goto(f"{root}saisie/{number}/encore/")
    page.wait_for_selector(":focus")
    page.keyboard.press("3")
    press(page, "Enter")
    press(page, "Enter")
    assert page.url.endswith("/ecarts/")
    clean(page)
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    press(page, "Enter")
    assert page.url.endswith("/saisie/")
    assert "2 champs sur" in " ".join(page.locator("main").inner_text().split())
