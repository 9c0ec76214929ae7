"""How many times a door without an account may be tried in an hour: by one address, and by everybody together."""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

HOUR: Final = 3600


def too_many_tries(request: HttpRequest, *, door: str, by_address: int, by_all: int) -> bool:
    """Count this try; True when there were too many in this hour, or when they cannot be counted.

    The address itself is not kept.
    """
    hour = int(timezone.now().timestamp()) // HOUR
    address = hashlib.sha256(f"{hour}:{request.META.get('REMOTE_ADDR', '')}".encode()).hexdigest()[:24]
    limits = ((f"{door}:{hour}", by_all), (f"{door}:{hour}:{address}", by_address))
    try:
        counted = [_count(key) > limit for key, limit in limits]  # every counter moves, whichever is full
    except (DatabaseError, ValueError):
        return True
    return any(counted)


@transaction.atomic
def _count(key: str) -> int:
    cache.add(key, 0, timeout=HOUR)
    return int(cache.incr(key))
