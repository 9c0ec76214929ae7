"""Answering as people do: choose, go on, until everything is read over."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from tests.browser.test_pages import _overflow, _violations

SCREEN: Final = re.compile(r"/r/feuille/\d+/")
LANGUAGES: Final = ["fr", "en", "ar", "tr", "pt", "es"]
Begin = Callable[..., Any]


def entries(question: str = "partners") -> list[Any]:
    """What the server holds of a question, in order."""
    from maillage.surveys.models import Entry

    return [entry.value for entry in Entry.objects.filter(question=question).order_by("revision")]


def fill(page: Any, *, picked: int = 2) -> None:
    """Choose the first answer of everything on the screen, some actors of a list."""
    cards = page.locator("form[data-screen] .card__input")
    names: dict[str, int] = {}
    for each in cards.all():
        name, kind = each.get_attribute("name"), each.get_attribute("type")
        if "-" in name and kind == "checkbox":
            continue  # « none of these »
        names[name] = names.get(name, 0) + 1
        if names[name] <= (picked if name == "partners" else 1):
            each.check(force=True)
    for each in page.locator("form[data-screen] input[value=level_3]").all():
        each.check(force=True)  # a tie worth asking about trust


def walk(page: Any, *, picked: int = 2, look: Callable[[Any], object] = str) -> None:
    """Every screen, to the page where one reads over; `look` at each before it is filled."""
    for _ in range(30):
        if "relire" in page.url:
            return
        here = page.url
        look(page)
        fill(page, picked=picked)
        page.locator(".moves .button").first.click()
        page.wait_for_url(lambda url, here=here: url != here)
    raise AssertionError("the walk has no end")


def wrong(page: Any) -> list[str]:
    """What axe finds, and what sticks out."""
    excess = _overflow(page)
    return [*_violations(page), *([f"{page.url} is {excess} px too wide"] if excess > 0 else [])]


def until(page: Any, true: str, arg: Any = None) -> None:
    """Wait for a sentence of JavaScript; Playwright's own way is refused by the security policy of the pages."""
    for _ in range(1200):  # a minute, on a machine that does much else
        if page.evaluate(true, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(true)


def ready_for_no_network(page: Any) -> None:
    """The frame is kept, and the sheet with it."""
    until(page, "() => navigator.serviceWorker.controller !== null")
    until(page, "() => Object.keys(sessionStorage).some(key => key.startsWith('paquet'))")
