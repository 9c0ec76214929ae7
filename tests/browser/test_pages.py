"""Pages that everybody can read: no accessibility violation, nothing that overflows, nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.browser.conftest import DESK, PHONE, Cite, Visit

NARROW: Final = 320
RULES: Final = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _violations(page: Any) -> list[str]:
    """What axe finds on the page; its script runs in the page's own world, as an extension would."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url} {v['id']}: {json.dumps([n['target'] for n in v['nodes']][:3])}" for v in found]


def _overflow(page: Any) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def _inside(cite: Cite) -> list[str]:
    """The main pages of a cité."""
    place = cite.path
    return ["/", "/programmes/", place, f"{place}vagues/", f"{place}vagues/3/", f"{place}vagues/3/importer/",
            f"{place}diagnostics/", f"{place}diagnostics/demander/", cite.diagnosis_path]  # fmt: skip


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_public_pages_have_no_violation(visit: Visit, width: int) -> None:
    for path in ("/compte/connexion/", "/mentions-legales/", "/accessibilite/"):
        assert _violations(visit.open(path, width=width)) == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_pages_of_a_cite_have_no_violation(visit: Visit, cite: Cite, width: int) -> None:
    page = visit.enter_as(cite.facilitator, width=width)
    found = []
    for path in _inside(cite):
        assert page.goto(visit.base + path).status == 200, path
        found += _violations(page)
    assert found == []


def test_nothing_overflows_on_the_narrowest_phone(visit: Visit, cite: Cite) -> None:
    page = visit.enter_as(cite.facilitator, width=NARROW)
    too_wide = {}
    for path in _inside(cite):
        page.goto(visit.base + path)
        if (excess := _overflow(page)) > 0:
            too_wide[path] = excess
    assert too_wide == {}


@pytest.mark.parametrize("role", ["national", "department", "contributor", "club"])
def test_home_of_each_role_has_no_violation(visit: Visit, make_user: Callable[..., Any], role: str) -> None:
    page = visit.enter_as(make_user(role), width=PHONE)
    assert _violations(page) == []
    assert _overflow(page) <= 0


def test_every_page_has_one_title_that_says_where_one_is(visit: Visit, cite: Cite) -> None:
    page = visit.enter_as(cite.facilitator, javascript=False)
    titles = []
    for path in _inside(cite):
        page.goto(visit.base + path)
        assert page.locator("h1").count() == 1, path
        titles.append(page.title())
    assert len(set(titles)) == len(titles)
