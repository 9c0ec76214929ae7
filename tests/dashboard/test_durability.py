"""The platform refuses to start on a database that may lose what it has confirmed."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection

from maillage.dashboard.durability import weaknesses
from maillage.dashboard.serving import refuse_fragile


def set_to(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {name} = {value}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="settings of PostgreSQL")
def test_a_commit_that_does_not_wait_is_seen() -> None:
    before = weaknesses()
    assert not [each for each in before if "commit" in each]  # settings.py asks for it in every connection
    set_to("synchronous_commit", "off")
    assert weaknesses() == [*before, "synchronous_commit=off"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="settings of SQLite")
def test_a_base_in_memory_is_seen() -> None:
    assert "journal_mode=memory" in weaknesses()  # the tests' own base
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="settings of SQLite")
def test_the_settings_of_a_file_are_sound(tmp_path: Path, settings: Any) -> None:
    base = sqlite3.connect(tmp_path / "base.sqlite3")
    asked = settings.DATABASES["default"]["OPTIONS"]["init_command"]
    base.executescript(asked)
    assert base.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert base.execute("PRAGMA synchronous").fetchone()[0] == 2
    base.close()


def test_the_refusal_says_which_setting_and_what_to_do(settings: Any) -> None:
    settings.FRAGILE_DATABASE_ALLOWED = False
    if connection.vendor == "postgresql":
        set_to("synchronous_commit", "off")
    with pytest.raises(
        CommandError, match=r"pourrait perdre des réponses dites gardées .*=.*réglages d’origine"
    ):
        refuse_fragile()
    settings.FRAGILE_DATABASE_ALLOWED = True
    refuse_fragile()
