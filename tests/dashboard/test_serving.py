"""The platform starts with one command, and stops with one signal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from maillage.accounts.models import User
from maillage.dashboard import serving
from maillage.programmes.models import Programme
from maillage.programmes.queries import is_facilitator

PATIENCE = 60
pytestmark = pytest.mark.django_db


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "MAILLAGE_DATA": str(tmp_path), "PORT": "1", "DATABASE_URL": ""}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "maillage", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def _status(port: int) -> int | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sante/")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


@pytest.mark.slow
def test_serve_answers_then_stops_at_the_first_signal(
    served: subprocess.Popen[str], port: int, tmp_path: Path
) -> None:
    limit = time.monotonic() + PATIENCE
    while (status := _status(port)) is None and time.monotonic() < limit and served.poll() is None:
        time.sleep(0.2)
    assert status == 200
    time.sleep(0.5)
    served.send_signal(signal.SIGTERM)
    said, _ = served.communicate(timeout=PATIENCE)
    assert served.returncode == 0
    assert f"http://localhost:{port}/" in said
    assert f"MAILLAGE_DATA={tmp_path} PORT={port} {sys.executable} -m maillage premier_compte" in said
    assert _status(port) is None


def test_a_port_already_taken_is_said_at_once(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(CommandError, match=f"{port} est déjà pris"):
            call_command("serve", port=port)


def test_an_address_where_nothing_may_listen_is_explained(port: int) -> None:
    assert serving.refusal("127.0.0.1", port) == ""
    assert "65535" in serving.refusal("127.0.0.1", 80_000)
    assert "192.0.2.1" in serving.refusal("192.0.2.1", port)


def _refused(*arguments: str, **environment: str) -> str:
    """What a command says when it is refused, in its own process."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "maillage", *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr


def test_a_refusal_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "fichier"
    file.touch()
    for said, words in (
        (_refused("serve", PORT="abc"), "PORT vaut"),
        (_refused("serve", PORT="80000"), "65535"),
        (_refused("serve", "--port", "80000"), "65535"),
        (_refused("serve", MAILLAGE_DATA=str(file / "donnees")), "dossier des données"),
        (
            _refused("lien", "personne@exemple.fr", DATABASE_URL="postgresql://x@127.0.0.1:1/x"),
            "ne répond pas",
        ),
        (_refused("premier_compte", "camille", MAILLAGE_DATA=str(tmp_path)), "adresse"),
    ):
        assert words in said
        assert len(said.strip().splitlines()) == 1, said


def test_the_first_account_opens_the_programme_and_gets_a_link() -> None:
    said = StringIO()
    call_command("premier_compte", "Camille@exemple.fr", nom="Camille Bonnefoi", stdout=said)
    user = User.objects.get(email="camille@exemple.fr")
    assert is_facilitator(user, Programme.objects.get())
    assert "/compte/lien/" in said.getvalue()


def test_the_first_account_twice_changes_nothing() -> None:
    for _ in range(2):
        call_command("premier_compte", "camille@exemple.fr", stdout=StringIO())
    assert User.objects.count() == 1
    assert Programme.objects.count() == 1


def test_a_wrong_address_is_refused_in_french() -> None:
    with pytest.raises(CommandError, match="adresse"):
        call_command("premier_compte", "camille", stdout=StringIO())


@pytest.mark.django_db
def test_a_worker_alone_has_what_runs_by_itself_to_do(settings: Any) -> None:
    """An operator may run the web server and the worker apart, without `serve`."""
    from django.core.management import call_command, get_commands
    from django_q.models import Schedule

    from maillage.dashboard.management.commands.qcluster import Command

    class Still(Command):
        def handle(self, *args: Any, **options: Any) -> None:
            """Starts nothing."""

    assert get_commands()["qcluster"] == "maillage.dashboard"
    for _ in range(2):
        call_command(Still())
    Schedule.objects.create(name="maillage.core.tasks.deliver", func="maillage.core.tasks.deliver")
    call_command(Still())
    assert sorted(Schedule.objects.values_list("name", flat=True)) == sorted(settings.SCHEDULED_TASKS)
