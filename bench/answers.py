"""Answers kept in a second: a screen saved through its real view, against a bare Django view that inserts one row, on the
same server and the same base, in the same run; then the pages of fifty people who answer at once.

`bench.bare` serves both; `python -m bench.answers` makes waves and prints the links to them.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.measure import Row, load

ROOT = Path(__file__).resolve().parents[1]
ACTORS, PEOPLE, EACH, AT_ONCE = 30, 50, 3, 4
CSRF = "c" * 32
KEPT = "Une réponse gardée, par sa vraie page"
SLOWEST = "Cinquante personnes répondent à la fois (99\u202f% des pages, temps du serveur)"


def prepare() -> None:
    """A wave of thirty actors, the table of the bare view; the tokens of the links, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench.bare import TABLE
    from maillage.dashboard.serving import WEB_PROCESSES, WEB_THREADS

    with connection.cursor() as cursor:
        cursor.execute(TABLE.format("BIGSERIAL" if connection.vendor == "postgresql" else "INTEGER"))
    print(json.dumps([_links(PEOPLE), WEB_PROCESSES, WEB_THREADS]))


def _links(count: int) -> list[str]:
    from datetime import date, timedelta

    from django.utils import timezone

    from maillage.programmes.models import Programme
    from maillage.surveys.services import collecting, create_wave
    from maillage.territories.models import Actor, ActorStatus, Territory

    day = date(2025, 9, 1)
    programme = Programme.objects.create(
        name="Mesure", slug="mesure", facilitator_name="—", facilitator_contact="—", legal_notice="—",
        places=1, starts_on=day,
    )  # fmt: skip
    territory = Territory.objects.create(
        programme=programme, name="Mesure", slug="mesure", department="93", joined_on=day
    )
    roster = [
        Actor.objects.create(
            territory=territory, name=f"Structure {n}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for n in range(ACTORS)
    ]
    links: list[str] = []
    while len(links) < count:
        wave = create_wave(territory=territory, label="Mesure", opened_on=timezone.localdate(), roster=roster)
        closes = timezone.now() + timedelta(days=9)
        collecting.prepare_wave(wave=wave, questionnaire="cooperation", closes_at=closes)
        opened = collecting.open_wave(wave=wave)
        links += [collecting.invite(participation=each).token for each in opened.roster.order_by("pk")]
    return links[:count]


@contextmanager
def served() -> Iterator[tuple[int, list[str]]]:
    """The port and the links, on as many processes and threads as `maillage serve` has."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        env = {**os.environ, "MAILLAGE_DATA": folder, "MAILLAGE_DEMO": "0", "DATABASE_URL": ""}
        env["DJANGO_SETTINGS_MODULE"] = "maillage.settings"
        made = subprocess.run(
            [sys.executable, "-m", "bench.answers"],
            env=env,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        links, processes, threads = json.loads(made.stdout.strip().splitlines()[-1])
        command = [
            "gunicorn",
            "bench.bare:application",
            "--bind",
            f"127.0.0.1:{port}",
            "--no-control-socket",
        ]
        size = ["--workers", str(processes), "--threads", str(threads), "--log-level", "warning"]
        server = subprocess.Popen([sys.executable, "-m", *command, *size], env=env, cwd=ROOT)
        try:
            _wait(port)
            yield port, links
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


class Browser:
    """One respondent's: its cookies, and the time the server says each answer took."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token, self.seconds = port, token, list[float]()
        self.cookies = {"csrftoken": CSRF}

    def ask(self, where: str, form: dict[str, Any] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = None if form is None else urlencode({**form, "csrfmiddlewaretoken": CSRF}, doseq=True)
        connection.request(
            "GET" if form is None else "POST", where, body,
            {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "Content-Type": "application/x-www-form-urlencoded",
                "Connection": "close",
            },
        )  # fmt: skip
        response = connection.getresponse()
        page = response.read().decode()
        connection.close()
        if response.status >= 400:
            raise RuntimeError(f"{where}: {response.status}")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        self.seconds.append(float(response.headers["X-Seconds"]))
        return response.status, page

    def begin(self) -> None:
        self.ask(f"/r/{self.token}/", {"language": "fr"})
        self.picked = re.findall(r'name="partners" value="(\d+)"', self.ask("/r/feuille/1/")[1])[:5]

    def save(self) -> None:
        """The first screen once more, under a key of its own: a row more in the log."""
        self.ask(
            "/r/feuille/1/",
            {"key": str(uuid.uuid4()), "seen": 0, "asked": "partners", "partners": self.picked},
        )

    def insert(self) -> None:
        self.ask("/nu/", {"value": "x" * 40})


def rate(work: Callable[[Browser], None], browsers: list[Browser]) -> float:
    """Times a second, a few at once: as many as the server has threads."""
    asked = browsers * EACH
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(work, asked))
    return len(asked) / (time.perf_counter() - begun)


def answers() -> Iterator[Row]:
    """Rows: one answer kept, and the slowest of a hundred pages."""
    with served() as (port, links):
        browsers = [Browser(port, link) for link in links]
        for each in browsers:
            each.begin()
        turns = [(rate(Browser.save, browsers), rate(Browser.insert, browsers)) for _ in range(3)]
        kept, bare = (statistics.median(turn) for turn in zip(*turns, strict=True))
        note = f"{kept:.0f} réponses gardées par seconde, {bare:.0f} lignes par la page nue\u202f; charge {load()}"
        yield Row(
            what=KEPT,
            ours=1 / kept,
            peer="page Django nue, une ligne",
            theirs=1 / bare,
            goal="≥ × 0,5",
            note=note,
        )
        for each in browsers:
            each.seconds.clear()
        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(answer_for_a_while, browsers))
        spent = sorted(second for each in browsers for second in each.seconds)
        note = f"{len(spent)} pages, 0 erreur\u202f; la moitié en {spent[len(spent) // 2] * 1000:.0f} ms\u202f; charge {load()}"
        yield Row(what=SLOWEST, ours=spent[int(len(spent) * 0.99)], goal="< 200\u00a0ms", note=note)


def answer_for_a_while(browser: Browser, *, screens: int = 10) -> None:
    """Read a screen, save it, again and again, without the time that a person takes."""
    for _ in range(screens):
        browser.ask("/r/feuille/1/")
        browser.save()


if __name__ == "__main__":
    prepare()
