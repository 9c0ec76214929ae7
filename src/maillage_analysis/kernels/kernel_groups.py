"""Groups of points of the plane: k-means from several starts, and how well each point sits in its group. Releases the GIL."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = Any  # numpy arrays, compiled
STEPS = 100


@njit(cache=True, nogil=True)
def nearest(points: Array, centres: Array, labels: Array) -> float:
    """Write the nearest centre of each point; the sum of squared distances."""
    total = 0.0
    for i in range(len(points)):
        best = np.inf
        for c in range(len(centres)):
            x, y = points[i, 0] - centres[c, 0], points[i, 1] - centres[c, 1]
            d = x * x + y * y
            if d < best:
                best = d
                labels[i] = c
        total += best
    return total


@njit(cache=True, nogil=True)
def _spread(points: Array, draws: Array, centres: Array, far: Array) -> None:
    """First centres: each drawn with a chance that grows with its squared distance to those before (k-means++)."""
    n = len(points)
    centres[0] = points[min(n - 1, int(draws[0] * n))]
    for i in range(n):
        far[i] = (points[i, 0] - centres[0, 0]) ** 2 + (points[i, 1] - centres[0, 1]) ** 2
    for c in range(1, len(centres)):
        total = 0.0
        for i in range(n):
            total += far[i]
        left, chosen = draws[c] * total, n - 1
        for i in range(n):
            left -= far[i]
            if left < 0:
                chosen = i
                break
        centres[c] = points[chosen]
        for i in range(n):
            d = (points[i, 0] - centres[c, 0]) ** 2 + (points[i, 1] - centres[c, 1]) ** 2
            far[i] = min(far[i], d)


@njit(cache=True, nogil=True)
def _settle(points: Array, centres: Array, labels: Array) -> float:
    """Lloyd's steps until nothing moves; an emptied group keeps its centre."""
    k, before = len(centres), np.inf
    sums, sizes = np.zeros((k, 2)), np.zeros(k)
    for _ in range(STEPS):
        total = nearest(points, centres, labels)
        if total >= before:
            return total
        before = total
        sums[:] = 0.0
        sizes[:] = 0.0
        for i in range(len(points)):
            sums[labels[i], 0] += points[i, 0]
            sums[labels[i], 1] += points[i, 1]
            sizes[labels[i]] += 1
        for c in range(k):
            if sizes[c]:
                centres[c, 0], centres[c, 1] = sums[c, 0] / sizes[c], sums[c, 1] / sizes[c]
    return nearest(points, centres, labels)


@njit(cache=True, nogil=True)
def kmeans(points: Array, draws: Array, best: Array) -> float:
    """Write in `best` the (k, 2) centres of the tightest of the starts, one a row of `draws` (starts, k) in [0, 1)."""
    centres, labels = np.zeros((draws.shape[1], 2)), np.zeros(len(points), np.int64)
    far = np.zeros(len(points))
    least = np.inf
    for start in range(len(draws)):
        _spread(points, draws[start], centres, far)
        total = _settle(points, centres, labels)
        if total < least:
            least = total
            best[:] = centres
    return least


@njit(cache=True, nogil=True)
def silhouette(points: Array, labels: Array, k: int) -> float:
    """Mean over the points of (b - a) / max(a, b); a point alone in its group counts 0 (Rousseeuw 1987)."""
    n, total = len(points), 0.0
    sizes, sums = np.zeros(k), np.zeros(k)
    for i in range(n):
        sizes[labels[i]] += 1
    for i in range(n):
        mine = labels[i]
        if sizes[mine] < 2:
            continue
        sums[:] = 0.0
        for j in range(n):
            x, y = points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]
            sums[labels[j]] += np.sqrt(x * x + y * y)
        own, other = sums[mine] / (sizes[mine] - 1), np.inf
        for c in range(k):
            if c != mine and sizes[c]:
                other = min(other, sums[c] / sizes[c])
        if max(own, other) > 0:
            total += (other - own) / max(own, other)
    return total / n
