"""F14: the process that sends is killed once the server has accepted, before it could note it. A real process, really
killed, on the database of the tests' settings."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from maillage.core import outbox
from maillage.core.models import Mail, State
from tests.diagnosis.test_kill import ROOT, kill, start_cluster, wait_for
from tests.faults.conftest import Report
from tests.faults.history import read
from tests.faults.smtp import Cut, Server, Talk

BEYOND_A_LEASE = int(outbox.LEASE.total_seconds()) + 60
pytestmark = pytest.mark.slow


@pytest.fixture
def living() -> Iterator[Server]:
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def run(environment: dict[str, str], living: Server) -> Callable[..., Any]:
    """`run("post", 30)`: that verb of worker.py, in a process of its own, on a database of its own."""
    environment |= {"MAILLAGE_SMTP_HOST": "127.0.0.1", "MAILLAGE_SMTP_PORT": str(living.port)}
    environment |= {"MAILLAGE_SMTP_TLS": "0", "MAILLAGE_DEMO": "0"}
    migrate = [sys.executable, "-m", "maillage", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environment, cwd=ROOT, check=True)

    def start(verb: str, *numbers: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.faults.worker", verb, *map(str, numbers)]
        return subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE if verb == "show" else None
        )

    return start


def asked(run: Callable[..., Any]) -> list[Mail]:
    shown, _ = run("show").communicate(timeout=300)
    return [Mail(**row) for row in json.loads(shown)]


@pytest.mark.parametrize("when", ["before the answer", "after the answer"])
def test_a_killed_sender_loses_nothing(
    run: Callable[..., Any],
    living: Server,
    many: Callable[[int, int], int],
    report: Report,
    when: str,
) -> None:
    dice, wanted, workers = random.Random(3), many(4, 100), []

    def strike(talk: Talk) -> None:
        if living.kills < wanted and dice.random() < 0.2:
            if when == "before the answer":
                living.accepted.append(talk)
            else:
                time.sleep(dice.random() * 0.003)  # anywhere between the answer and the note of it
            living.kill(workers[-1].pid)
            if when == "before the answer":
                raise Cut

    setattr(living, "accept" if when == "before the answer" else "after", strike)
    assert run("post", many(30, 700)).wait(300) == 0
    while not workers or workers[-1].returncode:
        workers.append(run("deliver", len(workers) * BEYOND_A_LEASE))
        workers[-1].wait(300)
    mails = asked(run)
    figures = read(living, mails)
    report(figures)
    assert figures.kills == len(workers) - 1 > 0
    assert figures.lost == 0
    assert figures.duplicates <= figures.kills
    assert figures.overtaken == 0
    # Killed a little later, once the next one was marked: that one is held back if it is a reminder.
    assert figures.held_back <= (figures.kills if when == "after the answer" else 0)


def test_the_queue_sends_at_once_and_what_it_leaves_is_taken_up(
    run: Callable[..., Any], living: Server, environment: dict[str, str], tmp_path: Path
) -> None:
    assert run("post", 5).wait(300) == 0
    struck = []

    def strike(talk: Talk) -> None:
        if len(living.accepted) == 2 and not struck:
            struck.append(talk)
            living.accepted.append(talk)
            living.kills += 1
            kill(cluster)
            raise Cut

    living.accept = strike
    log = tmp_path / "log"
    cluster = start_cluster(environment, log)
    assert wait_for(lambda: bool(struck) and cluster.poll() is not None, 180), log.read_text()
    assert [mail.state for mail in asked(run)].count(State.SENT) == 2
    assert run("deliver", BEYOND_A_LEASE).wait(300) == 0
    figures = read(living, asked(run))
    assert (figures.lost, figures.overtaken) == (0, 0)
    assert figures.duplicates <= figures.kills == 1
