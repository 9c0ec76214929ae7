"""Table planner: against every seating of tiny rooms, and what holds of any room."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage_analysis.errors import SeatingError
from maillage_analysis.seating.gains import useful_gains
from maillage_analysis.seating.planning import plan, replan
from maillage_analysis.seating.reading import Broken, meetings, read
from maillage_analysis.seating.room import Room, Weights, emptied, even, filled

pytestmark = pytest.mark.pure
KINDS = ("professionnel", "parent")


def gains_of(n: int, seed: int, *, share: float = 0.6) -> np.ndarray:
    rng = np.random.default_rng(seed)
    upper = np.triu(np.round(rng.random((n, n)), 3) * (rng.random((n, n)) < share), 1)
    return upper + upper.T


def room_of(n: int, tables: int, rounds: int, seed: int, *, ruled: bool = True) -> Room:
    """A room drawn at random, with rules that may not all hold together."""
    rng = np.random.default_rng(seed)
    pairs = {tuple(sorted(rng.choice(n, 2, replace=False).tolist())) for _ in range(2 * ruled)}
    tongues = rng.choice(["fr", "fr ar", "ar", ""], n, p=[0.5, 0.2, 0.2, 0.1])
    return Room(
        gains=gains_of(n, seed),
        seats=even(n, tables),
        rounds=rounds,
        groups=tuple(rng.choice(["école", "santé", ""], n).tolist()),
        kinds=tuple(rng.choice(KINDS, n).tolist()),
        languages=tuple(frozenset(word.split()) for word in tongues.tolist()) if ruled else (),
        apart=frozenset(pairs),
        together=("parent",) * ruled,
    )


def every_round(room: Room) -> list[tuple[int, ...]]:
    """Every way to seat everybody once, the sizes of tables being given."""
    chairs = np.repeat(np.arange(len(room.seats)), filled(room.seats, room.n)).tolist()
    return sorted(set(itertools.permutations(chairs)))


def slow_worth(room: Room, tables: tuple[tuple[int, ...], ...]) -> tuple[int, float, float]:
    """Rules broken, value, and gain, each written as it is said."""
    weights, broken, value, gain = Weights(), 0, 0.0, 0.0
    times = dict.fromkeys(itertools.combinations(range(room.n), 2), 0)
    for row in tables:
        for t in set(row):
            people = [i for i in range(room.n) if row[i] == t]
            broken += sum([room.kinds[i] for i in people].count(kind) == 1 for kind in room.together)
            for i in people:
                others = [room.languages[j] for j in people if j != i]
                broken += bool(room.languages[i]) and not any(room.languages[i] & other for other in others)
            for a, b in itertools.combinations(people, 2):
                times[a, b] += 1
                broken += (a, b) in room.apart
                value += weights.group * (
                    room.groups[a] != room.groups[b] and "" not in (room.groups[a], room.groups[b])
                )
                value += weights.kind * (room.kinds[a] != room.kinds[b])
    for (a, b), count in times.items():
        gain += room.gains[a, b] * (count > 0)
        value -= weights.again * max(count - 1, 0)
    return broken, value + gain, gain  # fmt: skip


@pytest.mark.parametrize(
    ("n", "tables", "rounds", "seed"),
    [(6, 2, 1, 0), (6, 3, 1, 1), (6, 2, 2, 2), (6, 2, 2, 3), (7, 2, 1, 4), (7, 3, 1, 5), (8, 2, 1, 6), (5, 2, 2, 7), (5, 2, 2, 8), (5, 2, 2, 9)],
)  # fmt: skip
def test_the_plan_is_the_best_of_all(n: int, tables: int, rounds: int, seed: int) -> None:
    room = room_of(n, tables, rounds, seed)
    worths = [slow_worth(room, each) for each in itertools.product(every_round(room), repeat=rounds)]
    fewest, value = min((broken, -value) for broken, value, _ in worths)
    found = plan(room, seed=seed, effort=0.1)
    assert len(found.broken) == fewest
    assert found.value == pytest.approx(-value)
    assert found.bound >= max(gain for _, _, gain in worths) - 1e-9


@given(st.integers(2, 14), st.integers(1, 5), st.integers(1, 3), st.integers(0, 10_000), st.booleans())
@settings(deadline=None, max_examples=25)
def test_everybody_sits_once_a_round_and_is_told_right(
    n: int, tables: int, rounds: int, seed: int, ruled: bool
) -> None:
    room = room_of(n, tables, rounds, seed, ruled=ruled)
    found = plan(room, seed=seed, effort=0.01)
    for r in range(rounds):
        assert sorted(i for t in range(len(room.seats)) for i in found.at(r, t)) == list(range(n))
        assert [len(found.at(r, t)) for t in range(len(room.seats))] == list(room.seats)
    assert max(room.seats) - min(room.seats) <= 1
    broken, value, gain = slow_worth(room, tuple(map(tuple, found.tables.tolist())))
    assert (len(found.broken), found.value, found.gain) == (broken, pytest.approx(value), pytest.approx(gain))
    assert found.gain <= found.bound + 1e-9
    assert found.pairs <= found.most_pairs
    assert np.array_equal(found.tables, plan(room, seed=seed, effort=0.01).tables)


@given(st.integers(4, 7), st.integers(2, 3), st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_rules_hold_when_they_can(n: int, tables: int, seed: int) -> None:
    room = room_of(n, tables, 1, seed)
    possible = min(slow_worth(room, (row,))[0] for row in every_round(room))
    assert len(plan(room, seed=seed, effort=0.02).broken) == possible


@given(st.integers(4, 16), st.integers(2, 4), st.integers(0, 10_000), st.data())
@settings(deadline=None, max_examples=20)
def test_absences_move_few(n: int, tables: int, seed: int, data: st.DataObject) -> None:
    room = room_of(n, tables, 2, seed)
    before = plan(room, seed=seed, effort=0.01)
    absent = data.draw(st.sets(st.integers(0, n - 1), max_size=n))
    played = data.draw(st.integers(0, 2))
    after = replan(room, before, absent=absent, played=played)
    assert np.array_equal(after.tables[:played], before.tables[:played])
    for r in range(played, 2):
        assert {i for i in range(n) if after.tables[r, i] < 0} == absent
        sizes = [len(after.at(r, t)) for t in range(len(room.seats))]
        assert max(sizes) - min(sizes) <= 1
    back = replan(room, after, played=played)
    assert (back.tables[played:] >= 0).all()
    assert after.gain <= after.bound + 1e-9


def test_nothing_moves_when_nobody_is_missing() -> None:
    room = room_of(16, 4, 2, 3, ruled=False)
    before = plan(room, effort=0.1)
    assert np.array_equal(replan(room, before).tables, before.tables)


def test_who_stays_alone_gets_company() -> None:
    """Two parents sit together; one is missing: the other joins the only parents left."""
    room = Room(
        gains=gains_of(12, 1), seats=(4, 4, 4), kinds=("parent",) * 5 + ("professionnel",) * 7, together=("parent",)
    )  # fmt: skip
    before = plan(room, effort=0.1)
    pair = next(people for t in range(3) if len(people := [i for i in before.at(0, t) if i < 5]) == 2)
    after = replan(room, before, absent={pair[0]})
    assert before.broken == after.broken == ()
    there = np.arange(12) != pair[0]
    assert 1 <= (after.tables[0, there] != before.tables[0, there]).sum() <= 3


def test_what_cannot_hold_is_said() -> None:
    """Two of three people at two tables: one lone parent, two who share no language, and one chair too few."""
    room = Room(
        gains=gains_of(3, 0),
        seats=(1, 1),
        kinds=("parent", "professionnel", "professionnel"),
        languages=(frozenset(), frozenset({"fr"}), frozenset({"ar"})),
        apart=frozenset({(0, 1), (1, 2), (0, 2)}),
        together=("parent",),
    )
    found = plan(room, effort=0.1)
    assert [each.rule for each in found.broken].count("apart") == 1
    assert [each.rule for each in found.broken].count("seats") == 1
    assert [each.people for each in found.broken if each.rule == "language"] == [(1,), (2,)]
    assert [each.people for each in found.broken if each.rule == "alone"] == [(0,)]
    assert found.gain == found.bound == 0


def test_pairs_meet_once_when_they_can() -> None:
    """Nine people, three tables, four rounds: each meets each other exactly once (the affine plane of order 3)."""
    room = Room(gains=1 - np.eye(9), seats=(3, 3, 3), rounds=4)
    found = plan(room, effort=0.5)
    assert (found.gain, found.bound, found.again) == (36, 36, 0)
    assert (meetings(found.tables) + np.eye(9) == 1).all()


def test_tables_given() -> None:
    assert even(10, 4) == (3, 3, 2, 2)
    assert even(3, 8) == (1, 1, 1)
    assert filled((8, 4, 8), 14) == (5, 4, 5)
    assert filled((2, 2), 7) == (4, 3)
    assert emptied((8, 8, 8), (8, 3, 8), 19) == (6, 6, 7)
    room = Room(gains=gains_of(14, 2), seats=(8, 4, 8))
    assert [len(plan(room, effort=0.01).at(0, t)) for t in range(3)] == [5, 4, 5]


def test_a_room_of_one_or_none() -> None:
    assert plan(Room(gains=np.zeros((1, 1)), seats=(1,), rounds=2)).tables.tolist() == [[0], [0]]
    assert plan(Room(gains=np.zeros((0, 0)), seats=(4,))).tables.shape == (1, 0)


def test_gains_are_those_of_missing_ties_with_a_reason() -> None:
    levels = np.zeros((5, 5), dtype=np.int64)
    levels[0, 1] = 4
    levels[1, 2] = 2
    wished = np.zeros((5, 5), dtype=bool)
    wished[0, 1:4] = wished[2, 1] = wished[3, 0] = wished[4, 3] = True
    concerns = [frozenset(word.split()) for word in ("a b", "a b", "a b", "b c", "c")]
    found = useful_gains(levels, wished=wished, concerns=concerns, houses=("", "", "x", "", ""))
    assert found[0, 1] == 0  # already the strongest tie
    assert found[1, 2] == pytest.approx(0.5 * (0.5 / 2 + 0.3))
    assert found[0, 3] == pytest.approx(0.5 + 0.3 / 3)
    assert found[3, 4] == pytest.approx(0.5 / 2 + 0.3 / 2)
    assert found[0, 4] == 0  # no reason
    answered = np.array([True, True, True, False, False])
    silent = useful_gains(levels, answered=answered, wished=wished | wished.T)
    assert silent[3, 4] == pytest.approx(0.5 * 0.5)  # nobody knows whether the tie is missing
    assert silent[0, 3] == pytest.approx(0.5)
    housed = useful_gains(levels, wished=wished, houses=("x", "", "", "x", ""))
    assert housed[0, 3] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"gains": np.ones((2, 2))},
        {"gains": np.array([[0.0, 1.0], [0.5, 0.0]])},
        {"gains": -gains_of(3, 0)},
        {"gains": gains_of(3, 0), "seats": ()},
        {"gains": gains_of(3, 0), "rounds": 0},
        {"gains": gains_of(3, 0), "groups": ("a",)},
        {"gains": gains_of(3, 0), "apart": frozenset({(1, 1)})},
    ],
)
def test_what_is_not_a_room_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SeatingError):
        Room(**({"seats": (4,)} | wrong))  # type: ignore[arg-type]


def test_tables_of_another_room_are_refused() -> None:
    room = room_of(6, 2, 1, 0)
    with pytest.raises(SeatingError):
        read(room, np.zeros((2, 6), dtype=np.int64))
    with pytest.raises(SeatingError):
        read(room, np.full((1, 6), -2))
    with pytest.raises(SeatingError):
        replan(room, plan(room_of(5, 2, 1, 0), effort=0.01))
    assert read(room, np.full((1, 6), -1)).broken == ()


def test_a_broken_rule_says_where() -> None:
    room = Room(gains=gains_of(4, 0), seats=(2, 2), apart=frozenset({(3, 1)}))
    assert read(room, np.array([[0, 1, 0, 1]])).broken == (Broken("apart", 0, 1, (1, 3)),)
