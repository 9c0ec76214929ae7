"""Swaps of two people between the tables of a round, each weighed by what it alone changes.

`room`: seats (rounds × tables × chairs: who sits there), sizes (rounds × tables), where and spot (rounds × people: table, or
-1 when absent, and chair), met (people × people: rounds spent together).
`worth`: gain, mix and apart (people × people), again (what a second meeting costs), kinds (of each person, or -1), watched
(kinds never alone: 0 … watched - 1), speaks (bits of each person's languages), home (the tables to keep), stay (what
leaving one costs).
"""

from __future__ import annotations

from math import exp
from typing import Any

from numba import njit

Array = Any  # numpy arrays, compiled
MODULUS = 2147483647  # Park & Miller 1988: exact in 64 bits, the same with and without compilation


@njit(cache=True, nogil=True)
def _draw(state: Array, below: int) -> int:
    """An integer from 0 to below - 1."""
    state[0] = state[0] * 48271 % MODULUS
    return int(state[0] % below)


@njit(cache=True, nogil=True)
def _alone(table: Array, size: int, chair: int, guest: int, kinds: Array, watched: int, speaks: Array) -> int:
    """Rules of a table broken if `guest` sat on `chair`: watched kinds with one person, people no one can talk with."""
    once, twice, broken = 0, 0, 0
    for k in range(watched):
        there = 0
        for c in range(size):
            there += kinds[guest if c == chair else table[c]] == k
        broken += there == 1
    for c in range(size):
        tongues = speaks[guest if c == chair else table[c]]
        twice |= once & tongues
        once |= tongues
    for c in range(size):
        tongues = speaks[guest if c == chair else table[c]]
        broken += tongues != 0 and (tongues & twice) == 0
    return broken


@njit(cache=True, nogil=True)
def _pairs(
    table: Array, size: int, left: int, leaves: int, comes: int, met: Array, worth: Any
) -> tuple[float, int]:
    """What the pairs of a table win, and the rules they break, when `leaves` (on chair `left`) gives way to `comes`."""
    gain, mix, apart, again = worth[0], worth[1], worth[2], worth[3]
    soft, hard = 0.0, 0
    for c in range(size):
        if c != left:
            k = table[c]
            soft += mix[comes, k] - mix[leaves, k]
            soft += gain[comes, k] if met[comes, k] == 0 else -again
            soft -= gain[leaves, k] if met[leaves, k] == 1 else -again
            hard += int(apart[comes, k]) - int(apart[leaves, k])
    return soft, hard


@njit(cache=True, nogil=True)
def _change(r: int, i: int, j: int, ruled: bool, room: Any, worth: Any) -> tuple[float, int]:
    """What is won, and how many more rules are broken, when i and j swap their chairs in round r."""
    seats, sizes, where, spot, met = room
    kinds, watched, speaks, home, stay = worth[4], worth[5], worth[6], worth[7], worth[8]
    a, b, p, q = where[r, i], where[r, j], spot[r, i], spot[r, j]
    one, two = seats[r, a], seats[r, b]
    s, h = _pairs(one, sizes[r, a], p, i, j, met, worth)
    soft, hard = _pairs(two, sizes[r, b], q, j, i, met, worth)
    soft, hard = soft + s, hard + h
    if ruled and (kinds[i] != kinds[j] or speaks[i] != speaks[j]):
        hard += _alone(one, sizes[r, a], p, j, kinds, watched, speaks)
        hard += _alone(two, sizes[r, b], q, i, kinds, watched, speaks)
        hard -= _alone(one, sizes[r, a], p, i, kinds, watched, speaks)
        hard -= _alone(two, sizes[r, b], q, j, kinds, watched, speaks)
    if stay:
        kept = int(home[r, i] == b) + int(home[r, j] == a) - int(home[r, i] == a) - int(home[r, j] == b)
        soft += stay * kept
    return soft, hard


