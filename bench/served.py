"""The platform served as `maillage serve` serves it, on data of its own, and the browsers that ask it for pages.

`python -m bench.served` makes the waves that are answered, and prints their links.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
ACTORS = 30
WAVES, WAVES_LONG = 15, 150  # a link for each sheet of the load, which lasts a minute or ten
CSRF = "c" * 32
HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"')
CARD = re.compile(r'<input(?=[^>]*class="card__input")(?=[^>]*name="([^"]+)")(?=[^>]*value="([^"]*)")')


def prepare() -> None:
    """Waves of thirty actors, the table of the bare view; the secrets of the links, as JSON."""
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
    links, poster = make_waves(WAVES_LONG if os.environ.get("BENCH_LONG") else WAVES)
    made = {"links": links, "poster": poster, "processes": WEB_PROCESSES, "threads": WEB_THREADS}
    print(json.dumps(made))


def make_waves(waves: int, actors: int = ACTORS) -> tuple[list[str], str]:
    """Open waves: the personal links of every actor, and that of a poster."""
    from datetime import date, timedelta

    from django.utils import timezone

    from maillage.programmes.models import Programme
    from maillage.surveys.services import collecting, create_wave
    from maillage.territories.models import Actor, ActorStatus, Territory

    day, links, poster = date(2025, 9, 1), list[str](), ""
    programme = Programme.objects.create(
        name="Mesure", slug=f"mesure-{actors}", facilitator_name="—", facilitator_contact="—", legal_notice="—",
        places=1, starts_on=day,
    )  # fmt: skip
    territory = Territory.objects.create(
        programme=programme, name="Mesure", slug=f"mesure-{actors}", department="93", joined_on=day
    )
    named = [
        Actor(territory=territory, name=f"Structure {n}", sector="NGO", status=ActorStatus.VALIDATED)
        for n in range(actors)
    ]
    roster = Actor.objects.bulk_create(named)
    for _ in range(waves):
        wave = create_wave(territory=territory, label="Mesure", opened_on=timezone.localdate(), roster=roster)
        closes = timezone.now() + timedelta(days=9)
        collecting.prepare_wave(wave=wave, questionnaire="cooperation", closes_at=closes)
        opened = collecting.open_wave(wave=wave)
        links += [collecting.invite(participation=each).token for each in opened.roster.order_by("pk")]
        poster = poster or collecting.open_to_residents(wave=opened)
    return links, poster


@dataclass
class Served:
    """A server that answers. Each link is given once."""

    port: int
    links: list[str]
    poster: str
    vendor: str

    def people(self, count: int) -> list[Browser]:
        """The next ones, each with a personal link."""
        taken, self.links = self.links[:count], self.links[count:]
        return [Browser(self.port, link) for link in taken]


@contextlib.contextmanager
def served(url: str = "") -> Iterator[Served]:
    """On SQLite, or on a database made on that PostgreSQL; as many processes and threads as `maillage serve` has."""
    with (
        tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder,
        own_database(url) as base,
        socket.socket() as probe,
    ):
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        env = {**os.environ, "MAILLAGE_DATA": folder, "MAILLAGE_DEMO": "0", "DATABASE_URL": base}
        env["DJANGO_SETTINGS_MODULE"] = "maillage.settings"
        found = json.loads(printed("bench.served", env))
        command = ["gunicorn", "bench.bare:application", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
        size = ["--workers", str(found["processes"]), "--threads", str(found["threads"])]
        server = subprocess.Popen(
            [sys.executable, "-m", *command, *size, "--log-level", "warning"], env=env, cwd=ROOT
        )
        try:
            _wait(port)
            yield Served(port, found["links"], found["poster"], "PostgreSQL" if base else "SQLite")
        finally:
            server.terminate()
            server.wait(20)


def printed(module: str, env: dict[str, str]) -> str:
    """The last line that one of our programs prints."""
    done = subprocess.run(
        [sys.executable, "-m", module], env=env, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


@contextlib.contextmanager
def own_database(url: str) -> Iterator[str]:
    """The address of a new database on this PostgreSQL, dropped afterwards; nothing for SQLite."""
    if not url:
        yield ""
        return
    import psycopg

    name = f"maillage_bench_{os.getpid()}_{uuid.uuid4().hex[:6]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


@dataclass
class Browser:
    """One respondent's: its cookies; of each page, what the server says it took, and how long it was waited for."""

    port: int
    token: str
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": CSRF})
    seconds: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    kept: int = 0

    def ask(self, where: str, form: dict[str, Any] | None = None) -> tuple[str, str]:
        """(where it leads, the page); an error of the server, or a refusal, is noted and raised."""
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = None if form is None else urlencode({**form, "csrfmiddlewaretoken": CSRF}, doseq=True)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        try:
            connection.request("GET" if form is None else "POST", where, body, headers)
            response = connection.getresponse()
            page = response.read().decode()
            if response.status >= 400:
                raise OSError(f"{where}: {response.status}")
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(f"{where}: {error}")
            raise
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        self.seconds.append(float(response.headers["X-Seconds"]))
        self.waited.append(time.perf_counter() - begun)
        return response.headers.get("Location", ""), page

    def begin(self) -> str:
        """Press the button of the first page; where it leads."""
        return self.ask(f"/r/{self.token}/", {"language": "fr"})[0]

    def screen(self, where: str) -> str:
        """Read a screen and answer it with its first choices; where it leads."""
        location, page = self.ask(where)
        if location:
            return location
        picked = {
            name: values[:5] if name == "partners" else values[:1] for name, values in choices(page).items()
        }
        location = self.ask(where, {**dict(HIDDEN.findall(page)), **picked})[0]
        self.kept += 1
        return location


def choices(page: str) -> dict[str, list[str]]:
    """{name: values} of the boxes of a screen, but for « none of these »."""
    found: dict[str, list[str]] = {}
    for tag in CARD.findall(page):
        found.setdefault(tag[0], []).append(tag[1])
    return {name: each for name, each in found.items() if not any(name.startswith(f"{o}-") for o in found)}


if __name__ == "__main__":
    prepare()
