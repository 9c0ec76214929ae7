"""F8, F10, F23: a phone that is killed, whose clock is wrong, that kept the scripts of an older release.

On the platform as `maillage serve` runs it, not on the live server of the other pages: what is left is read in its database.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import NAMES, PHONE
from tests.browser.respond.walking import fill, ready_for_no_network, until
from tests.faults.answers import Held, check
from tests.faults.conftest import FULL, Report, report  # noqa: F401
from tests.faults.front import Front
from tests.faults.platform import Platform, serving
from tests.faults.processes import running

pytestmark = pytest.mark.slow
ACTORS = 8
# A clock never set, one ten years late, one ten years early, a 29th of February, the two nights when the hour changes.
CLOCKS = (
    datetime(1970, 1, 1, 0, 5, tzinfo=UTC),
    datetime(2036, 11, 23, 12, tzinfo=UTC),
    datetime(2016, 11, 23, 12, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 59, 58, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 59, 58, tzinfo=UTC),
)


@pytest.fixture(scope=lambda fixture_name, config: "function" if FULL else "module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with serving(tmp_path_factory.mktemp("phones"), waves=12 if FULL else 1, actors=ACTORS) as found:
        yield found


@pytest.fixture
def settled(platform: Platform, report: Report) -> Callable[..., Held]:  # noqa: F811
    """The history is over. A browser names its own saves: only that nothing sent is missing or doubled can be asked."""

    def settled(also: str) -> Held:
        base = platform.stored()
        platform.history.tried = {each["key"]: (each["question"], None) for each in base["entries"]}
        held = check(platform.history, base)
        report(held, also)
        assert (held.lost, held.twice) == (0, 0)
        assert held.counted == held.respondents
        return held

    return settled


def many(few: int, full: int) -> int:
    return full if FULL else few


def begin(context: Any, port: int, link: str) -> Any:
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/r/{link}/?langue=fr")
    page.locator("main form .button").last.click()
    page.wait_for_url("**/feuille/1/")
    return page


def answer_without_network(page: Any) -> list[str]:
    """Every screen, in the frame kept by the phone, and « Envoyer »; the actors that were picked."""
    ready_for_no_network(page)
    page.context.set_offline(True)
    fill(page)
    picked = page.locator("input[name=partners]:checked").evaluate_all("all => all.map(each => each.value)")
    page.locator(".moves .button").first.click()
    page.get_by_text("Pas de réseau").first.wait_for()
    for _ in range(20):
        if page.get_by_role("heading", name="Tout est enregistré").count():
            break
        step = page.locator("#pas").inner_text()
        fill(page)
        page.locator(".moves .button").first.click()
        moved = "old => !document.querySelector('#pas') || document.querySelector('#pas').textContent !== old"
        until(page, moved, step)
    page.locator("main form .button").first.click()
    page.get_by_text("C’est noté.").wait_for()
    return sorted(picked)


def received(page: Any, platform: Platform, who: str, picked: list[str]) -> None:
    """The receipt is shown, and what was picked is what the database holds."""
    page.wait_for_url("**/merci/", timeout=60_000)
    receipt = page.locator(".receipt strong").inner_text()
    platform.history.receipts.append((who, receipt))
    base = platform.stored()
    sheet = next(each["pk"] for each in base["sheets"] if each["receipt"] == receipt)
    held = {each["question"]: each["value"] for each in base["entries"] if each["sheet_id"] == sheet}
    assert sorted(held["partners"]["picked"]) == picked
    assert sorted(held["level"]["ties"]) == picked


@pytest.mark.parametrize("when", ["wrong at first", "wrong when it comes back"])
def test_a_phone_whose_clock_is_wrong(
    platform: Platform,
    chromium: Any,
    settled: Callable[..., Held],
    when: str,
) -> None:
    """F10: answered at a time, set right, or wrong, before it is sent: nothing expires, nothing comes in another order."""
    for clock in CLOCKS[: many(1, len(CLOCKS))]:
        link = platform.respondents(1)[0].token
        context = chromium.new_context(viewport={"width": PHONE, "height": 800})
        before, now = datetime.now(UTC), datetime.now(UTC)
        first, later = (clock, now) if when == "wrong at first" else (now, clock)
        context.clock.set_system_time(first)
        page = begin(context, platform.port, link)
        picked = answer_without_network(page)
        context.clock.set_system_time(later)
        context.set_offline(False)
        received(page, platform, link, picked)
        for entry in platform.stored()["entries"]:
            assert datetime.fromisoformat(entry["saved_at"]).year == before.year
        context.close()
    settled(f"horloges {len(CLOCKS)}")


def test_a_phone_killed_while_one_chooses(
    platform: Platform, chromium: Any, tmp_path: Path, settled: Callable[..., Held]
) -> None:
    """F8: every process of the browser killed. What the page said was sent is there; nothing older than two seconds is not."""
    dice, oldest, lost = random.Random(8), 0.0, 0
    for n in range(many(1, 60)):
        folder, link = tmp_path / f"phone-{n}", platform.respondents(1)[0].token
        ticks = ticked(begin(launched(chromium, folder), platform.port, link), dice)
        killed = time.monotonic()
        for pid in running(str(folder)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        base = platform.stored()
        here = base["sheets"][-1]["pk"]
        kept = [each["value"]["picked"] for each in base["entries"] if each["sheet_id"] == here]
        missing = [killed - at for value, at in ticks.items() if value not in (kept[-1] if kept else [])]
        oldest, lost = max([oldest, *missing]), lost + len(missing)
        platform.respond(link).answer()
    settled(f"choix perdus {lost}, le plus ancien {oldest:.1f}\u00a0s avant l’arrêt")
    assert oldest < 2


def ticked(page: Any, dice: random.Random) -> dict[str, float]:
    """What was ticked, and when. In the suite nothing rests on luck: each is received before the next."""
    ticks = {}
    for box in page.locator("input[name=partners]").all()[: dice.randint(2, ACTORS - 1)]:
        value = box.get_attribute("value")
        if FULL:
            box.check(force=True)
            ticks[value] = time.monotonic()
            page.wait_for_timeout(dice.randint(0, 1200))
        else:
            with page.expect_response(lambda answer: f'"{value}"' in (answer.request.post_data or "")):  # noqa: B023
                box.check(force=True)
            ticks[value] = 0.0
    page.wait_for_timeout(many(0, dice.randint(0, 2500)))
    return ticks


def launched(chromium: Any, folder: Path) -> Any:
    """A browser with a profile of its own, that one may kill."""
    path = os.environ.get("MAILLAGE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)))
    return chromium.browser_type.launch_persistent_context(
        str(folder), executable_path=path, args=["--no-sandbox"], viewport={"width": PHONE, "height": 800}
    )


def test_a_phone_that_kept_the_first_shell(
    platform: Platform,
    chromium: Any,
    settled: Callable[..., Held],
) -> None:
    """F23: the scripts, the frame and the worker of version 1 (tests/faults/shell_1), kept since; the server of today."""
    for _ in range(many(1, 20)):
        link = platform.respondents(1)[0].token
        with Front(platform.port, Path("tests/faults/shell_1")) as front:
            context = chromium.new_context(viewport={"width": PHONE, "height": 800})
            page = begin(context, front.port, link)
            picked = answer_without_network(page)
            assert front.served >= {"keep.js", "respond.js", "shell.js", "shell.html", "worker.js"}
            front.released = True
            context.set_offline(False)
            received(page, platform, link, picked)
            context.close()
    settled("scripts, cadre et travailleur de la version 1")


def test_a_receipt_that_a_slow_server_kept_waiting_still_comes(
    platform: Platform, chromium: Any, settled: Callable[..., Held]
) -> None:
    """The worker gives the frame after eight seconds; the receipt is asked for again, without a gesture."""
    link = platform.respondents(1)[0].token
    context = chromium.new_context(viewport={"width": PHONE, "height": 800})
    page = begin(context, platform.port, link)
    picked = answer_without_network(page)
    context.set_offline(False)
    received(page, platform, link, picked)

    with stopped(platform.web):
        page.reload()
        assert not page.locator(".receipt strong").count()

    page.locator(".receipt strong").wait_for()
    context.close()
    settled("reçu qui tarde")


@contextlib.contextmanager
def stopped(processes: list[int]) -> Iterator[None]:
    """These processes do nothing meanwhile; they are there, and do not answer."""
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each, signal.SIGCONT)
