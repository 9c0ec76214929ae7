"""How far the means of two groups are from each other, without supposing that both vary as much (Welch 1947)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from maillage_analysis.results import Interval

Z: Final = 1.959963984540054  # 0.975 quantile of the normal law
MIN_GROUP: Final = 9  # under it the expansion below is not exact to the third decimal


def mean_gap(first: Sequence[float], second: Sequence[float]) -> tuple[float, Interval] | None:
    """mean(first) - mean(second) and its 95 % interval; None when nothing varies, or a group is too small."""
    if min(len(first), len(second)) < MIN_GROUP:
        return None
    spreads = [float(np.var(each, ddof=1)) / len(each) for each in (first, second)]
    spread = sum(spreads)
    if not spread:
        return None
    freedom = spread**2 / sum(s**2 / (len(e) - 1) for s, e in zip(spreads, (first, second), strict=True))
    gap = float(np.mean(first) - np.mean(second))
    reach = student(freedom) * spread**0.5
    return gap, (gap - reach, gap + reach)


def student(freedom: float) -> float:
    """0.975 quantile of Student's law, by its expansion around the normal one (Abramowitz & Stegun 26.7.5)."""
    return (
        Z
        + (Z**3 + Z) / (4 * freedom)
        + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)
        + (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / (384 * freedom**3)
    )
