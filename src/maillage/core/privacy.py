"""Thresholds under which a figure is not shown, and how counts are told beside their sum. The one place where both are written.

(trust.md PRIV-41 to -43, -45, -47; docs/decisions/07.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MIN_NODES: Final = 15  # network indices of a smaller territory would point at someone
MIN_RESPONSE_RATE: Final = 0.6  # under it, indices are not publishable
MIN_RESPONDENTS: Final = 5  # inside a territory
MIN_RESPONDENTS_PUBLIC: Final = 11  # outside it
MIN_RATERS: Final = 3  # organisations behind a mean of trust
MAX_RATER_SHARE: Final = 1 / 3  # one organisation may not weigh more in a mean of trust
STEP: Final = 0.05  # a share of ties between sectors is rounded to it

Limits = tuple[int, int]


def band(count: int, size: int) -> Limits:
    """What is told of how many answered, out of five or more: never a count, so that nothing is found by difference.

    The first and the last band hold nobody and everybody: nobody's answer, nor silence, can be read there.
    """
    half = -(-size // 2)
    bands = (
        (0, MIN_RATERS - 1),
        (MIN_RATERS, half - 1),
        (max(half, MIN_RATERS), size - MIN_RATERS),
        (size - MIN_RATERS + 1, size),
    )
    return next(each for each in bands if each[0] <= count <= each[1])


def is_extreme(count: int, size: int) -> bool:
    """So close to nothing or to everything that it says what each one did."""
    return count < MIN_RATERS or size - count < MIN_RATERS


def sum_is_silent(limits: Sequence[Limits], sensitive: Sequence[bool], total: int) -> bool:
    """Does the exact sum leave every sensitive count as unknown as its limits say?"""
    least, most = (sum(each[side] for each in limits) for side in (0, 1))
    return all(
        total - (most - high) <= low and total - (least - low) >= high
        for (low, high), told in zip(limits, sensitive, strict=True)
        if told
    )
