"""How many codes may be tried in an hour: by an address, and by everybody together (trust.md SEC-02).

Only the door of typed codes counts: answering itself is never slowed down.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

BY_ADDRESS: Final = 30
BY_ALL: Final = 1000
HOUR: Final = 3600


def too_many_tries(request: HttpRequest) -> bool:
    """Count this try; True when there were too many in this hour, or when they cannot be counted.

    The address itself is not kept.
    """
    hour = int(timezone.now().timestamp()) // HOUR
    address = hashlib.sha256(f"{hour}:{request.META.get('REMOTE_ADDR', '')}".encode()).hexdigest()[:24]
    limits = ((f"codes:{hour}", BY_ALL), (f"codes:{hour}:{address}", BY_ADDRESS))
    try:
        counted = [_count(key) > limit for key, limit in limits]  # every counter moves, whichever is full
    except (DatabaseError, ValueError):
        return True  # without counters the door of codes is shut; that of links needs none
    return any(counted)


@transaction.atomic
def _count(key: str) -> int:
    cache.add(key, 0, timeout=HOUR)
    return int(cache.incr(key))
