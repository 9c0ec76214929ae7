"""Statistics of resampled networks, one replicate after another. Releases the GIL: callers run it on threads.

Only tied pairs are visited, never the n² cells: what is observed follows from who answered.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from maillage_analysis.kernels.kernel_paths import betweenness

Array = Any  # numpy arrays, compiled
# Bits of a pair: tie i → j, tie j → i, known from both ends, same level at both ends.
FORTH, BACK, BOTH, ALIKE = 1, 2, 4, 8
CODES = 16


@njit(cache=True, nogil=True)
def _place(a: int, c: int, code: int, rows: Array, degree: Array, census: Array) -> None:
    """Write the ties between a and c, as their code says, in the rows of both."""
    census[code] += 1
    if code & FORTH:
        rows[a, degree[a]] = c
        degree[a] += 1
    if code & BACK:
        rows[c, degree[c]] = a
        degree[c] += 1


@njit(cache=True, nogil=True)
def _copies(index: Array, first: Array, spot: Array) -> None:
    """Write in spot[first[v]:first[v + 1]] where the copies of vertex v stand, in order."""
    n = len(index)
    first[:] = 0
    for a in range(n):
        first[index[a] + 1] += 1
    for v in range(n):
        first[v + 1] += first[v]
    for a in range(n - 1, -1, -1):  # backwards, each vertex filled from its end: no second counter
        first[index[a] + 1] -= 1
        spot[first[index[a] + 1]] = a
    for v in range(n):
        first[v] = first[v + 1]
    first[n] = n


@njit(cache=True, nogil=True)
def _draw(
    pairs: Array, loose: Array, answered: Array, index: Array, fill: Array, first: Array, spot: Array,
    rows: Array, degree: Array, census: Array,
) -> None:  # fmt: skip
    """Write in `rows` and `degree` the neighbours of each resampled vertex; in `census`, tied pairs by code.

    pairs: (m, 3) source, target and code of each tied pair. loose: codes of the pairs known from both ends, in both
    orders: two copies of one vertex that answered take one of them.
    """
    degree[:] = 0
    census[:] = 0
    _copies(index, first, spot)
    for t in range(len(pairs)):
        i, j, code = pairs[t, 0], pairs[t, 1], pairs[t, 2]
        for p in range(first[i], first[i + 1]):
            for q in range(first[j], first[j + 1]):
                _place(spot[p], spot[q], code, rows, degree, census)
    used = 0
    for a in range(len(index)):
        v = index[a]
        if not answered[v] or not len(loose):
            continue
        for q in range(first[v], first[v + 1]):
            if spot[q] > a:
                code = loose[fill[used % len(fill)]]
                used += 1
                if code & (FORTH | BACK):
                    _place(a, spot[q], code, rows, degree, census)


@njit(cache=True, nogil=True)
def _lists(rows: Array, degree: Array, start: Array, target: Array) -> None:
    """Write the neighbours of a in target[start[a]:start[a + 1]]."""
    m = 0
    for a in range(len(degree)):
        start[a] = m
        for p in range(degree[a]):
            target[m] = rows[a, p]
            m += 1
    start[len(degree)] = m


@njit(cache=True, nogil=True)
def _density(ties: int, n: int, known: int, directed: bool) -> float:
    """Ties over the cells observed, `known` nodes having answered."""
    silent = n - known
    cells = known * (n - 1) if directed else n * (n - 1) - silent * (silent - 1)
    return ties / cells if cells else np.nan


@njit(cache=True, nogil=True)
def _ends(census: Array) -> tuple[float, float]:
    """Edgewise reciprocity and share of equal levels, over the tied pairs known from both ends."""
    mutual, single, alike = 0, 0, 0
    for code in range(CODES):
        if code & BOTH:
            if code & FORTH and code & BACK:
                mutual += census[code]
            elif code & (FORTH | BACK):
                single += census[code]
            if code & ALIKE:
                alike += census[code]
    tied = mutual + single
    if not tied:
        return np.nan, np.nan
    return 2 * mutual / (2 * mutual + single), alike / tied


@njit(cache=True, nogil=True)
def _transitivity(answered: Array, directed: bool, start: Array, target: Array, mark: Array) -> float:
    """Weak transitivity: share of the paths i → j → k, whose i → k is observed, that i → k closes."""
    paths, closed = 0, 0
    mark[:] = -1
    for i in range(len(answered)):
        for p in range(start[i], start[i + 1]):
            mark[target[p]] = i
        known = directed or answered[i]  # a tie i → j was declared, so i answered
        for p in range(start[i], start[i + 1]):
            j = target[p]
            for q in range(start[j], start[j + 1]):
                k = target[q]
                if k != i and (known or answered[k]):
                    paths += 1
                    closed += mark[k] == i
    return closed / paths if paths else np.nan


@njit(cache=True, nogil=True)
def _centralisation(
    answered: Array, known: int, directed: bool, target: Array, ties: int, named: Array
) -> float:
    """Freeman centralisation of the share of observed partners who name a node (indegree when all answered)."""
    n = len(answered)
    named[:] = 0
    for p in range(ties):
        named[target[p]] += 1
    highest, total, count = 0.0, 0.0, 0
    for c in range(n):
        seen = known - answered[c] if directed or not answered[c] else n - 1
        if seen:
            count += 1
            total += named[c] / seen
            highest = max(highest, named[c] / seen)
    bottom = count - 1 if directed else count - 2
    return (highest * count - total) / bottom if bottom > 0 else np.nan


@njit(cache=True, nogil=True)
def _ei(groups: Array, start: Array, target: Array) -> float:
    """(external - internal) / (external + internal) ties between nodes whose group is known (>= 0)."""
    internal, known = 0, 0
    for a in range(len(groups)):
        for p in range(start[a], start[a + 1]):
            if groups[a] >= 0 and groups[target[p]] >= 0:
                known += 1
                internal += groups[a] == groups[target[p]]
    return (known - 2 * internal) / known if known else np.nan


@njit(cache=True, nogil=True)
def _betweenness_centralisation(start: Array, target: Array) -> float:
    """Freeman centralisation of betweenness (the same ratio for a directed or an undirected network)."""
    n = len(start) - 1
    if n < 3:
        return np.nan
    between = np.zeros(n)
    betweenness(start, target, between)
    return float((between.max() * n - between.sum()) / ((n - 1) ** 2 * (n - 2)))


@njit(cache=True, nogil=True)
def resample(
    pairs: Array, loose: Array, answered: Array, groups: Array, directed: bool, index: Array, fill: Array,
    wanted: Array, out: Array,
) -> None:  # fmt: skip
    """For each row of `index` (resampled vertices), write the statistics wanted in the same row of `out`.

    Their order is that of `bootstrap.COMPILED`; nan when not wanted.
    """
    n = len(answered)
    rows, degree = np.zeros((n, n), np.uint32), np.zeros(n, np.int64)
    start, target = np.zeros(n + 1, np.uint32), np.zeros(n * n, np.uint32)
    first, spot, mark = np.zeros(n + 1, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    census = np.zeros(CODES, np.int64)
    for r in range(len(index)):
        _draw(pairs, loose, answered, index[r], fill[r], first, spot, rows, degree, census)
        _lists(rows, degree, start, target)
        there = answered[index[r]]
        known, ties = there.sum(), degree.sum()
        out[r] = np.nan
        out[r, 0] = _density(ties, n, known, directed)
        out[r, 1], out[r, 6] = _ends(census)
        if wanted[2]:
            out[r, 2] = _transitivity(there, directed, start, target, mark)
        if wanted[3]:
            out[r, 3] = _centralisation(there, known, directed, target, ties, mark)
        if wanted[4]:
            out[r, 4] = _betweenness_centralisation(start, target)
        if wanted[5]:
            out[r, 5] = _ei(groups[index[r]], start, target)


@njit(cache=True, nogil=True)
def overlaps(
    one: Array, two: Array, dyads: Array, index: Array, fill: Array, directed: bool, out: Array
) -> None:
    """For each row of `index`, count the cells tied in both networks, in the second only, in the first only.

    Every node has answered both; an undirected pair counts once.
    """
    n = one.shape[0]
    for r in range(len(index)):
        used = 0
        row = out[r]
        row[:] = 0
        for a in range(n):
            for c in range(a + 1, n):
                i, j = index[r, a], index[r, c]
                if i == j:
                    pair = dyads[fill[r, used % fill.shape[1]]]
                    used += 1
                    i, j = pair[0], pair[1]
                for _ in range(2 if directed else 1):
                    row[0] += one[i, j] & two[i, j]
                    row[1] += two[i, j] & ~one[i, j] & 1
                    row[2] += one[i, j] & ~two[i, j] & 1
                    i, j = j, i
