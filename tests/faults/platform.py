"""The platform as `maillage serve` runs it, in processes of its own, on a database of its own."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.diagnosis.test_kill import ROOT, wait_for
from tests.faults.answers import History
from tests.faults.processes import children, command, descendants, free_port
from tests.faults.respondent import Respondent

START = 180.0  # on a machine that does much else


@dataclass
class Platform:
    """`maillage serve`, started again when it falls, as the system does."""

    env: dict[str, str]
    log: Path
    port: int = 0
    links: dict[str, Any] = field(default_factory=dict)
    history: History = field(default_factory=History)
    _serve: subprocess.Popen[bytes] | None = None
    _taken: int = 0

    def make(self, waves: int, actors: int) -> None:
        """The tables, and waves to answer to."""
        self.port = free_port()
        self.env |= {"PORT": str(self.port), "MAILLAGE_DEMO": "0", "MAILLAGE_LOG": "ERROR"}
        self.links = json.loads(self.run("tests.faults.wave", "make", str(waves), str(actors)))

    def run(self, *module: str) -> str:
        """One of our programs, to its end."""
        command = [sys.executable, "-m", *module]
        with self.log.open("ab") as log:
            done = subprocess.run(
                command, env=self.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, check=False
            )
        assert done.returncode == 0, self.log.read_text()[-3000:]
        return done.stdout.decode()

    def start(self) -> None:
        """Serve, and wait until it answers."""
        with self.log.open("ab") as log:
            self._serve = subprocess.Popen(
                [sys.executable, "-m", "maillage", "serve"], env=self.env, cwd=ROOT, stdout=log, stderr=log
            )
        assert wait_for(self.answers, START), self.log.read_text()[-3000:]

    def stop(self) -> None:
        if self._serve is None:
            return
        self._serve.terminate()
        try:
            self._serve.wait(20)
        except subprocess.TimeoutExpired:
            for pid in descendants(self._serve.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._serve.kill()
            self._serve.wait()

    def answers(self) -> bool:
        """Whether the port is listened to."""
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def fell(self) -> bool:
        return self._serve is None or self._serve.poll() is not None

    @property
    def web(self) -> list[int]:
        """The processes that answer requests."""
        assert self._serve is not None
        parents = [pid for pid in children(self._serve.pid) if "gunicorn" in command(pid)]
        return [pid for parent in parents for pid in children(parent)]

    def respondents(self, count: int, *, port: int = 0, patience: float = 180.0) -> list[Respondent]:
        """The next actors, each with its own link."""
        links = self.links["actors"][self._taken : self._taken + count]
        assert len(links) == count, "not enough actors were made"
        self._taken += count
        return [
            Respondent(port or self.port, link, self.history, random.Random(link), patience=patience)
            for link in links
        ]

    def respond(self, link: str) -> Respondent:
        """Somebody else's browser, with that link."""
        return Respondent(self.port, link, self.history, random.Random(link))

    def stored(self) -> dict[str, Any]:
        """What the database holds, read by another process."""
        found: dict[str, Any] = json.loads(self.run("tests.faults.wave", "show"))
        return found


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a platform whose data is apart: on the PostgreSQL of the tests when they have one."""
    env = {**os.environ, "MAILLAGE_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "maillage.settings"}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "src"), env.get("PYTHONPATH", "")])
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield env
        return
    import psycopg

    name = f"maillage_faults_{os.getpid()}_{folder.name}".replace("-", "_")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield {**env, "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def serving(folder: Path, *, waves: int, actors: int = 20) -> Iterator[Platform]:
    """A platform of its own, with waves to answer to."""
    with own_database(folder) as env:
        found = Platform(env, folder / "log")
        found.make(waves, actors)
        found.start()
        try:
            yield found
        finally:
            found.stop()


def answer_all(people: list[Respondent], *, at_once: int) -> None:
    """So many at a time, to the last."""
    with ThreadPoolExecutor(at_once) as pool:
        for done in [pool.submit(each.answer) for each in people]:
            done.result()


@contextlib.contextmanager
def meanwhile(work: Callable[[threading.Event], None]) -> Iterator[Future[None]]:
    """Do something else while the block runs; `work` is given what says that it is over. Its defeat is ours, at the end."""
    over = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(work, over)
        try:
            yield other
        finally:
            over.set()
        other.result()


def quantile(values: list[float], share: float) -> float:
    """The value under which that share of the values is."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
