"""Every page and state: no accessibility violation, nothing that sticks out, light enough for a slow network."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from tests.browser.conftest import DESK, PHONE
from tests.browser.respond.walking import SCREEN, Begin, fill, ready_for_no_network, walk, wrong
from tests.browser.test_pages import NARROW


def on_the_wire(address: str, size: int) -> int:
    """The weight of a body: the platform keeps its files compressed, the server of the tests does not."""
    found = finders.find(urlsplit(address).path.removeprefix("/static/")) if "/static/" in address else None
    return len(gzip.compress(Path(str(found)).read_bytes(), 9)) if found else size


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_questionnaire_is_light(chromium: Any, live_server: Any, link: str, language: str) -> None:
    """What leaves the server, each file once: without its worker, of which a browser does not tell the requests."""
    context = chromium.new_context(viewport={"width": PHONE, "height": 800}, service_workers="block")
    page = context.new_page()
    asked: list[Any] = []
    page.on("requestfinished", lambda request: asked.append(request))

    def weight(end: str = "") -> int:
        each = {one.url if "/static/" in one.url else n: one for n, one in enumerate(asked)}
        return sum(
            on_the_wire(one.url, one.sizes()["responseBodySize"])
            for one in each.values()
            if one.url.endswith(end)
        )

    page.goto(f"{live_server.url}{link}?langue={language}")
    page.wait_for_load_state("networkidle")
    assert 5_000 < weight() <= 60_000
    page.locator("input[name=path][value=full]").check(force=True)
    page.locator("main form .button").last.click()
    page.wait_for_url(SCREEN)
    walk(page, picked=7)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    page.goto(f"{live_server.url}/r/hors-ligne/")  # what the worker keeps
    page.goto(f"{live_server.url}/r/hors-ligne.js")
    page.wait_for_load_state("networkidle")
    assert weight() <= 150_000
    assert 5_000 < weight(".js") <= 25_000
    context.close()


@pytest.mark.parametrize(("language", "width"), [("fr", NARROW), ("ar", PHONE), ("tr", DESK)])
def test_every_page_and_state_has_no_violation(
    begin: Begin, link: str, live_server: Any, language: str, width: int
) -> None:
    """Start, screens, review, receipt, refusal, unknown code, frame without a network."""
    page = begin(language, width=width, path="full")
    found = []
    for address in (f"{link}?langue={language}", "/r/", "/r/unknown/", "/r/hors-ligne/", "/r/feuille/1/"):
        page.goto(live_server.url + address)
        found += wrong(page)
    walk(page, look=lambda page: found.extend(wrong(page)))
    found += wrong(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    found += wrong(page)
    page.get_by_role("textbox").fill("00000")
    page.locator("button[value=correct]").click()
    page.get_by_role("alert").wait_for()
    found += wrong(page)
    page.get_by_role("textbox").fill(page.locator(".receipt strong").inner_text())
    page.locator("button[value=withdraw]").click()
    page.wait_for_load_state()
    found += wrong(page)
    assert found == []


def test_a_refused_screen_is_shown_again_with_its_reason(begin: Begin) -> None:
    page = begin(width=NARROW)
    page.locator(".moves .button").first.click()
    page.get_by_text("Choisissez au moins une structure").wait_for()
    assert wrong(page) == []


def test_residents_answer_in_the_dark_and_in_arabic(chromium: Any, live_server: Any, wave: Any) -> None:
    from maillage.surveys.models import Sheet
    from maillage.surveys.services import collecting

    token = collecting.open_to_residents(wave=wave)
    context = chromium.new_context(
        viewport={"width": NARROW, "height": 700}, color_scheme="dark", locale="ar"
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{live_server.url}/r/{token}/?langue=ar")
    found = wrong(page)
    page.locator("main form .button").last.click()
    page.wait_for_url(SCREEN)
    walk(page, look=lambda page: found.extend(wrong(page)))
    found += wrong(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    found += wrong(page)
    assert found == []
    assert Sheet.objects.get().submitted_at
    context.close()


def test_without_a_network_the_screens_have_no_violation_either(begin: Begin) -> None:
    page = begin("ar")
    ready_for_no_network(page)
    fill(page)
    page.context.set_offline(True)
    page.locator(".moves .button").first.click()
    page.locator("[data-lost]").wait_for()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert wrong(page) == []
