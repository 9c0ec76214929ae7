"""What falls apart when nodes are taken away. Sets of nodes are words of 64 bits. Releases the GIL."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = Any  # numpy arrays, compiled
WORD = 64
BYTE = np.uint64(255)


def words(members: Array) -> Array:
    """(rows, n) booleans as (rows, ceil(n / 64)) unsigned words: node v is bit v % 64 of word v // 64."""
    rows, n = members.shape
    padded = np.zeros((rows, -(-max(n, 1) // WORD) * WORD), dtype=np.uint8)
    padded[:, :n] = members
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)


@njit(cache=True, nogil=True)
def _spread(neighbours: Array, alive: Array, found: Array, frontier: Array, further: Array) -> int:
    """One step of a breadth-first walk: move `frontier` to the nodes it newly reaches; how many they are."""
    count = len(alive)
    one = np.uint64(1)
    further[:] = np.uint64(0)
    for w in range(count):
        bits = frontier[w]
        node = w * WORD
        while bits:
            if not bits & BYTE:  # nobody among the next eight
                bits >>= np.uint64(8)
                node += 8
                continue
            if bits & one:
                for x in range(count):
                    further[x] |= neighbours[node, x]
            bits >>= one
            node += 1
    reached = 0
    for w in range(count):
        new = further[w] & alive[w] & ~found[w]
        frontier[w] = new
        found[w] |= new
        while new:
            new &= new - one
            reached += 1
    return reached


@njit(cache=True, nogil=True)
def fragmentations(neighbours: Array, alive: Array, distances: bool, out: Array) -> None:
    """For each row of `alive` (words of the nodes left), write Borgatti's F and, with `distances`, DF.

    F is the share of the pairs left that cannot reach each other, DF = 1 - mean of 1 / distance; nan under two
    nodes. Without distances, one walk a component is enough, and DF is nan.
    """
    count = neighbours.shape[1]
    one = np.uint64(1)
    frontier, further = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    found, done = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    for r in range(len(alive)):
        left, linked, near = 0, 0, 0.0
        done[:] = np.uint64(0)
        for source in range(neighbours.shape[0]):
            at, bit = source // WORD, one << np.uint64(source % WORD)
            if not alive[r, at] & bit:
                continue
            left += 1
            if done[at] & bit:
                continue
            frontier[:] = np.uint64(0)
            found[:] = np.uint64(0)
            frontier[at] |= bit
            found[at] |= bit
            size, step = 1, 0
            reached = _spread(neighbours, alive[r], found, frontier, further)
            while reached:
                step += 1
                size += reached
                near += reached / step
                reached = _spread(neighbours, alive[r], found, frontier, further)
            if distances:
                linked += size - 1
            else:
                linked += size * (size - 1)
                done |= found
        pairs = left * (left - 1)
        out[r, 0] = 1 - linked / pairs if pairs else np.nan
        out[r, 1] = 1 - near / pairs if pairs and distances else np.nan
