"""Who reads which file, all at once. Pure: keys in, pairs out.

Three aims, in this order: each file has its n readers, never one with a hard conflict; loads are as even as can be (their
sum of squares is the least, so most and least differ by one at most whenever that is feasible); soft conflicts are the
fewest. A file's readers have no other limit, so the first aim is a count; the other two are one flow of minimal cost,
whose integer solution HiGHS finds exactly. The same files and people, in any order, give the same plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

EACH: Final = 3
Pair = tuple[int, int]  # (reader, file)


@dataclass(frozen=True, kw_only=True)
class Short:
    """A file that could not have its n readers: how many it has, and how many people are kept away from it."""

    file: int
    got: int
    wanted: int
    recused: int
    people: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to add to what is already assigned."""

    pairs: tuple[Pair, ...]
    soft: tuple[Pair, ...]
    loads: dict[int, int]  # every reader, with what they already had
    short: tuple[Short, ...]


def plan(
    readers: Iterable[int],
    files: Iterable[int],
    *,
    each: int = EACH,
    hard: Collection[Pair] = (),
    soft: Collection[Pair] = (),
    kept: Collection[Pair] = (),
) -> Plan:
    """Complete what is kept until each file has its readers. A pair kept against a hard conflict counts for nobody."""
    people, dossiers = sorted(set(readers)), sorted(set(files))
    away, held = set(hard), {pair for pair in kept if pair not in set(hard)}
    free = {
        file: [one for one in people if (one, file) not in away and (one, file) not in held]
        for file in dossiers
    }
    has = Counter(file for one, file in held if one in set(people))
    need = {file: min(max(each - has[file], 0), len(free[file])) for file in dossiers}
    loads = Counter({one: sum(reader == one for reader, _ in held) for one in people})
    pairs = _flow(people, free, need, loads, set(soft))
    loads.update(one for one, _ in pairs)
    return Plan(
        pairs=pairs,
        soft=tuple(pair for pair in pairs if pair in set(soft)),
        loads={one: loads[one] for one in people},
        short=tuple(
            Short(
                file=file,
                got=has[file] + need[file],
                wanted=each,
                recused=sum((one, file) in away for one in people),
                people=len(people),
            )
            for file in dossiers
            if has[file] + need[file] < each
        ),
    )


def _flow(
    people: list[int], free: dict[int, list[int]], need: dict[int, int], loads: Counter[int], soft: set[Pair]
) -> tuple[Pair, ...]:
    """One column per possible pair, one per rung of a reader's load; each rung costs more than all soft conflicts."""
    import numpy as np

    seats = sum(need.values())
    if not seats:
        return ()
    pairs = [(one, file) for file, ones in free.items() if need[file] for one in ones]
    possible = Counter(one for one, _ in pairs)
    rungs = [(one, loads[one] + step) for one in people for step in range(possible[one])]
    lowest = min(loads[one] for one in people if possible[one])
    cost = [float(pair in soft) for pair in pairs] + [
        float((rung - lowest) * (seats + 1)) for _, rung in rungs
    ]
    rows = {("file", file): i for i, file in enumerate(file for file in free if need[file])}
    rows |= {("reader", one): len(rows) + i for i, one in enumerate(one for one in people if possible[one])}
    bound = [float(need[file]) for kind, file in rows if kind == "file"] + [0.0] * sum(
        kind == "reader" for kind, _ in rows
    )
    start, index, value = [0], [], []
    for one, file in pairs:
        index += [rows["file", file], rows["reader", one]]
        value += [1.0, 1.0]
        start.append(len(index))
    for one, _ in rungs:
        index.append(rows["reader", one])
        value.append(-1.0)
        start.append(len(index))
    chosen = _solve(np.array(cost), np.array(bound), start, index, value)
    return tuple(sorted(pair for pair, taken in zip(pairs, chosen, strict=False) if taken > 0.5))


def _solve(cost: Any, bound: Any, start: list[int], index: list[int], value: list[float]) -> list[float]:
    """The flow of least cost. Its matrix is that of a network: a vertex of the simplex has whole numbers only."""
    import highspy
    import numpy as np

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(bound)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros(len(cost)), np.ones(len(cost))
    model.row_lower_ = model.row_upper_ = bound
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = np.array(start), np.array(index)
    model.a_matrix_.value_ = np.array(value)
    solver = highspy.Highs()
    for option, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("solver", "simplex"),
        ("random_seed", 1),
    ):
        solver.setOptionValue(option, setting)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError("the assignment has no solution, which its construction forbids")
    return list(solver.getSolution().col_value)
