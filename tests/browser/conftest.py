"""A real browser on a real server: Debian's Chromium, driven by Playwright.

Without a browser these tests are skipped with one clear line; in continuous integration they fail instead.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

# Playwright's loop runs in this thread: Django would otherwise refuse the database here.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

TODAY: Final = date(2026, 11, 2)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER: Final = (
    "no browser found: install chromium (apt-get install chromium) or give MAILLAGE_CHROMIUM=/path"
)
NO_PLAYWRIGHT: Final = "playwright is not installed: install the e2e group"
DESK: Final = 1280
PHONE: Final = 375


def _give_up(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, launched once."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _give_up(NO_PLAYWRIGHT)
    path = os.environ.get("MAILLAGE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _give_up(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Door:
    """In front of the live server. A page that closes posts what it still holds, and its answer may be written while
    the database is emptied for the next test: so at the end of each test the door closes, and whoever is in comes out.
    """

    def __init__(self, server: Any) -> None:
        self.serve, self.inside, self.open, self.changed = server.get_app(), 0, True, threading.Condition()
        server.set_app(self)

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        with self.changed:
            if not self.open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return [b""]
            self.inside += 1
        try:
            response = self.serve(environ, start_response)
            try:
                return [b"".join(response)]
            finally:
                response.close()
        finally:
            with self.changed:
                self.inside -= 1
                self.changed.notify_all()

    def close(self) -> None:
        with self.changed:
            self.open = False
            assert self.changed.wait_for(lambda: self.inside == 0, timeout=30), "a request never ended"


@pytest.fixture(scope="session")
def door(live_server: Any) -> Door:
    return Door(live_server.thread.httpd)


@pytest.fixture(autouse=True)
def _door(door: Door) -> Iterator[None]:
    """Set up after the database and before the pages, so closed after the pages and before the database."""
    from django.core.cache import cache

    door.open = True
    yield
    door.close()
    cache.clear()  # no model's table, so not emptied with the others: tries are counted there


@dataclass
class Visit:
    """Pages opened in one test, and what the browser noticed meanwhile."""

    base: str
    make: Callable[..., Any]
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/", *, width: int = DESK, javascript: bool = True) -> Any:
        """A new page of its own session."""
        context = self.make(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, locale="fr-FR"
        )
        context.set_default_timeout(30_000)  # a machine that does much else
        page = context.new_page()
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.base + path)
        return page

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def enter_as(self, user: Any, *, width: int = DESK, javascript: bool = True) -> Any:
        """Sign in the way people do: a link, then one button."""
        from maillage.accounts.services import sign_in_url

        page = self.open(sign_in_url(user).removeprefix(self.base), width=width, javascript=javascript)
        page.get_by_role("button", name="Me connecter").click()
        page.wait_for_load_state()
        return page


@pytest.fixture
def visit(chromium: Any, live_server: Any, settings: Any) -> Iterator[Visit]:
    """Open pages; at the end, no other host was contacted and the browser complained of nothing."""
    settings.BASE_URL = live_server.url
    settings.SESAME_ONE_TIME = False
    contexts: list[Any] = []

    def make(**options: Any) -> Any:
        contexts.append(chromium.new_context(**options))
        return contexts[-1]

    visit = Visit(live_server.url, make)
    yield visit
    for context in contexts:
        context.close()
    assert visit.hosts <= {urlsplit(live_server.url).netloc, ""}
    assert visit.complaints == []


@dataclass(frozen=True)
class Cite:
    """A fictional cité with a published diagnosis, and who works there."""

    territory: Any
    diagnosis: Any
    facilitator: Any
    pilot: Any

    @property
    def path(self) -> str:
        return f"/territoires/{self.territory.slug}/"

    @property
    def diagnosis_path(self) -> str:
        return f"{self.path}diagnostics/{self.diagnosis.pk}/"


@pytest.fixture
def cite(live_server: Any, settings: Any) -> Cite:
    """The smallest fictional cité, three waves, its diagnosis computed with few draws."""
    from maillage.accounts.models import User
    from maillage.demo import services
    from maillage.demo.places import PLACES
    from maillage.demo.plan import plan_territory
    from maillage.diagnosis.services import compute, publish_diagnosis, request_diagnosis

    place = min(PLACES, key=lambda place: place.size)
    plan = plan_territory(place, seed=services.SEED, today=TODAY)
    programme = services.open_programme(today=TODAY)
    territory = services.build_territory(programme=programme, plan=plan, today=TODAY)
    facilitator = User.objects.get(email=services.ROLES["facilitator"].email)
    *_, previous, wave = territory.waves.order_by("number")
    diagnosis = request_diagnosis(wave=wave, user=facilitator, previous_wave=previous, replicates=100)
    compute(diagnosis_id=diagnosis.pk)
    diagnosis.refresh_from_db()
    diagnosis = publish_diagnosis(diagnosis=diagnosis)
    pilot = User.objects.get(email=f"pilote.{place.slug}@exemple.fr")
    return Cite(territory, diagnosis, facilitator, pilot)
