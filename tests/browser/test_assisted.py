"""A mediator lends a phone: once it is handed back, nothing of the person is left in it, nor of the mediator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from maillage.surveys import tokens
from maillage.surveys.models import Mode, Sheet, Wave
from maillage.surveys.services import collecting
from tests.browser.conftest import PHONE, Visit
from tests.surveys.test_paper import wave

__all__ = ["wave"]

KEPT = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  bases: (await indexedDB.databases()).map((each) => each.name),
  caches: window.caches ? await caches.keys() : [],
})"""


def kept_in(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return found | {"cookies": [each["name"] for each in page.context.cookies()]}


def test_nothing_stays_in_a_phone_that_was_lent(
    wave: Wave, visit: Visit, make_user: Callable[..., Any], settings: Any
) -> None:
    settings.SESAME_ONE_TIME = True  # as it is served: the link of the mediator is in the history too
    key = collecting.invite(participation=wave.roster.order_by("pk")[0])
    page = visit.enter_as(make_user("pilot"), width=PHONE)
    page.goto(f"{visit.base}/territoires/{wave.territory.slug}/vagues/{wave.number}/accompagner/")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Fermer ma session et prêter l’appareil").click()
    page.wait_for_url("**/r/?accompagne=1")
    assert "sessionid" not in kept_in(page)["cookies"]
    page.locator("#code").fill(tokens.printed(key.code))
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/r/feuille/1/")
    assert Sheet.objects.get().mode == Mode.ASSISTED
    page.locator(".card").first.click()
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.wait_for_url("**/r/feuille/2/")
    page.get_by_role("button", name="Terminer et rendre l’appareil").click()
    page.wait_for_url("**/r/?accompagne=1")
    kept = kept_in(page)
    assert "feuille" not in kept["cookies"]
    assert [kept["local"], kept["session"], kept["bases"]] == [[], [], []]
    for _ in range(6):  # back to the answers, then to the pages of the mediator
        page.go_back()
        words = page.locator("body").inner_text()
        assert "Structure 1" not in words
        assert "Camille" not in words
    assert Sheet.objects.get().entries.count() == 1
    # The link that was used says that it is gone, as it must.
    visit.complaints[:] = [each for each in visit.complaints if "410 (Gone)" not in each]
