"""Jackknife on the vertices: how much does a value hold to each of the actors met?

For values where resampling with replacement makes no sense: a copy of an actor would stand in for the one that
leaves, so that nothing would look fragile, and no path would look obliged. Each vertex (or each of `MOST` groups of
vertices, in a larger network) is left out in turn; s.e. = sqrt((g - 1) / g * sum of squared deviations), Efron &
Tibshirani 1993, chapter 11. On the density it agrees with the vertex bootstrap; the (g - 2) / 2g of Frank &
Snijders 1994 is smaller, and right only where the actors themselves do not differ. With a value that jumps (a
maximum) it is an order of magnitude.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.bootstrap import AGREE, Z
from maillage_analysis.network import Network
from maillage_analysis.results import Interval

MOST = 50  # parts left out in turn; delete-one up to that size
SMALLEST = 5  # vertices under which leaving one out leaves too little


def parts(network: Network, *, seed: int = 0) -> NDArray[np.int64]:
    """(n,) the part of each node, 0 … g-1: one node each, or groups of equal size dealt at random by name."""
    by_name = np.array(sorted(range(network.n), key=network.nodes.__getitem__), dtype=np.int64)
    dealt = np.random.default_rng(seed).permutation(by_name) if network.n > MOST else by_name
    out = np.empty(network.n, dtype=np.int64)
    out[dealt] = np.arange(network.n) % MOST
    return out


def absences(network: Network, *, seed: int = 0) -> NDArray[np.bool_]:
    """(g, n) who is left out, part by part."""
    part = parts(network, seed=seed)
    out: NDArray[np.bool_] = part == np.arange(int(part.max(initial=-1)) + 1)[:, None]
    return out


def interval(
    value: float | None, without: NDArray[np.float64], bounds: Interval = (0.0, 1.0)
) -> Interval | None:
    """95 % interval of a value, from the (g,) values found without each part; None when one is undefined, or none moves."""
    g = len(without)
    if value is None or g < SMALLEST or not np.isfinite([value, *without]).all():
        return None
    if np.ptp(without) < AGREE:
        return None
    half = Z * float(np.sqrt((g - 1) / g * np.square(without - without.mean()).sum()))
    return max(bounds[0], value - half), min(bounds[1], value + half)


def cells(
    values: NDArray[np.float64],
    counts: NDArray[np.float64],
    member: NDArray[np.float64],
    part: NDArray[np.int64],
) -> tuple[tuple[tuple[float | None, ...], ...], tuple[tuple[Interval | None, ...], ...]]:
    """Ratio values / counts summed by pair of groups, and its intervals; None where nothing is counted.

    values and counts: (n, n). member: (n, groups) zeros and ones. part: (n,) what is left out together.
    """
    sums = np.array([_left_out(table, member, part) for table in (values, counts)])
    whole, (top, bottom) = member.T @ np.stack([values, counts]) @ member, sums
    with np.errstate(invalid="ignore", divide="ignore"):
        shares, without = whole[0] / whole[1], top / bottom
    limits = (0.0, float(values.max(initial=0.0)))
    known = [[float(share) if np.isfinite(share) else None for share in row] for row in shares]
    between = [
        [interval(share, without[:, i, j], limits) for j, share in enumerate(row)]
        for i, row in enumerate(known)
    ]
    return tuple(map(tuple, known)), tuple(map(tuple, between))


def _left_out(
    table: NDArray[np.float64], member: NDArray[np.float64], part: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(g, groups, groups) sums by pair of groups without each part: its rows and its columns are taken off."""
    to, whole = table @ member, member.T @ table @ member
    out = []
    for p in range(int(part.max(initial=-1)) + 1):
        at = np.flatnonzero(part == p)
        mine = member[at]
        inside = mine.T @ table[np.ix_(at, at)] @ mine
        out.append(whole - mine.T @ to[at] - (member.T @ table[:, at]) @ mine + inside)
    return np.array(out).reshape(-1, *whole.shape)
