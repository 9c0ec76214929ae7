"""What falls apart when nodes are taken away. Sets of nodes are words of 64 bits. Releases the GIL."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = Any  # numpy arrays, compiled
WORD = 64
ONE, BYTE = np.uint64(1), np.uint64(255)
PAIRS = np.uint64(0x3333333333333333)


def words(members: Array) -> Array:
    """(rows, n) booleans as (rows, ceil(n / 64)) unsigned words: node v is bit v % 64 of word v // 64."""
    rows, n = members.shape
    padded = np.zeros((rows, -(-max(n, 1) // WORD) * WORD), dtype=np.uint8)
    padded[:, :n] = members
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)


@njit(cache=True, nogil=True)
def _count(bits: Any) -> Any:
    """How many bits are set in a word (Hacker's Delight, figure 5-2)."""
    bits -= (bits >> np.uint64(1)) & np.uint64(0x5555555555555555)
    bits = (bits & PAIRS) + ((bits >> np.uint64(2)) & PAIRS)
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True, nogil=True)
def _closer(start: Array, target: Array, alive: Array, reach: Array, further: Array) -> int:
    """One step from every node at once: add to each row of `reach` those of its neighbours; how many are new."""
    new = 0
    for v in range(len(reach)):
        if not (alive[v // WORD] >> np.uint64(v % WORD)) & ONE:
            continue
        further[v] = reach[v]
        for p in range(start[v], start[v + 1]):
            for x in range(reach.shape[1]):
                further[v, x] |= reach[target[p], x]
        for x in range(reach.shape[1]):
            new += _count(further[v, x] ^ reach[v, x])
    return new


@njit(cache=True, nogil=True)
def fragmentations(start: Array, target: Array, alive: Array, out: Array) -> None:
    """For each row of `alive` (words of the nodes left), write Borgatti's F and DF.

    F is the share of the pairs left that cannot reach each other, DF = 1 - mean of 1 / distance; nan under two
    nodes. Neighbours of v: target[start[v]:start[v + 1]].
    """
    n = len(start) - 1
    reach, further = np.zeros((n, alive.shape[1]), np.uint64), np.zeros((n, alive.shape[1]), np.uint64)
    for r in range(len(alive)):
        left, linked, near, step = 0, 0, 0.0, 0
        reach[:] = np.uint64(0)
        for v in range(n):
            bit = alive[r, v // WORD] & (ONE << np.uint64(v % WORD))
            reach[v, v // WORD] = bit
            further[v] = reach[v]
            left += bit != 0
        new = _closer(start, target, alive[r], reach, further)
        while new:
            step += 1
            linked += new
            near += new / step
            reach, further = further, reach
            new = _closer(start, target, alive[r], reach, further)
        pairs = left * (left - 1)
        out[r, 0] = 1 - linked / pairs if pairs else np.nan
        out[r, 1] = 1 - near / pairs if pairs else np.nan


@njit(cache=True, nogil=True)
def _spread(neighbours: Array, alive: Array, found: Array, frontier: Array, further: Array) -> int:
    """One step of a breadth-first walk: move `frontier` to the nodes it newly reaches; how many they are."""
    count = len(alive)
    further[:] = np.uint64(0)
    for w in range(count):
        bits = frontier[w]
        node = w * WORD
        while bits:
            if not bits & BYTE:  # nobody among the next eight
                bits >>= np.uint64(8)
                node += 8
                continue
            if bits & ONE:
                for x in range(count):
                    further[x] |= neighbours[node, x]
            bits >>= ONE
            node += 1
    reached = 0
    for w in range(count):
        frontier[w] = further[w] & alive[w] & ~found[w]
        found[w] |= frontier[w]
        reached += _count(frontier[w])
    return reached


@njit(cache=True, nogil=True)
def splits(neighbours: Array, alive: Array, out: Array) -> None:
    """For each row of `alive`, write F alone: one walk a component is enough. neighbours: (n, words)."""
    count = neighbours.shape[1]
    frontier, further, found = (
        np.zeros(count, np.uint64),
        np.zeros(count, np.uint64),
        np.zeros(count, np.uint64),
    )
    for r in range(len(alive)):
        left, linked = 0, 0
        waiting = alive[r].copy()
        for w in range(count):
            while waiting[w]:
                frontier[:] = np.uint64(0)
                frontier[w] = waiting[w] & (~waiting[w] + ONE)  # the first node not yet reached
                found[:] = frontier
                size, reached = 1, 1
                while reached:
                    reached = _spread(neighbours, alive[r], found, frontier, further)
                    size += reached
                waiting &= ~found
                left += size
                linked += size * (size - 1)
        pairs = left * (left - 1)
        out[r] = 1 - linked / pairs if pairs else np.nan
