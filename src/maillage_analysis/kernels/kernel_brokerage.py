"""Gould & Fernandez 1989 brokerage: who sits between two partners that are not tied themselves, and in which role."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = Any  # numpy arrays, compiled
ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


@njit(cache=True, nogil=True)
def _count(source: Array, target: Array, flat: Array, groups: Array, counts: Array) -> None:
    """Add to `counts[v]` the role of v on each i → v → k without i → k (ties sorted by source)."""
    n = len(groups)
    m = len(source)
    first = np.zeros(n + 1, np.int64)
    for t in range(m):
        first[source[t] + 1] += 1
    for v in range(n):
        first[v + 1] += first[v]
    for t in range(m):
        i, v = source[t], target[t]
        if i == v:
            continue
        own = groups[i] == groups[v]
        for p in range(first[v], first[v + 1]):
            k = target[p]
            if k in (i, v) or flat[i * n + k]:
                continue
            if own:
                role = 0 if groups[k] == groups[v] else 2
            elif groups[k] == groups[v]:
                role = 3
            else:
                role = 1 if groups[k] == groups[i] else 4
            counts[v, role] += 1


def brokerage_counts(binary: NDArray[np.bool_], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, 5) counts, in the order of `ROLES` (that of sna: w_I, w_O, b_IO, b_OI, b_O)."""
    flat = np.ascontiguousarray(binary, dtype=np.bool_).reshape(-1)
    n = len(groups)
    at = np.flatnonzero(flat)
    source = at // max(n, 1)
    counts = np.zeros((n, 5), dtype=np.int64)
    _count(source, at - source * n, flat, groups, counts)
    return counts
