"""Reduced counts in the suite; `make faults` gives the full ones, and prints its figures."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.diagnosis.test_kill import environment  # noqa: F401
from tests.faults.history import Figures
from tests.faults.smtp import Server

FULL = bool(os.environ.get("FAULTS"))


@pytest.fixture
def many() -> Callable[[int, int], int]:
    """`many(20, 1000)`: a count for the suite, a count for `make faults`."""
    return lambda few, full: full if FULL else few


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[[Figures], None]:
    """Print one row of the table."""
    name = request.node.name

    def say(figures: Figures) -> None:
        if FULL:
            sys.stderr.write("\n" + figures.row(name) + "\n")

    return say


@pytest.fixture
def server(db: None, settings: Any) -> Iterator[Server]:
    """A mail server, and the platform set to use it."""
    found = Server()
    found.start()
    settings.EMAIL_BACKEND = "maillage.core.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield found
    found.stop()
