"""No secret of an address reaches the log (SEC-05)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client

from maillage.core.logs import Formatter
from maillage.surveys import tokens


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the log of the platform would show, in this process."""
    handler = next(each for each in logging.getLogger().handlers if isinstance(each.formatter, Formatter))
    said, usual = StringIO(), handler.stream  # type: ignore[attr-defined]
    handler.setStream(said)  # type: ignore[attr-defined]
    yield said
    handler.setStream(usual)  # type: ignore[attr-defined]


def test_a_link_that_opens_nothing_is_not_written_down(client: Client, log: StringIO) -> None:
    token = tokens.token_from("anything")
    assert client.get(f"/r/{token}/").status_code == 404
    assert client.get(f"/nulle-part/?cle={token}").status_code == 404
    assert "/r/…/" in log.getvalue()
    assert token not in log.getvalue()


def test_a_traceback_keeps_its_files_and_loses_its_secrets(log: StringIO) -> None:
    token = tokens.token_from("anything")
    try:
        raise ValueError(f"https://maillage.exemple.fr/r/{token}/?sesame={token}")
    except ValueError:
        logging.getLogger("maillage").error("broken", exc_info=sys.exc_info())
    assert token not in log.getvalue()
    assert "tests/core/test_logs.py" in log.getvalue()


@pytest.mark.parametrize(
    "kept",
    ["/territoires/les-trois-ponts-de-la-riviere/vagues/2/", "/src/maillage_analysis/threads.py", "level=3"],
)
def test_ordinary_addresses_are_read(kept: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (kept,), None)
    assert Formatter().format(record) == f"Not Found: {kept}"