@njit(cache=True, nogil=True)
def _swap(r: int, i: int, j: int, room: Any) -> None:
    """Swap the chairs of i and j."""
    seats, sizes, where, spot, met = room
    a, b, p, q = where[r, i], where[r, j], spot[r, i], spot[r, j]
    for c in range(sizes[r, a]):
        k = seats[r, a, c]
        if k != i:
            met[i, k] -= 1
            met[k, i] -= 1
            met[j, k] += 1
            met[k, j] += 1
    for c in range(sizes[r, b]):
        k = seats[r, b, c]
        if k != j:
            met[j, k] -= 1
            met[k, j] -= 1
            met[i, k] += 1
            met[k, i] += 1
    seats[r, a, p], seats[r, b, q] = j, i
    where[r, i], where[r, j], spot[r, i], spot[r, j] = b, a, q, p


@njit(cache=True, nogil=True)
def _copy(where: Array, best: Array) -> None:
    """Cell by cell: compiling `best[:] = where`, with the messages of its errors, takes four seconds."""
    for r in range(where.shape[0]):
        for i in range(where.shape[1]):
            best[r, i] = where[r, i]


@njit(cache=True, nogil=True)
def anneal(
    first: int, steps: int, heats: Any, prices: Any, state: Array, room: Any, worth: Any, best: Array
) -> int:
    """Simulated annealing by swaps in rounds first…; heats and prices (of a broken rule) go from first to last.

    Writes in `best` the tables of the best state seen (fewest broken rules, then most value); returns how many more
    rules it breaks than the state given.
    """
    where = room[2]
    rounds, n = where.shape
    ruled = worth[5] > 0 or worth[6].any()
    value, broken, top, fewest = 0.0, 0, 0.0, 0
    _copy(where, best)
    heat, price = heats[0], prices[0]
    for step in range(steps):
        if step % 256 == 0:
            heat = heats[0] * (heats[1] / heats[0]) ** (step / steps)
            price = prices[0] + (prices[1] - prices[0]) * min(1.0, 2.0 * step / steps)
        r, i, j = first + _draw(state, rounds - first), _draw(state, n), _draw(state, n)
        if where[r, i] < 0 or where[r, j] < 0 or where[r, i] == where[r, j]:
            continue
        soft, hard = _change(r, i, j, ruled, room, worth)
        won = soft - price * hard
        if won >= 0 or _draw(state, MODULUS) < exp(won / heat) * MODULUS:
            _swap(r, i, j, room)
            value += soft
            broken += hard
            if broken < fewest or (broken == fewest and value > top + 1e-9):
                top, fewest = value, broken
                _copy(where, best)
    return fewest


@njit(cache=True, nogil=True)
def descend(first: int, sweeps: int, room: Any, worth: Any) -> None:
    """Every swap that breaks fewer rules, or as many for more value, until there is none left."""
    where = room[2]
    rounds, n = where.shape
    ruled = worth[5] > 0 or worth[6].any()
    for _ in range(sweeps):
        better = False
        for r in range(first, rounds):
            for i in range(n):
                for j in range(i + 1, n):
                    if where[r, i] < 0 or where[r, j] < 0 or where[r, i] == where[r, j]:
                        continue
                    soft, hard = _change(r, i, j, ruled, room, worth)
                    if hard < 0 or (hard == 0 and soft > 1e-9):
                        _swap(r, i, j, room)
                        better = True
        if not better:
            return


@njit(cache=True, nogil=True)
def lay(room: Any) -> None:
    """Write the chairs and the meetings of the tables in `where`."""
    seats, sizes, where, spot, met = room
    rounds, n = where.shape
    sizes[:] = 0
    met[:] = 0
    for r in range(rounds):
        for i in range(n):
            t = where[r, i]
            if t >= 0:
                for c in range(sizes[r, t]):
                    met[i, seats[r, t, c]] += 1
                    met[seats[r, t, c], i] += 1
                seats[r, t, sizes[r, t]] = i
                spot[r, i] = sizes[r, t]
                sizes[r, t] += 1
