"""Reduced counts in the suite; `make faults` asks for the full ones: FAULTS is the file where it wants the rows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.diagnosis.test_kill import environment  # noqa: F401
from tests.faults.smtp import Server

FULL = bool(os.environ.get("FAULTS"))


@pytest.fixture
def many() -> Callable[[int, int], int]:
    """`many(20, 1000)`: a count for the suite, a count for `make faults`."""
    return lambda few, full: full if FULL else few


class Result(Protocol):
    """What a history gives: `cells` of a row, and what was measured besides."""

    @property
    def cells(self) -> list[int]: ...

    @property
    def also(self) -> str: ...


class Report(Protocol):
    def __call__(self, result: Result, also: str = "") -> None: ...


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Keep one row of the table, for `make faults`."""

    def say(result: Result, also: str = "") -> None:
        if FULL:
            sentence = ", ".join(filter(None, [result.also, also]))
            row = {"name": request.node.name, "cells": result.cells, "also": sentence}
            with Path(os.environ["FAULTS"]).open("a") as rows:
                rows.write(json.dumps(row, ensure_ascii=False) + "\n")

    return say


@pytest.fixture
def server(db: None, settings: Any) -> Iterator[Server]:
    """A mail server, and the platform set to use it."""
    found = Server()
    found.start()
    settings.EMAIL_BACKEND = "maillage.core.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 60
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield found
    found.stop()
