"""Each screen can be heard by a voice of the device, and it is said when there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

from maillage.surveys.interface import say
from tests.browser.conftest import PHONE
from tests.browser.respond.walking import SCREEN, fill, ready_for_no_network, until, wrong

Enter = Callable[..., Any]

# The browser of the tests speaks no language. This is a device that speaks those it is given, and keeps what it said.
DEVICE: Final = """
window.heard = [];
const voices = VOICES.map(([lang, localService]) => ({ lang, localService, name: lang }));
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const speech = {
  getVoices: () => voices, cancel: () => {},
  speak: (said) => setTimeout(() => { window.heard.push([said.lang, said.text]); said.onstart(); setTimeout(() => said.onend()); }),
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
"""


@pytest.fixture
def enter(chromium: Any, live_server: Any, wave: Any) -> Iterator[Enter]:
    """A resident at the first screen, on a device with these voices."""
    from maillage.surveys.services import collecting

    token = collecting.open_to_residents(wave=wave)
    contexts = []

    def enter(language: str, voices: str) -> Any:
        context = chromium.new_context(viewport={"width": PHONE, "height": 800}, locale=language)
        context.set_default_timeout(30_000)
        context.add_init_script(DEVICE.replace("VOICES", voices))
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/r/{token}/?langue={language}")
        return page

    yield enter
    for context in contexts:
        context.close()


def start(page: Any) -> None:
    page.locator("main form .button").last.click()
    page.wait_for_url(SCREEN)


def hear(page: Any) -> list[str]:
    """Press the button, wait for the end, and tell what was said."""
    page.evaluate("window.heard.length = 0")
    page.locator("[data-aloud]").click()
    until(page, "() => window.heard.length && document.querySelector('[aria-pressed=false]')")
    return [text for _, text in page.evaluate("window.heard")]


def test_a_screen_is_read_from_the_question_to_the_last_answer(enter: Enter) -> None:
    page = enter("fr", '[["en-GB", true], ["fr-FR", true]]')
    said = hear(page)
    assert say("shown", "fr") in said
    assert say("more", "fr") in said
    assert say("asked", "fr") not in said  # folded: only its title is said
    start(page)
    said = hear(page)
    assert said[:2] == ["Écran 1 sur 11", "Quels lieux connaissez-vous ?"]
    assert "Le centre social" in said
    assert said[-2:] == ["Je ne sais pas", "Je préfère ne pas dire"]
    assert {lang for lang, _ in page.evaluate("window.heard")} == {"fr-FR"}
    assert wrong(page) == []


def test_a_translation_is_read_in_its_language_without_the_french_beside(enter: Enter) -> None:
    page = enter("ar", '[["fr-FR", true], ["ar-SA", true]]')
    start(page)
    said = hear(page)
    assert "المركز الاجتماعي" in said
    assert not any("Le centre social" in each for each in said)
    assert {lang for lang, _ in page.evaluate("window.heard")} == {"ar-SA"}


@pytest.mark.parametrize("voices", ["[]", '[["fr-FR", true]]', '[["tr-TR", false]]'])
def test_a_device_without_a_voice_says_so(enter: Enter, voices: str) -> None:
    """A voice that lives elsewhere is none: what it reads would leave the device."""
    page = enter("tr", voices)
    start(page)
    page.get_by_text("Bu cihazda Türkçe ses yok.").wait_for()
    assert not page.locator("[data-aloud]").is_visible()
    assert wrong(page) == []


def test_without_a_network_the_voice_follows_the_language(enter: Enter) -> None:
    page = enter("ar", '[["fr-FR", true], ["ar-SA", true]]')
    start(page)
    ready_for_no_network(page)
    fill(page)
    page.context.set_offline(True)
    page.locator(".moves .button").first.click()
    page.locator("[data-lost]").wait_for()
    assert page.locator("[data-aloud]").inner_text().strip() == "استمع"
    assert "كيف يكون الاستقبال في هذه الأماكن؟" in hear(page)


def test_an_actor_is_not_told_of_a_voice_there_is_not(chromium: Any, live_server: Any, link: str) -> None:
    context = chromium.new_context(viewport={"width": PHONE, "height": 800})
    context.set_default_timeout(30_000)
    context.add_init_script(
        DEVICE.replace("VOICES", '[["tr-TR", true]]')
    )  # known at once: nothing is waited for
    page = context.new_page()
    page.goto(f"{live_server.url}{link}")
    start(page)
    until(page, "() => Boolean(window.feuille && window.feuille.hush)")
    assert say("voiceless", "fr") not in page.locator("body").inner_text()
    assert not page.locator("[data-aloud]").is_visible()
    context.close()
