"""Answers kept in a second: a screen saved through its real view, against a bare Django view that inserts one row, on the
same server and the same base, in the same run; then fifty people who answer at once, and three hundred round a poster.
"""

from __future__ import annotations

import os
import random
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.measure import Row, load
from bench.served import Browser, Served, choices, served

BARE = ("page Django nue, une ligne en SQL", "page Django nue, une ligne par un modèle")
RATED, EACH, TURNS, AT_ONCE = 50, 3, 5, 4  # at once: as many as the server has threads
PEOPLE, HALL = 50, 300
PAUSE = 2.0  # seconds before a screen is answered, on average: ten times less than a person takes
SHORT, LONG = (1.0, 0.5), (10.0, 2.0)  # minutes of the load, minutes in which the hall comes
KEPT = "Une réponse gardée, par sa vraie page"
FIFTY = "Cinquante personnes répondent à la fois (99\u202f% des pages, temps du serveur)"
ROUND = "Trois cents personnes autour d’une affiche (99\u202f% des pages, temps du serveur)"


def bases() -> dict[str, str]:
    """The bases to measure on: SQLite, and PostgreSQL when one is given (`--postgres`)."""
    return {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_POSTGRES", "")}


def answers() -> Iterator[Row]:
    """Rows of each base, on a server of its own."""
    load_minutes, hall_minutes = LONG if os.environ.get("BENCH_LONG") else SHORT
    for vendor, url in bases().items():
        if vendor != "SQLite" and not url:
            for what in (KEPT, FIFTY, ROUND):
                yield Row(
                    what=f"{what}, {vendor}", ours=None, note="non mesuré\u00a0: --postgres n’est pas donné"
                )
            continue
        with served(url) as server:
            yield from kept_and_bare(server)
            yield fifty(server, load_minutes)
            yield hall(server, hall_minutes)


def kept_and_bare(server: Served) -> Iterator[Row]:
    """One answer kept, beside one row inserted: in SQL, then by a model, as a Django view does."""
    browsers = server.people(RATED)
    picked = {id(each): _first_screen(each) for each in browsers}

    def save(browser: Browser) -> None:
        """The first screen once more, under a key of its own: a row more in the log."""
        form = {"key": str(uuid.uuid4()), "seen": 0, "asked": "partners", "partners": picked[id(browser)]}
        browser.ask("/r/feuille/1/", form)

    def insert(browser: Browser) -> None:
        browser.ask("/nu/", {"value": "x" * 40})

    def create(browser: Browser) -> None:
        browser.ask("/nu/modele/", {"value": "x" * 40})

    turns = [[_rate(work, browsers) for work in (save, insert, create)] for _ in range(TURNS)]
    kept, *bare = (statistics.median(turn) for turn in zip(*turns, strict=True))
    for peer, rate in zip(BARE, bare, strict=True):
        yield Row(
            what=f"{KEPT}, {server.vendor}",
            ours=1 / kept,
            peer=peer,
            theirs=1 / rate,
            goal="≥ × 0,5",
            note=f"{kept:.0f} réponses gardées par seconde, {rate:.0f} lignes par la page nue\u202f; charge {load()}",
        )


def _first_screen(browser: Browser) -> list[str]:
    browser.begin()
    return choices(browser.ask("/r/feuille/1/")[1])["partners"][:5]


def _rate(work: Callable[[Browser], None], browsers: list[Browser]) -> float:
    """Times a second, a few at once."""
    asked = browsers * EACH
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(work, asked))
    return len(asked) / (time.perf_counter() - begun)


def fifty(server: Served, minutes: float) -> Row:
    """Fifty people at any time, whole sheets, one after the other; each reads a screen for two seconds."""
    over, done, lock = time.monotonic() + 60 * minutes, list[Browser](), threading.Lock()

    def one_after_the_other(seed: int) -> None:
        dice = random.Random(seed)
        while time.monotonic() < over:
            with lock:
                person = server.people(1)[0]
                done.append(person)
            _answer(person, dice, until=over)

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(one_after_the_other, range(PEOPLE)))
    return _told(f"{FIFTY}, {server.vendor}", done, minutes, goal="0 erreur, < 200\u00a0ms")


def hall(server: Served, minutes: float) -> Row:
    """Three hundred people photograph the poster, one at any moment, and answer to the end."""
    dice = random.Random(300)
    people = [
        (Browser(server.port, server.poster), dice.random() * 60 * minutes, dice.random())
        for _ in range(HALL)
    ]

    def come(person: tuple[Browser, float, float]) -> None:
        browser, after, seed = person
        time.sleep(after)
        browser.ask(f"/r/{browser.token}/")
        _answer(browser, random.Random(seed), until=None)

    with ThreadPoolExecutor(HALL) as pool:
        list(pool.map(come, people))
    done = [browser for browser, _, _ in people]
    return _told(f"{ROUND}, {server.vendor}", done, minutes, goal="0 erreur, < 200\u00a0ms")


def _answer(person: Browser, dice: random.Random, *, until: float | None) -> None:
    """From the link to the receipt. An error ends it, and is counted."""
    try:
        where = person.begin()
        while "relire" not in where:
            time.sleep(dice.uniform(0.5, 1.5) * PAUSE)
            if until is not None and time.monotonic() > until:
                return
            where = person.screen(where)
        person.ask("/r/feuille/relire/", {})
    except Exception as error:  # whatever it is, the row says it
        person.errors = person.errors or [repr(error)]


def _told(what: str, people: list[Browser], minutes: float, *, goal: str) -> Row:
    spent = sorted(second for each in people for second in each.seconds)
    waited = sorted(second for each in people for second in each.waited)
    errors = [error for each in people for error in each.errors]
    kept = sum(each.kept for each in people)
    shown = f" (la première\u00a0: {errors[0]})" if errors else ""
    note = (
        f"{minutes:g} min, {len(people)} feuilles, {len(spent)} pages, {kept} écrans gardés,"
        f" {len(errors)} erreur{'s' * (len(errors) > 1)}{shown}\u202f; {_ms(spent, 0.5)} pour la moitié, {_ms(spent, 0.95)} pour"
        f" 95\u202f%\u202f; vu de la personne, 99\u202f% en {_ms(waited, 0.99)}\u202f; charge {load()}"
    ).replace(".", ",")
    return Row(what=what, ours=_at(spent, 0.99), goal=goal, note=note)


def _at(spent: list[float], part: float) -> float:
    return spent[min(len(spent) - 1, int(len(spent) * part))]


def _ms(spent: list[float], part: float) -> str:
    return f"{_at(spent, part) * 1000:.0f}\u00a0ms"
