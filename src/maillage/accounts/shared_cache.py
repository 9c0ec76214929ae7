"""What every process of the platform counts together: tries of a password, links asked for, typed codes.

In the database, since there is no other service. Keys are digests: an address that tries is not kept.
"""

from __future__ import annotations

import base64
import pickle
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction
from django.utils.crypto import salted_hmac


def digest(key: str, prefix: str, version: int) -> str:
    """The name under which a key is kept."""
    return salted_hmac("maillage.cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


class SharedCache(DatabaseCache):
    """Django's own, whose `incr` loses a count when two processes meet and forgets when the count ends."""

    _table: str

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a counter, one process at a time; it still ends when it was meant to."""
        alias = router.db_for_write(self.cache_model_class)
        connection, kept = connections[alias], self.make_and_validate_key(key, version=version)
        table = connection.ops.quote_name(self._table)
        lock = connection.ops.for_update_sql() if connection.features.has_select_for_update else ""
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE cache_key = %s {lock}", [kept])
            value: Any = self.get(key, version=version)
            if value is None:
                raise ValueError(f"Key {key!r} not found")
            cursor.execute(
                f"UPDATE {table} SET value = %s WHERE cache_key = %s", [self._packed(value + delta), kept]
            )
        return int(value + delta)

    @staticmethod
    def _packed(value: int) -> str:
        """As Django keeps a value."""
        return base64.b64encode(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)).decode("latin1")
