"""The platform refuses to start on a database that may lose what it has confirmed."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection

from maillage.dashboard.durability import weaknesses
from maillage.dashboard.serving import refuse_fragile


def set_to(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {name} = {value}")


@pytest.fixture
def weak(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A base that may forget: what is wrong with it."""
    if connection.vendor == "postgresql":
        before = weaknesses()
        set_to("synchronous_commit", "off")
        yield [*before, "synchronous_commit=off"]
        return
    with contextlib.closing(sqlite3.connect(":memory:")) as base:
        base.execute("PRAGMA synchronous=OFF")
        monkeypatch.setattr(connection, "cursor", lambda: contextlib.closing(base.cursor()))
        yield ["journal_mode=memory", "synchronous=0"]


def test_what_our_settings_ask_for_is_sound() -> None:
    ours = {"synchronous_commit"} if connection.vendor == "postgresql" else {"journal_mode", "synchronous"}
    assert not [each for each in weaknesses() if each.split("=")[0] in ours]


def test_a_base_that_may_forget_is_seen(weak: list[str]) -> None:
    assert weaknesses() == weak


@pytest.mark.usefixtures("weak")
def test_the_refusal_says_which_setting_and_what_to_do(settings: Any) -> None:
    settings.FRAGILE_DATABASE_ALLOWED = False
    with pytest.raises(
        CommandError, match=r"pourrait perdre des réponses dites gardées .*=.*réglages d’origine"
    ):
        refuse_fragile()
    settings.FRAGILE_DATABASE_ALLOWED = True
    refuse_fragile()
