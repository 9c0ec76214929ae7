"""How many codes may be tried in an hour: by an address, and by everybody together (trust.md SEC-02).

Only the door of typed codes counts: answering itself is never slowed down. Without counters it is shut; that of links needs none.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from maillage.core import ratelimit

BY_ADDRESS: Final = 30
BY_ALL: Final = 1000


def too_many_tries(request: HttpRequest) -> bool:
    """Count this try; True when there were too many in this hour."""
    return ratelimit.too_many_tries(request, door="codes", by_address=BY_ADDRESS, by_all=BY_ALL)
