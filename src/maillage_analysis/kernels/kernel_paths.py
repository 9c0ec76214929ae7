"""Shortest paths through each node. Releases the GIL: callers run it on threads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = Any  # numpy arrays, compiled


@njit(cache=True, nogil=True)
def lists(tied: Array, present: Array, start: Array, target: Array) -> None:
    """Write the neighbours of a, among the nodes present, in target[start[a]:start[a + 1]]."""
    m = 0
    for a in range(len(tied)):
        start[a] = m
        if present[a]:
            for c in range(len(tied)):
                if tied[a, c] and present[c]:
                    target[m] = c
                    m += 1
    start[len(tied)] = m


@njit(cache=True, nogil=True)
def betweenness(start: Array, target: Array, between: Array) -> None:
    """Brandes 2001, unweighted, over ordered pairs: adds to `between`.

    Edges of the shortest paths are kept in the order they are met, so that the way back reads only those.
    """
    n = len(start) - 1
    one = np.uint64(1)  # unsigned positions spare the compiler a test for negative ones
    distance = np.empty(n, np.int32)
    paths = np.empty(n)
    weight = np.empty(n)
    queue = np.empty(n, np.uint32)
    last = np.empty(n, np.uint32)
    kept = np.empty(start[n], np.uint32)
    for s in range(n):
        distance[:] = n
        distance[s], paths[s], queue[0] = 0, 1.0, s
        head, tail, m = np.uint64(0), np.uint64(1), np.uint64(0)
        while head < tail:
            v = queue[head]
            further, through = distance[v] + 1, paths[v]
            for p in range(start[v], start[v + one]):
                w = target[p]
                if distance[w] < further:
                    continue
                if distance[w] > further:
                    distance[w], paths[w], queue[tail] = further, 0.0, w
                    tail += one
                paths[w] += through
                kept[m] = w
                m += one
            last[head] = m
            head += one
        for back in range(tail - one, 0, -1):
            at = np.uint64(back)
            v = queue[at]
            total = 0.0
            for p in range(last[at - one], last[at]):
                total += weight[kept[p]]
            between[v] += total * paths[v]
            weight[v] = 1.0 / paths[v] + total


@njit(cache=True, nogil=True)
def carried(tied: Array, present: Array, out: Array) -> None:
    """For each row of `present`, write in `out` the share of all betweenness carried by the first 1, 2, … nodes."""
    n = len(tied)
    start, target = np.zeros(n + 1, np.uint32), np.zeros(n * n, np.uint32)
    for r in range(len(present)):
        lists(tied, present[r], start, target)
        between = np.zeros(n)
        betweenness(start, target, between)
        total, running = between.sum(), 0.0
        highest = np.sort(between)[::-1]
        for k in range(out.shape[1]):
            running += highest[k] if k < n else 0.0
            out[r, k] = running / total if total else np.nan
