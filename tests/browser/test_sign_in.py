"""Come in with a link, go out with a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.conftest import PHONE, Visit


def test_a_link_opens_a_session_and_a_button_closes_it(visit: Visit, make_user: Callable[..., Any]) -> None:
    page = visit.enter_as(make_user("pilot"))
    assert page.get_by_role("heading", level=1).inner_text() == "Les Trois-Ponts"
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_load_state()
    page.goto(visit.base + "/")
    assert "/compte/" in page.url


def test_the_same_on_a_phone_without_javascript(visit: Visit, make_user: Callable[..., Any]) -> None:
    page = visit.enter_as(make_user("facilitator"), width=PHONE, javascript=False)
    assert page.get_by_role("link", name="Les Trois-Ponts", exact=True).is_visible()


def test_the_first_stop_of_the_keyboard_is_the_content(visit: Visit, make_user: Callable[..., Any]) -> None:
    page = visit.enter_as(make_user("pilot"))
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Aller au contenu"
