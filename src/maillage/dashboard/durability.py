"""What the database must promise before anybody is told that an answer is kept (trust.md REL-10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import connection

# What each engine must say of itself; the first value is the one our own settings ask for.
SQLITE: Final[Mapping[str, tuple[str, ...]]] = {"journal_mode": ("wal",), "synchronous": ("2", "3")}
POSTGRESQL: Final[Mapping[str, tuple[str, ...]]] = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
}


def weaknesses() -> list[str]:
    """The settings of the database in use that let it lose what it has confirmed, as « name=value »; none when sound."""
    wanted, ask = (SQLITE, "PRAGMA") if connection.vendor == "sqlite" else (POSTGRESQL, "SHOW")
    found = []
    with connection.cursor() as cursor:
        for name, sound in wanted.items():
            cursor.execute(f"{ask} {name}")  # names above: never anything typed by anybody
            value = str(cursor.fetchone()[0]).lower()
            if value not in sound:
                found.append(f"{name}={value}")
    return found
