"""Sums over a matrix whose rows and columns are permuted together. Releases the GIL: callers run it on threads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = Any  # numpy arrays, compiled


@njit(cache=True, nogil=True)
def _shuffle(draws: Array, order: Array) -> None:
    """Fisher-Yates from uniform numbers in [0, 1)."""
    n = len(order)
    for i in range(n):
        order[i] = i
    for i in range(n - 1, 0, -1):
        j = int(draws[i] * (i + 1))
        order[i], order[j] = order[j], order[i]


@njit(cache=True, nogil=True)
def products(rows: Array, columns: Array, values: Array, moved: Array, draws: Array, out: Array) -> None:
    """out[r] = sum over the listed cells of value * moved[p[row], p[column]], p the r-th random order."""
    n = moved.shape[0]
    order = np.empty(n, np.int64)
    for r in range(len(draws)):
        _shuffle(draws[r], order)
        total = 0.0
        for t in range(len(rows)):
            total += values[t] * moved[order[rows[t]], order[columns[t]]]
        out[r] = total


@njit(cache=True, nogil=True)
def grams(fixed: Array, moved: Array, mask: Array, moved_mask: Array, draws: Array, out: Array) -> None:
    """out[r] = Gram matrix of the columns [fixed…, moved permuted] over cells seen in both masks."""
    n = moved.shape[0]
    f = fixed.shape[2]
    order = np.empty(n, np.int64)
    for r in range(len(draws)):
        _shuffle(draws[r], order)
        gram = out[r]
        gram[:, :] = 0.0
        for i in range(n):
            pi = order[i]
            for j in range(n):
                if not mask[i, j] or not moved_mask[pi, order[j]]:
                    continue
                value = moved[pi, order[j]]
                gram[f, f] += value * value
                for a in range(f):
                    gram[a, f] += fixed[i, j, a] * value
                    for b in range(a, f):
                        gram[a, b] += fixed[i, j, a] * fixed[i, j, b]
        for a in range(f + 1):
            for b in range(a):
                gram[a, b] = gram[b, a]
