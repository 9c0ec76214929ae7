"""Table planner: rooms as a territory would fill them, against seating at random and against a plan made table by table."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from random import Random

import numpy as np
from numpy.typing import NDArray

from bench.measure import Row, median_seconds
from maillage.demo.ties import Node, affinities, told, true_levels
from maillage_analysis.seating.gains import useful_gains
from maillage_analysis.seating.planning import plan, replan
from maillage_analysis.seating.reading import Plan, meetings, read
from maillage_analysis.seating.room import Room, even, filled

SECTORS = ("école", "santé", "social", "associations", "jeunesse", "élus")
KINDS = ("professionnel", "bénévole", "parent", "élu")
BANDS = ("0-3", "3-6", "6-11", "11-15", "15-18", "18-25")
SITUATIONS = tuple(f"situation-{i}" for i in range(10))
Tables = NDArray[np.int64]


def concerns(rng: Random) -> frozenset[str]:
    """Two or three neighbouring age bands, two to four situations."""
    first = rng.randrange(len(BANDS) - 1)
    return frozenset(
        (*BANDS[first : first + rng.choice((2, 3))], *rng.sample(SITUATIONS, rng.choice((2, 3, 4))))
    )


def crowd(people: int, tables: int, *, rounds: int = 3, seed: int = 0) -> Room:
    """One person for each actor of a network made as that of the demo; four wishes each, towards whom one does not work with."""
    rng = Random(seed)
    nodes = [
        Node(str(i), rng.choice(SECTORS), str(i % 3), rng.gauss(0, 0.6), (rng.random(), rng.random()))
        for i in range(people)
    ]
    true = true_levels(nodes, affinities(nodes, rng), degree=9, openness=0.2, rng=rng)
    answering = [node.key for node in nodes if rng.random() < 0.85]
    levels, wished = np.zeros((people, people), np.int64), np.zeros((people, people), bool)
    about = [concerns(rng) for _ in nodes]
    for key, said in told(true, answering, rng).items():
        i = int(key)
        for other, level in said.items():
            levels[i, int(other)] = level
        strangers = sorted(
            (j for j in range(people) if j != i and not levels[i, j]),
            key=lambda j: (-len(about[i] & about[j]) - 3 * rng.random(), j),
        )
        wished[i, strangers[:4]] = True
    answered = np.isin(np.arange(people), [int(key) for key in answering])
    kinds = tuple(rng.choices(KINDS, (60, 20, 15, 5), k=people))
    pairs = (rng.sample(range(people), 2) for _ in range(people // 15))
    return Room(
        gains=useful_gains(levels, answered=answered, wished=wished, concerns=about),
        seats=even(people, tables),
        rounds=rounds,
        groups=tuple(node.sector for node in nodes),
        kinds=kinds,
        languages=tuple(frozenset(rng.choices((("fr",), ("fr", "ar"), ("ar",)), (88, 8, 4))[0]) for _ in nodes),
        apart=frozenset((a, b) for a, b in pairs),
        together=("parent",),
    )  # fmt: skip


def at_random(room: Room, seed: int) -> Tables:
    """Everybody draws a table."""
    rng = np.random.default_rng(seed)
    chairs = np.repeat(np.arange(len(room.seats)), filled(room.seats, room.n))
    return np.array([rng.permutation(chairs) for _ in range(room.rounds)])


def greedy(room: Room, seed: int) -> Tables:
    """Table by table, whoever wins most with those already there; what was won is won no more in the next rounds."""
    rng = np.random.default_rng(seed)
    tables, sizes = np.full((room.rounds, room.n), -1), filled(room.seats, room.n)
    left = np.array(room.gains)
    for row in tables:
        for t, size in enumerate(sizes):
            row[rng.choice(np.flatnonzero(row < 0))] = t
            for _ in range(size - 1):
                standing = np.flatnonzero(row < 0)
                row[standing[left[standing][:, row == t].sum(axis=1).argmax()]] = t
        left[meetings(tables) > 0] = 0
    return tables


def against(room: Room) -> tuple[float, float, Plan]:
    """Mean gain and pairs with some gain of twenty random seatings; the best of twenty greedy ones."""
    chance = [read(room, at_random(room, seed)) for seed in range(20)]
    best = max((read(room, greedy(room, seed)) for seed in range(20)), key=lambda each: each.gain)
    return statistics.mean(each.gain for each in chance), statistics.mean(each.pairs for each in chance), best


def seating() -> Iterator[Row]:
    """Sixty then two hundred people, three rounds, and six of them missing at the last minute."""
    for people, tables, goal in ((60, 8, 5), (200, 25, 30)):
        room = crowd(people, tables)
        made = plan(room)
        seconds = median_seconds(lambda room=room: plan(room), repeat=3)
        chance, chance_pairs, best = against(room)
        what = f"Plan de table\u00a0: {people} personnes, {tables} tables, 3 tours"
        note = (
            f"rencontres utiles\u00a0: {made.pairs} (gain {made.gain:.1f}, au plus {made.bound:.1f}, "
            f"{made.gain / made.bound:.0%})\u202f; au hasard {chance_pairs:.0f} (gain {chance:.1f}, × {made.gain / chance:.1f})\u202f; "
            f"glouton, meilleur de vingt, {best.pairs} (gain {best.gain:.1f}, × {made.gain / best.gain:.2f}, {len(best.broken)} règles manquées)\u202f; "
            f"{made.again} paires revues\u202f; {len(made.broken)} règles manquées"
        ).replace(".", ",").replace("%", "\u00a0%")  # fmt: skip
        yield Row(what=what, ours=seconds, goal=f"≤ {goal}\u00a0s et ≥ 1,5 fois le hasard", note=note)
        gone = set(range(0, people, people // 6))
        again = replan(room, made, absent=gone)
        moved = int(((again.tables != made.tables) & (again.tables >= 0)).sum())
        note = f"{len(gone)} absents\u202f; {moved} changements de table sur {3 * (people - len(gone))}\u202f; {len(again.broken)} règles manquées"
        yield Row(
            what=f"{what}, absents de dernière minute",
            ours=median_seconds(lambda room=room, made=made, gone=gone: replan(room, made, absent=gone), repeat=3),
            goal="≤ 2\u00a0s",
            note=note,
        )  # fmt: skip
