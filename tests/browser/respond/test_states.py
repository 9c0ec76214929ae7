"""The states one seldom sees: refused, held, closed, withdrawn, lent; enlarged, dark, still, with many names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

from maillage.surveys.kinds._words import refusals, words
from tests.browser.conftest import PHONE
from tests.browser.respond.walking import (
    SCREEN,
    Begin,
    entries,
    fill,
    ready_for_no_network,
    until,
    walk,
    wrong,
)
from tests.browser.test_pages import NARROW

Show = Callable[..., Any]
TOUCH: Final = 44
LONG: Final = "Association intercommunale pour l’accompagnement, la médiation et l’accès aux droits de tous"

# What a finger aims at, and how small the small ones are. A link inside a sentence has no size to have.
SMALL: Final = """least => Array.from(document.querySelectorAll("main a, main button, main summary, main select, main label.card, main input:not([type=hidden]):not(.card__input), main textarea"))
  .filter(each => each.offsetParent && !each.closest("details:not([open]) > :not(summary)"))
  .filter(each => !(each.matches("a") && each.closest(".q__care")))
  .map(each => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
  .filter(([, box]) => box.height < least || box.width < least).map(([text, box]) => `${text} ${box.width}×${box.height}`)"""


@pytest.fixture
def show(chromium: Any, live_server: Any) -> Iterator[Show]:
    """A page on a phone set otherwise: dark, still, without scripts, without a sheet."""
    contexts = []

    def show(address: str, *, width: int = PHONE, **options: Any) -> Any:
        options = {"locale": "fr-FR", **options}  # the doors speak the language of the browser
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}{address}")
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.fixture
def sixty(wave: Any) -> Any:
    """The wave with sixty actors, some with names that have no end."""
    from maillage.surveys.services import add_to_roster
    from maillage.territories.models import Actor, ActorStatus

    sectors = ["NGO", "EDUCATION", "HEALTH", "SOCIAL_LIFE"]
    more = [
        Actor.objects.create(
            territory=wave.territory,
            name=f"{LONG if n % 3 else 'Structure'} {n}",
            sector=sectors[n % 4],
            status=ActorStatus.VALIDATED,
        )
        for n in range(8, 60)
    ]
    add_to_roster(wave=wave, actors=more)
    return wave


def small(page: Any) -> list[str]:
    found: list[str] = page.evaluate(SMALL, TOUCH)
    return found


def test_whatever_is_touched_is_large_enough(begin: Begin, link: str, live_server: Any) -> None:
    page = begin(path="full")
    found = []
    for address in (f"{link}?langue=fr", "/r/"):
        page.goto(live_server.url + address)
        found += small(page)
    page.goto(f"{live_server.url}/r/feuille/1/")
    page.locator(".missing summary").click()
    walk(page, look=lambda page: found.extend(small(page)))
    found += small(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    found += small(page)
    assert found == []


def test_words_that_may_name_a_child_are_held_and_the_page_stays_calm(begin: Begin) -> None:
    page = begin(path="full", width=NARROW)

    def look(page: Any) -> None:
        for field in page.locator("textarea").all():
            field.fill("Le petit Kévin est suivi par sa maîtresse")
            page.locator(".childtext-hint").filter(has_text=words()["hint"]["fr"]).wait_for()

    walk(page, look=look)
    assert wrong(page) == []
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    assert page.locator(".receipt strong").is_visible()
    assert "Kévin" not in page.locator("main").inner_text()
    assert wrong(page) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_one_is_warned_while_typing_of_a_child(begin: Begin, language: str) -> None:
    """Before anything leaves: on the page of the server, then on the one that the phone draws alone."""
    page, said = begin(language, path="full", width=NARROW), words()["hint"][language]
    warning = page.locator(".childtext-hint")
    page.locator(".missing summary").click()
    page.locator("input[data-childtext]").first.fill("La petite Inès")
    warning.filter(has_text=said).wait_for()
    assert wrong(page) == []
    page.locator("input[data-childtext]").first.fill("Ludothèque")
    until(page, "() => !document.querySelector('.childtext-hint').textContent")
    ready_for_no_network(page)
    fill(page)
    page.context.set_offline(True)
    while not page.locator("textarea").count():
        here = page.url
        page.locator(".moves .button").first.click()
        page.wait_for_url(lambda url, here=here: url != here)
        page.locator("[data-shell] form[data-screen]").wait_for()
        fill(page)
    page.locator("textarea").fill("Le petit Kévin est suivi par sa maîtresse")
    warning.filter(has_text=said).wait_for()
    assert wrong(page) == []


def test_a_refusal_is_said_in_the_language_too(begin: Begin) -> None:
    page = begin("ar", width=NARROW)
    page.locator(".moves .button").first.click()
    page.locator(".q__error").filter(has_text=refusals()["pick_one"]["ar"]).wait_for()
    assert wrong(page) == []


def test_doors_that_do_not_open(wave: Any, link: str, show: Show, live_server: Any) -> None:
    """A code that is none, too many tries, a wave that is over, a link that was replaced."""
    from django.test import RequestFactory

    from maillage.surveys import ratelimit, tokens
    from maillage.surveys.services import collecting

    page, code = show("/r/", width=NARROW), tokens.printed(tokens.new_code())
    page.locator("#code").fill(code)
    page.locator("main form .button").click()
    page.get_by_role("alert").wait_for()
    found = wrong(page)
    for _ in range(ratelimit.BY_ADDRESS):
        ratelimit.too_many_tries(RequestFactory().post("/r/"))  # from the same address
    page.locator("#code").fill(code)
    page.locator("main form .button").click()
    page.get_by_text("Trop d’essais").wait_for()
    found += wrong(page)
    collecting.close_wave(wave=wave)
    page.goto(live_server.url + link)
    page.get_by_role("alert").wait_for()
    assert found + wrong(page) == []


def test_a_phone_that_is_lent(wave: Any, show: Show) -> None:
    """From the code one types to the phone that is handed back."""
    from maillage.surveys import tokens
    from maillage.surveys.models import Mode, Sheet
    from maillage.surveys.services import collecting

    key = collecting.invite(participation=wave.roster.order_by("pk")[0])
    page = show("/r/?accompagne=1", color_scheme="dark")
    found = wrong(page) + small(page)
    page.locator("#code").fill(tokens.printed(key.code))
    page.locator("main form .button").click()
    page.wait_for_url(SCREEN)
    walk(page, look=lambda page: found.extend(wrong(page) + small(page)))
    found += wrong(page) + small(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    found += wrong(page) + small(page)
    page.get_by_role("button", name="Terminer et rendre l’appareil").click()
    page.wait_for_url("**/r/?accompagne=1")
    found += wrong(page)
    assert found == []
    assert Sheet.objects.get().mode == Mode.ASSISTED


@pytest.mark.parametrize("javascript", [True, False])
def test_sixty_names_on_a_phone(sixty: Any, link: str, show: Show, javascript: bool) -> None:
    page = show(link, width=NARROW, java_script_enabled=javascript)
    page.locator("main form .button").last.click()
    page.wait_for_url(SCREEN)
    assert page.get_by_label("Chercher une structure").is_visible() == javascript
    assert page.locator("details.group").count() == 4
    assert not page.get_by_text(
        "Structure 9", exact=True
    ).is_visible()  # folded: the whole fits on two screens
    for title in page.locator("details > summary").all():
        title.click()
    if javascript:  # nothing can be looked at otherwise
        assert wrong(page) == []
        assert small(page) == []
    page.get_by_text("Structure 9", exact=True).click()
    page.get_by_label("1. Son nom").fill("Ludothèque du Parc")
    page.locator(".moves .button").first.click()
    page.wait_for_url("**/feuille/2/")
    said = entries()[-1]
    assert len(said["picked"]) == 1
    assert [each["name"] for each in said["proposed"]] == ["Ludothèque du Parc"]
    assert page.locator(".actor__name").all_inner_texts() == ["Structure 9"]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_sheet_in_the_dark_enlarged_twice_and_still(
    sixty: Any, link: str, show: Show, language: str
) -> None:
    """Twice as large on a desk of 1280 is a page of 640 with letters twice as large on it."""
    page = show(f"{link}?langue={language}", width=640, color_scheme="dark", reduced_motion="reduce")
    found = []

    def look(page: Any) -> None:
        page.evaluate("document.documentElement.style.setProperty('font-size', '225%', 'important')")
        found.extend(wrong(page))
        moving = "Array.from(document.querySelectorAll('*')).filter(each => getComputedStyle(each).transitionDuration !== '0s').length"
        assert page.evaluate(moving) == 0

    page.locator("input[name=path][value=full]").check(force=True)
    page.locator("main form .button").last.click()
    page.wait_for_url(SCREEN)
    for title in page.locator("details > summary").all():
        title.click()
    walk(page, look=look)
    found += wrong(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    found += wrong(page)
    assert found == []
