"""`Plan`: the tables of each round, and what can be said of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from maillage_analysis.errors import SeatingError
from maillage_analysis.seating.bounds import most_gain, most_meetings
from maillage_analysis.seating.room import Floats, Ints, Room, Weights, codes

ABSENT = -1
APART, ALONE, LANGUAGE, SEATS = "apart", "alone", "language", "seats"


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold at a table: the two kept apart, the one alone of a kind, the one whom nobody understands,
    the last to come where chairs are missing.
    """

    rule: str
    round: int
    table: int
    people: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """Tables (rounds × people, -1 when absent) and what they are worth.

    gain: of the pairs that meet, each counted once. bound: no plan, even with rules broken, wins more than this. pairs,
    most_pairs: pairs with some gain that meet, and a bound of it. again: meetings after the first of a pair. mixed_groups,
    mixed_kinds: share of the pairs of neighbours, both known, that differ (nan when there are none). value: what is maximised.
    """

    tables: Ints
    gain: float
    bound: float
    pairs: int
    most_pairs: int
    again: int
    mixed_groups: float
    mixed_kinds: float
    value: float
    broken: tuple[Broken, ...]

    def at(self, round_: int, table: int) -> tuple[int, ...]:
        """Who sits at a table."""
        return tuple(np.flatnonzero(self.tables[round_] == table).tolist())


def meetings(tables: Ints) -> Ints:
    """(n, n): in how many rounds two people share a table."""
    n = tables.shape[1]
    met = np.zeros((n, n), dtype=np.int64)
    for row in tables:
        met += (row[:, None] == row[None, :]) & (row >= 0)[:, None]
    np.fill_diagonal(met, 0)
    return met


def differ(words: tuple[str, ...]) -> tuple[Ints, Ints]:
    """(n, n) twice: both known and different; both known."""
    found = codes(words)
    known = (found[:, None] >= 0) & (found[None, :] >= 0)
    np.fill_diagonal(known, val=False)
    return (known & (found[:, None] != found[None, :])).astype(np.int64), known.astype(np.int64)


def mixing(room: Room, weights: Weights) -> Floats:
    """(n, n): what two neighbours win, in each round, for what they are."""
    return weights.group * differ(room.groups)[0] + weights.kind * differ(room.kinds)[0]


def _lonely(room: Room, people: list[int]) -> list[tuple[str, int]]:
    """(rule, person) for those whom a table leaves alone."""
    found = [
        (ALONE, members[0])
        for kind in dict.fromkeys(room.together)
        if len(members := [i for i in people if room.kinds[i] == kind]) == 1
    ]
    spoken = Counter(word for i in people for word in room.languages[i])
    return found + [
        (LANGUAGE, i)
        for i in people
        if room.languages[i] and all(spoken[word] < 2 for word in room.languages[i])
    ]


def broken_rules(room: Room, tables: Ints) -> tuple[Broken, ...]:
    """The rules that do not hold, in the order of rounds and tables."""
    found = []
    for r, row in enumerate(tables):
        for t in range(len(room.seats)):
            people = np.flatnonzero(row == t).tolist()
            there = set(people)
            pairs = sorted(pair for pair in room.apart if there.issuperset(pair))
            found += [Broken(APART, r, t, pair) for pair in pairs]
            found += [Broken(rule, r, t, (i,)) for rule, i in _lonely(room, people)]
            found += [Broken(SEATS, r, t, (i,)) for i in people[room.seats[t] :]]
    return tuple(found)


def share(met: Ints, words: tuple[str, ...]) -> float:
    """Share of the meetings, between people both known, that mix."""
    mixed, known = differ(words)
    total = int((met * known).sum())
    return float((met * mixed).sum() / total) if total else float("nan")


def read(room: Room, tables: Ints, weights: Weights | None = None) -> Plan:
    """What any tables, ours or others', are worth in a room. SeatingError when they are not those of this room."""
    weights = weights or Weights()
    tables = np.array(tables, dtype=np.int64)
    if tables.shape != (room.rounds, room.n) or not np.isin(tables, range(-1, len(room.seats))).all():
        raise SeatingError(f"tables must be {room.rounds} rounds of {room.n} tables under {len(room.seats)}")
    tables.flags.writeable = False
    met = meetings(tables)
    gain = float(room.gains[met > 0].sum() / 2)
    pairs = int((room.gains[met > 0] > 0).sum() // 2)
    again = int(np.maximum(met - 1, 0).sum() // 2)
    return Plan(
        tables=tables,
        gain=gain,
        bound=most_gain(room.gains, tables),
        pairs=pairs,
        most_pairs=most_meetings(room.gains, tables),
        again=again,
        mixed_groups=share(met, room.groups),
        mixed_kinds=share(met, room.kinds),
        value=gain + float((met * mixing(room, weights)).sum() / 2) - weights.again * again,
        broken=broken_rules(room, tables),
    )
