"""`plan` and `replan`: simulated annealing by swaps, then every swap that still improves.

Kirkpatrick, Gelatt & Vecchi 1983, « Optimization by simulated annealing », Science 220. Seating for several rounds without
meeting twice is the social golfer problem (Dotú & Van Hentenryck 2005), which no solver settles at the size of a meeting.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from maillage_analysis.errors import SeatingError
from maillage_analysis.seating.reading import ABSENT, Plan, broken_rules, mixing, read
from maillage_analysis.seating.room import Floats, Ints, Room, Weights, codes, emptied, filled

STEPS: Final = 30_000  # swaps tried for each person and round
AGAIN_STEPS: Final = 4_000
SWEEPS: Final = 50
MOST_STARTS: Final = 8  # of small rooms, where it costs nothing
LARGE: Final = 150  # people × rounds from which there is one start
HOT, COLD = 0.5, 0.02  # temperatures, in changes that a random swap makes


def plan(room: Room, *, seed: int = 0, weights: Weights | None = None, effort: float = 1.0) -> Plan:
    """Seat everybody in each round. The same seed gives the same plan; `effort` multiplies the swaps tried."""
    weights = weights or Weights()
    rng = np.random.default_rng(seed)
    sizes = filled(room.seats, room.n)
    chairs = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    steps = int(STEPS * effort * room.rounds * room.n)
    starts = max(1, min(MOST_STARTS, LARGE // max(1, room.rounds * room.n)))
    plans = []
    for start in range(starts):
        tables = np.array([rng.permutation(chairs) for _ in range(room.rounds)], dtype=np.int64)
        found = _improved(
            room, tables, weights, seed=seed * MOST_STARTS + start, steps=steps, heats=(HOT, COLD), firm=start % 2 == 0
        )  # fmt: skip
        plans.append(read(room, found, weights))
    return min(plans, key=lambda each: (len(each.broken), -each.value))


def replan(
    room: Room,
    before: Plan,
    *,
    absent: frozenset[int] | set[int] = frozenset(),
    played: int = 0,
    seed: int = 0,
    weights: Weights | None = None,
) -> Plan:
    """Seat who is there in the rounds not yet played, with few changes of table.

    absent: everybody who is not there from now on. Who had no table and is not absent has come, and gets one.
    """
    weights = weights or Weights()
    if before.tables.shape != (room.rounds, room.n) or not 0 <= played <= room.rounds:
        raise SeatingError("the plan to change is not one of this room")
    tables = before.tables.copy()
    if played == room.rounds:
        return read(room, tables, weights)
    away = np.isin(np.arange(room.n), sorted(absent))
    for row in tables[played:]:
        _close_up(room, row, away)
    home = np.where(before.tables >= 0, before.tables, tables)
    steps = int(AGAIN_STEPS * (room.rounds - played) * room.n)
    found = _improved(
        room, tables, weights, seed=seed, steps=steps, heats=(HOT / 10, COLD), home=home, first=played
    )
    return read(room, found, weights)


def _close_up(room: Room, row: Ints, away: Any) -> None:
    """Empty the chairs of who is away, then move as few people as tables of like sizes ask; who comes fills the gaps."""
    row[away] = ABSENT
    there = [int((row == t).sum()) for t in range(len(room.seats))]
    wanted = emptied(room.seats, there, int((~away).sum()))
    standing = np.flatnonzero((row == ABSENT) & ~away).tolist()
    for t, size in enumerate(wanted):
        people = np.flatnonzero(row == t)
        standing += people[size:].tolist()
        row[people[size:]] = ABSENT
    for t, size in enumerate(wanted):
        for _ in range(size - int((row == t).sum())):
            row[standing.pop()] = t


def _bits(room: Room) -> Ints:
    """The languages of each person, one bit each."""
    place = {word: bit for bit, word in enumerate(sorted({w for each in room.languages for w in each}))}
    return np.array([sum(1 << place[word] for word in each) for each in room.languages], dtype=np.int64)


def _worth(room: Room, weights: Weights, home: Ints, stay: float) -> tuple[Any, ...]:
    """What the compiled loops weigh a swap by."""
    apart = np.zeros((room.n, room.n), dtype=np.bool_)
    for a, b in room.apart:
        apart[a, b] = apart[b, a] = True
    watched = [kind for kind in dict.fromkeys(room.together) if kind in room.kinds]
    kinds = codes((*watched, *room.kinds))[len(watched) :]
    return (
        np.array(room.gains), mixing(room, weights), apart, float(weights.again), kinds, len(watched), _bits(room), home,
        float(stay),
    )  # fmt: skip


def _state(tables: Ints, n_tables: int) -> tuple[Any, ...]:
    """Chairs and meetings, as the compiled loops keep them."""
    from maillage_analysis.kernels.kernel_seating import lay

    rounds, n = tables.shape
    widest = max((int((row == t).sum()) for row in tables for t in range(n_tables)), default=1)
    room = (
        np.full((rounds, n_tables, max(widest, 1)), -1, dtype=np.int64),
        np.zeros((rounds, n_tables), dtype=np.int64),
        tables.copy(),
        np.zeros((rounds, n), dtype=np.int64),
        np.zeros((n, n), dtype=np.int64),
    )
    lay(room)
    return room


def _scale(room: Room, values: Floats, again: float) -> float:
    """How much the value of a plan usually changes when two people swap, had they been seated at random."""
    others = max(filled(room.seats, room.n)) - 1
    met = min(1.0, (room.rounds - 1) * others / (room.n - 1))
    cells = values[~np.eye(room.n, dtype=bool)]
    mean = (1 - met) * float(cells.mean()) - met * again
    square = (1 - met) * float((cells**2).mean()) + met * again**2
    return 2 * (max(others, 1) * max(square - mean**2, 0.0)) ** 0.5 or 1.0


def _improved(
    room: Room, tables: Ints, weights: Weights, *, seed: int, steps: int, heats: tuple[float, float],
    home: Ints | None = None, first: int = 0, firm: bool = True,
) -> Ints:  # fmt: skip
    """Better tables with the same sizes in rounds first… Unless firm, a rule may be broken on the way until the end: where
    few seatings respect the rules, one goes from one to another through those that do not.
    """
    from maillage_analysis.kernels import kernel_seating as kernel

    if room.n < 2:
        return tables
    draws = np.array([1 + (seed * 7919 + 104729) % (kernel.MODULUS - 1)], dtype=np.int64)
    stay = 0.0 if home is None else weights.stay
    worth = _worth(room, weights, tables if home is None else home, stay)
    state, best = _state(tables, len(room.seats)), tables.copy()
    scale = _scale(room, worth[0] + worth[1], weights.again)
    widest = state[0].shape[2]
    dear = 4 * widest * float(worth[0].max() + worth[1].max() + weights.again) + 4 * stay + 1.0
    hot = (heats[0] * scale, heats[1] * scale)
    kernel.anneal(first, steps, hot, (3 * hot[0], dear if firm else 3 * hot[0]), draws, state, worth, best)
    best = _mended(room, best, worth, first=first, steps=steps, draws=draws, dear=dear, hot=hot)
    state = _state(best, len(room.seats))
    kernel.descend(first, SWEEPS, state, worth)
    return np.asarray(state[2])


def _mended(
    room: Room, tables: Ints, worth: tuple[Any, ...], *, first: int, steps: int, draws: Ints, dear: float,
    hot: tuple[float, float],
) -> Ints:  # fmt: skip
    """When rules are still broken: fewer of them, whatever it costs, then what can be won without breaking more."""
    from maillage_analysis.kernels import kernel_seating as kernel

    if not broken_rules(room, tables):
        return tables
    none = np.zeros_like(worth[0])
    rules_only = (none, none, worth[2], 0.0, *worth[4:8], 0.0)
    found = tables.copy()
    if kernel.anneal(
        first, steps, (1.0, 0.1), (1.0, 1.0), draws, _state(tables, len(room.seats)), rules_only, found
    ) >= 0:  # fmt: skip
        return tables
    best = found.copy()
    kernel.anneal(
        first, steps, (hot[0] / 5, hot[1]), (dear, dear), draws, _state(found, len(room.seats)), worth, best
    )
    return best
