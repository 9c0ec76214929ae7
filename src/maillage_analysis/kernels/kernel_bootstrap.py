"""Statistics of resampled networks, one replicate after another. Releases the GIL: callers run it on threads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = Any  # numpy arrays, compiled


@njit(cache=True, nogil=True)
def _draw(
    binary: Array,
    observed: Array,
    answered: Array,
    dyads: Array,
    index: Array,
    fill: Array,
    b: Array,
    o: Array,
) -> None:
    """Write in b and o the ties and the mask between the resampled vertices."""
    n = len(index)
    used = 0
    for a in range(n):
        va = index[a]
        b[a, a] = 0
        o[a, a] = 0
        for c in range(a + 1, n):
            vc = index[c]
            if va != vc:
                b[a, c], b[c, a] = binary[va, vc], binary[vc, va]
                o[a, c], o[c, a] = observed[va, vc], observed[vc, va]
            elif answered[va] and len(dyads):
                pair = dyads[fill[used % len(fill)]]
                used += 1
                b[a, c], b[c, a] = binary[pair[0], pair[1]], binary[pair[1], pair[0]]
                o[a, c], o[c, a] = 1, 1
            else:
                b[a, c], b[c, a], o[a, c], o[c, a] = 0, 0, 0, 0


@njit(cache=True, nogil=True)
def _lists(b: Array, start: Array, target: Array) -> int:
    """Write the out-neighbours of a in target[start[a]:start[a + 1]]; the number of ties."""
    n = b.shape[0]
    m = 0
    for a in range(n):
        start[a] = m
        for c in range(n):
            if b[a, c]:
                target[m] = c
                m += 1
    start[n] = m
    return m


@njit(cache=True, nogil=True)
def _dyads(b: Array, o: Array) -> tuple[float, float]:
    """Density over observed dyads; edgewise reciprocity over dyads observed at both ends."""
    n = b.shape[0]
    seen, ties, mutual, single = 0, 0, 0, 0
    for a in range(n):
        for c in range(a + 1, n):
            seen += o[a, c] + o[c, a]
            ties += b[a, c] + b[c, a]
            if o[a, c] and o[c, a]:
                both = b[a, c] + b[c, a]
                mutual += both == 2
                single += both == 1
    density = ties / seen if seen else np.nan
    named = 2 * mutual + single
    return density, (2 * mutual / named if named else np.nan)


@njit(cache=True, nogil=True)
def _transitivity(b: Array, o: Array, start: Array, target: Array) -> float:
    """Weak transitivity: share of the paths i → j → k, whose i → k is observed, that i → k closes."""
    paths, closed = 0, 0
    for i in range(b.shape[0]):
        for p in range(start[i], start[i + 1]):
            j = target[p]
            for q in range(start[j], start[j + 1]):
                k = target[q]
                if k != i and o[i, k]:
                    paths += 1
                    closed += b[i, k]
    return closed / paths if paths else np.nan


@njit(cache=True, nogil=True)
def _centralisation(b: Array, o: Array, directed: bool) -> float:
    """Freeman centralisation of the share of observed partners who name a node (indegree when all answered)."""
    n = b.shape[0]
    highest, total, known = 0.0, 0.0, 0
    for c in range(n):
        seen, named = 0, 0
        for a in range(n):
            seen += o[a, c]
            named += b[a, c]
        if seen:
            known += 1
            total += named / seen
            highest = max(highest, named / seen)
    bottom = known - 1 if directed else known - 2
    return (highest * known - total) / bottom if bottom > 0 else np.nan


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
def _betweenness_centralisation(start: Array, target: Array) -> float:
    """Freeman centralisation of betweenness (the same ratio for a directed or an undirected network)."""
    n = len(start) - 1
    if n < 3:
        return np.nan
    between = np.zeros(n)
    betweenness(start, target, between)
    return float((between.max() * n - between.sum()) / ((n - 1) ** 2 * (n - 2)))


@njit(cache=True, nogil=True)
def statistics(
    b: Array, o: Array, groups: Array, directed: bool, start: Array, target: Array, wanted: Array, out: Array
) -> None:
    """The six statistics of one network (see `bootstrap.COMPILED` for their order); nan when not wanted."""
    _lists(b, start, target)
    out[:] = np.nan
    if wanted[0] or wanted[1]:
        out[0], out[1] = _dyads(b, o)
    if wanted[2]:
        out[2] = _transitivity(b, o, start, target)
    if wanted[3]:
        out[3] = _centralisation(b, o, directed)
    if wanted[4]:
        out[4] = _betweenness_centralisation(start, target)
    if wanted[5]:
        out[5] = _ei(groups, start, target)


@njit(cache=True, nogil=True)
def resample(
    binary: Array, observed: Array, answered: Array, groups: Array, directed: bool, dyads: Array,
    index: Array, fill: Array, wanted: Array, out: Array,
) -> None:  # fmt: skip
    """For each row of `index` (resampled vertices), write the statistics in the same row of `out`."""
    n = binary.shape[0]
    b = np.zeros((n, n), np.uint8)
    o = np.zeros((n, n), np.uint8)
    start = np.zeros(n + 1, np.uint32)
    target = np.zeros(n * n, np.uint32)
    for r in range(len(index)):
        _draw(binary, observed, answered, dyads, index[r], fill[r], b, o)
        statistics(b, o, groups[index[r]], directed, start, target, wanted, out[r])


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
