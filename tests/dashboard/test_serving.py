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
    environment = {**os.environ, "MAILLAGE_DATA": str(tmp_path), "PORT": str(port), "DATABASE_URL": ""}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "maillage", "serve"],
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
def test_serve_answers_then_stops_at_the_first_signal(served: subprocess.Popen[str], port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while (status := _status(port)) is None and time.monotonic() < limit and served.poll() is None:
        time.sleep(0.2)
    assert status == 200
    time.sleep(0.5)
    served.send_signal(signal.SIGTERM)
    said, _ = served.communicate(timeout=PATIENCE)
    assert served.returncode == 0
    assert "premier_compte" in said
    assert _status(port) is None


def test_a_port_already_taken_is_said_at_once(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert not serving.is_free("127.0.0.1", port)
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=str(port)):
            call_command("serve")


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
