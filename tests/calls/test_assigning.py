"""The plan against every possible plan on small cases, and its promises on larger ones."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.calls.assigning import Pair, plan

small = st.tuples(
    st.integers(1, 4),  # people
    st.integers(1, 3),  # files
    st.integers(1, 3),  # readers of each file
    st.sets(st.tuples(st.integers(0, 3), st.integers(10, 12)), max_size=5),  # hard
    st.sets(st.tuples(st.integers(0, 3), st.integers(10, 12)), max_size=6),  # soft
    st.sets(st.tuples(st.integers(0, 3), st.integers(10, 12)), max_size=2),  # kept
)


def _best(
    people: list[int], files: list[int], each: int, hard: set[Pair], soft: set[Pair], kept: set[Pair]
) -> tuple[int, int]:
    """The least (squares of loads, soft conflicts) of all the plans that fill every seat that can be."""
    choices = []
    for file in files:
        free = [one for one in people if (one, file) not in hard and (one, file) not in kept]
        need = min(max(each - sum(of == file for _, of in kept), 0), len(free))
        choices.append([[(one, file) for one in some] for some in combinations(free, need)])
    found = []
    for some in product(*choices):
        pairs = [pair for part in some for pair in part]
        loads = Counter(one for one, _ in [*pairs, *kept])
        found.append((sum(loads[one] ** 2 for one in people), sum(pair in soft for pair in pairs)))
    return min(found)


@settings(max_examples=150, deadline=None)
@given(small)
def test_no_plan_is_better(
    case: tuple[int, int, int, set[Pair], set[Pair], set[Pair]],
) -> None:
    count, dossiers, each, hard, soft, kept = case
    people, files = list(range(count)), list(range(10, 10 + dossiers))
    kept = {(one, file) for one, file in kept if one in people and file in files} - hard
    made = plan(people, files, each=each, hard=hard, soft=soft, kept=kept)
    loads = Counter(one for one, _ in [*made.pairs, *kept])
    assert (sum(loads[one] ** 2 for one in people), len(made.soft)) == _best(
        people, files, each, hard, soft, kept
    )
    assert not set(made.pairs) & (hard | kept)
    assert made.loads == {one: loads[one] for one in people}
    for file in files:
        got = sum(of == file for _, of in [*made.pairs, *kept])
        able = sum((one, file) not in hard for one in people)
        assert got >= min(each, able)
        assert (file in {one.file for one in made.short}) is (got < each)


def test_ninety_files_for_twelve_people() -> None:
    dice = random.Random(4)
    people, files = list(range(12)), list(range(100, 190))
    hard = {(dice.choice(people), file) for file in files}
    soft = {(one, file) for one in people for file in files if dice.random() < 0.1} - hard
    made = plan(people, files, hard=hard, soft=soft)
    assert len(made.pairs) == 270
    assert max(made.loads.values()) - min(made.loads.values()) <= 1
    assert not set(made.pairs) & hard
    assert made.soft == ()
    assert made.short == ()


def test_the_order_of_what_is_given_changes_nothing() -> None:
    dice = random.Random(5)
    people, files = list(range(7)), list(range(20, 50))
    hard = {(dice.choice(people), file) for file in files}
    first = plan(people, files, hard=hard)
    dice.shuffle(people)
    dice.shuffle(files)
    assert plan(people, files, hard=list(hard)) == first


def test_a_file_that_lacks_readers_says_why() -> None:
    made = plan([1, 2, 3], [10, 11], each=3, hard={(1, 10), (2, 10)})
    (short,) = made.short
    assert (short.file, short.got, short.wanted, short.recused, short.people) == (10, 1, 3, 2, 3)


def test_nobody_and_nothing() -> None:
    assert plan([], [10]).short[0].got == 0
    assert plan([1], []).pairs == ()


def test_who_is_kept_away_from_everything_unbalances_nobody_else() -> None:
    files = list(range(10, 19))
    made = plan([1, 2, 3, 4], files, each=2, hard={(4, file) for file in files})
    assert made.loads == {1: 6, 2: 6, 3: 6, 4: 0}
