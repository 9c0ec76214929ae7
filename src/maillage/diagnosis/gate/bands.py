"""Counts of the answers that people shared between, told as bands, so that no count is found.

The width of the bands hangs on how many answered and on how many answers there are, never on the counts: a reader who
knows the rule learns nothing from the width. How many answered is taken as known to that reader too. Say each count is
told as a multiple m of the width w: m ≤ count < m + w. The counts are then at d = n - Σm over their lower limits together,
which is n modulo w, and each may be anything that leaves the others within theirs. The width is the first one where at
least three values are left to every count, whatever the counts (`width`). Proof by enumeration in the tests.

Whatever is said after that (a sum, a share, an interval) is worked out from the bands, and gives nothing more away.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count as integers
from typing import Final

from maillage.core import privacy
from maillage.core.privacy import Limits

NARROWEST: Final = 5
LEFT: Final = privacy.MIN_RATERS  # values that a count may have, for all that is told


def width(n: int, answers: int) -> int:
    """How wide the bands are for n people who each gave one of some answers; two at least."""
    return next(w for w in integers(NARROWEST) if _leaves_enough(n, answers, w))


def _leaves_enough(n: int, answers: int, w: int) -> bool:
    """Is there room over the lower limits, and under the upper ones, however n is shared?"""
    over = n % w  # the least that the counts may be over their lower limits, together
    room = answers * (w - 1)  # the most
    under = room - n if n <= room else (room - n) % w
    return over >= LEFT - 1 and under >= LEFT - 1


def told(counts: Sequence[int]) -> list[Limits] | None:
    """The limits of each count, both included; None under five people."""
    n = sum(counts)
    if n < privacy.MIN_RESPONDENTS:
        return None
    w = width(n, len(counts))
    return [(low := count - count % w, low + w - 1) for count in counts]


def people(n: int) -> Limits:
    """How many answered, by fives."""
    low = n - n % NARROWEST
    return low, low + NARROWEST - 1
