"""A page that is only read may not write: one wrapper kills a class of bugs (after les-emplois' read-only views)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

READS = (
    "SELECT",
    "WITH",
    "EXPLAIN",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "BEGIN",
    "COMMIT",
    "PRAGMA",
    "SHOW",
    "SET",
)
# Signing in by session is Django's own bookkeeping, not a change of what is true.
SESSION_TABLE = "django_session"


class WriteOnRead(RuntimeError):
    """A GET tried to change the database."""


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Database wrapper: let reads through, refuse the rest."""
    if not sql.lstrip(" (").upper().startswith(READS) and SESSION_TABLE not in sql:
        raise WriteOnRead(sql[:120])
    return execute(sql, params, many, context)
