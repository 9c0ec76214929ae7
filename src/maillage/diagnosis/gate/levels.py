"""What may be told of how people of several groups answered yes, no or neither, so that nobody's answer is found.

Of a group, a level (`core/privacy.py`, `band`). Of all together, the exact count of each answer when nothing is found by
putting it beside the levels, else a level too, else nothing. « Found » is worked out for a reader who knows how large each
group is: of every group, and of the people of no group told, two at least may have given each answer, and two at least
may not have, for all that is shown.

What is known of a group is bounds on its yes, its no and their sum. Bounds of this kind add up exactly, whole numbers
included (they are generalised polymatroids: Frank 1984), so that what several groups may hold together is known without
listing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from maillage.core import privacy
from maillage.core.privacy import Limits

FEW: Final = privacy.MIN_RATERS - 1  # people that no answer, given or not, may be narrowed under


@dataclass(frozen=True)
class Said:
    """How many of some people answered yes and no; the others did neither."""

    yes: int
    no: int
    size: int


@dataclass(frozen=True)
class Shown:
    """Of each group, the levels of yes and no. Of all, the counts that may be read, and whether levels may."""

    levels: tuple[Limits, ...]
    yes: int | None
    no: int | None
    has_levels: bool


Bounds = tuple[Limits, Limits, Limits]  # of yes, of no, of their sum


def level(count: int, size: int) -> int:
    """0: two people at most. 1: less than half. 2: half or more. 3: all but two at most."""
    low, high = privacy.band(count, size)
    if low == 0:
        return 0
    if high == size:
        return 3
    return 1 if 2 * high < size else 2


def shown(groups: Sequence[Said], total: Said) -> Shown:
    """The most that may be told of these groups and of all; the people of no group are the rest of the total."""
    levels = tuple((level(each.yes, each.size), level(each.no, each.size)) for each in groups)
    bounds = [
        _tight((privacy.band(each.yes, each.size), privacy.band(each.no, each.size), (0, each.size)))
        for each in groups
    ]
    rest = total.size - sum(each.size for each in groups)
    sizes = [each.size for each in groups]
    if rest:
        bounds.append(((0, rest), (0, rest), (0, rest)))
        sizes.append(rest)
    for yes, no in ((True, True), (True, False), (False, True), (False, False)):
        if (yes and privacy.is_extreme(total.yes, total.size)) or (
            no and privacy.is_extreme(total.no, total.size)
        ):
            continue
        box = (_told(total.yes, total.size, yes), _told(total.no, total.size, no))
        if _is_silent(bounds, sizes, box):
            return Shown(levels, total.yes if yes else None, total.no if no else None, True)
    return Shown(levels, None, None, False)


def _told(count: int, size: int, exactly: bool) -> Limits:
    return (count, count) if exactly else privacy.band(count, size)


def _is_silent(bounds: list[Bounds], sizes: list[int], box: tuple[Limits, Limits]) -> bool:
    """May two people of each group, or all when it is smaller, have given each answer, and two not have?"""
    for at, size in enumerate(sizes):
        few = min(FEW, size)
        others = [each for i, each in enumerate(bounds) if i != at]
        yes, no, both = bounds[at]
        for narrowed in (
            ((max(yes[0], few), yes[1]), no, both),
            ((yes[0], min(yes[1], size - few)), no, both),
            (yes, (max(no[0], few), no[1]), both),
            (yes, (no[0], min(no[1], size - few)), both),
        ):
            if not _is_possible([*others, _tight(narrowed)], box):
                return False
    return True


def _tight(bounds: Bounds) -> Bounds:
    """The same bounds, each as narrow as the two others make it."""
    (yes_low, yes_high), (no_low, no_high), (low, high) = bounds
    for _ in range(2):
        yes_low, yes_high = max(yes_low, low - no_high), min(yes_high, high - no_low)
        no_low, no_high = max(no_low, low - yes_high), min(no_high, high - yes_low)
        low, high = max(low, yes_low + no_low), min(high, yes_high + no_high)
    return (yes_low, yes_high), (no_low, no_high), (low, high)


def _is_possible(bounds: Iterable[Bounds], box: tuple[Limits, Limits]) -> bool:
    """Do some counts of every group, within its bounds, add up to totals within the box?"""
    listed = list(bounds)
    if any(low > high for each in listed for low, high in each):
        return False
    (yes_low, yes_high), (no_low, no_high), (low, high) = (
        (sum(each[k][0] for each in listed), sum(each[k][1] for each in listed)) for k in range(3)
    )
    yes_low, yes_high = max(yes_low, box[0][0]), min(yes_high, box[0][1])
    no_low, no_high = max(no_low, box[1][0]), min(no_high, box[1][1])
    return (
        yes_low <= yes_high and no_low <= no_high and low <= yes_high + no_high and yes_low + no_low <= high
    )
