"""Nothing below its threshold goes through the gate."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.diagnosis.releases import reason_to_withhold, release
from maillage_analysis.analysis import analyse, as_json
from maillage_analysis.network import Network
from maillage_analysis.results import Matrix, Scalar


def network(n: int, answered: int) -> Network:
    groups = ["A" if i % 2 else "B" for i in range(n)]
    nodes = [str(i) for i in range(n)]
    return Network.from_ties([], nodes=nodes, answered=nodes[:answered], attributes={"group": groups})


@pytest.mark.parametrize(
    ("n", "answered", "words"),
    [(14, 14, "moins de 15"), (15, 4, "Moins de 5"), (20, 11, "60\u202f%"), (15, 9, ""), (150, 150, "")],
)
def test_small_or_silent_networks_are_withheld(n: int, answered: int, words: str) -> None:
    reason = reason_to_withhold(network(n, answered), answered)
    assert words in reason
    assert bool(reason) == bool(words)


def test_a_withheld_figure_keeps_no_value_and_its_own_reason_comes_first() -> None:
    result = Scalar(value=0.5, n_answered=14)
    kept = release("density", result, {"value": 0.5}, network(14, 14), None)
    assert set(kept) == {"n_answered", "convention", "withheld"}
    counted = Scalar(value=None, n_answered=2, withheld="Trop peu : 2.")  # tells who answered, of three
    assert "2." not in release("density", counted, {"value": None}, network(3, 2), None)["withheld"]
    own = Scalar(value=None, n_answered=20, withheld="Trop peu.")
    assert release("density", own, {"value": None}, network(20, 20), None)["withheld"] == "Trop peu."
    assert release("density", Scalar(value=0.5, n_answered=20), {"value": 0.5}, network(20, 20), None) == {
        "value": 0.5
    }


@settings(max_examples=200, deadline=None)
@given(
    st.integers(15, 24).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=60)
        )
    )
)
def test_no_mean_of_trust_rests_on_two_structures_or_on_one_voice(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    n, pairs = drawn
    ties = np.zeros((n, n), dtype=np.int64)
    for source, target in pairs:
        if source != target:
            ties[source, target] = 3
    groups = tuple("ABC"[i % 3] for i in range(n))
    trust = Network(tuple(map(str, range(n))), ties, np.ones(n, dtype=bool), {"group": groups})
    labels = ("A", "B", "C")
    matrix = Matrix(rows=labels, columns=labels, matrix=((3.0,) * 3,) * 3, n_answered=n)
    value = {"rows": labels, "columns": labels, "matrix": [[3.0] * 3] * 3, "details": {"0": 3}}
    kept = release("trust", matrix, value, trust, trust)
    for i, row in enumerate(kept.get("matrix", [])):
        for j, mean in enumerate(row):
            given_by = Counter(
                s for s, t in np.argwhere(ties) if groups[s] == labels[i] and groups[t] == labels[j]
            )
            rated = {t for s, t in np.argwhere(ties) if groups[s] == labels[i] and groups[t] == labels[j]}
            if mean is not None:
                assert len(given_by) >= 3
                assert len(rated) >= 3
                assert max(given_by.values()) * 3 <= given_by.total()
    assert not kept.get("details")


def test_no_cell_between_sectors_rests_on_one_or_two_structures() -> None:
    names = [f"s{i}" for i in range(20)]
    groups = ["a"] * 12 + ["b"] * 6 + ["c"] * 2
    pairs = [
        (one, two, 1) for one in names for two in names if one < two and int(one[1:]) * int(two[1:]) % 3 != 1
    ]
    drawn = Network.from_ties(
        pairs, nodes=names, attributes={"group": groups}, answered=[*names[:14], *names[18:]]
    )
    (result,) = analyse(drawn, group="group", keys=["mixing"], replicates=0).values()
    value = release("mixing", result, as_json(result), drawn, None)
    hidden = [[cell is None for cell in row] for row in value["matrix"]]
    assert value["rows"] == ["a", "b", "c"]
    assert hidden == [[False, False, True], [True, True, True], [True, True, True]]
    assert value["interval"] is None
    widths = [(high - low) / 2 for low, high in result.intervals[0][:2]]
    assert value["details"] == {"margin": pytest.approx(max(widths))}


def mixed(counts: dict[tuple[str, str], int], sizes: dict[str, int]) -> tuple[dict[str, object], Network]:
    """What is kept of the cells between sectors, when so many ties go from one to the other."""
    groups = [group for group, size in sizes.items() for _ in range(size)]
    names = [f"{group}{i:02}" for i, group in enumerate(groups)]
    ties = []
    for (one, two), count in counts.items():
        possible = [
            (a, b, 1)
            for a, g in zip(names, groups, strict=True)
            for b, h in zip(names, groups, strict=True)
            if (g, h) == (one, two) and a != b
        ]
        ties += possible[:count]
    drawn = Network.from_ties(ties, nodes=names, attributes={"group": groups})
    (result,) = analyse(drawn, group="group", keys=["mixing"], replicates=0).values()
    return release("mixing", result, as_json(result), drawn, None), drawn


SIZES = {"a": 10, "b": 8, "c": 6}


def test_a_cell_of_nothing_or_of_everything_is_not_shown_and_the_others_are_rounded() -> None:
    full = {("a", "a"): 31, ("a", "b"): 0, ("a", "c"): 60, ("b", "b"): 20, ("b", "c"): 47}
    rest = {("b", "a"): 2, ("c", "a"): 25, ("c", "b"): 11, ("c", "c"): 9}
    value, _ = mixed(full | rest, SIZES)
    assert value["matrix"] == [
        [pytest.approx(0.35), None, None],
        [None, pytest.approx(0.35), None],
        [pytest.approx(0.4), pytest.approx(0.25), pytest.approx(0.3)],
    ]


def test_the_ties_of_the_whole_network_do_not_give_a_hidden_cell_back() -> None:
    """Small sectors: a share rounded to 5 points is an exact count there, and what is left of the total is the cell."""
    sizes = {"a": 5, "b": 5, "c": 5}
    alone = dict.fromkeys([(x, y) for x in "abc" for y in "abc"], 10) | {("a", "b"): 0}
    value, _ = mixed(alone, sizes)
    assert set(value) == {"n_answered", "convention", "withheld"}
    assert "diraient la réponse" in value["withheld"]


def test_a_row_does_not_say_by_being_there_that_all_of_a_small_sector_answered() -> None:
    value, _ = mixed({("a", "a"): 30, ("b", "a"): 10, ("a", "b"): 10}, {"a": 12, "b": 3})
    assert value["matrix"][1] == [None, None]


@pytest.mark.parametrize(("mean", "is_shown"), [(1.0, False), (1.1, True), (3.9, True), (4.0, False)])
def test_a_mean_of_trust_that_is_what_each_one_said_is_not_shown(mean: float, is_shown: bool) -> None:
    ties = [(f"{i}", f"{(i + step) % 20}", 3) for i in range(20) for step in range(1, 6)]
    nodes = [str(i) for i in range(20)]
    trust = Network.from_ties(ties, nodes=nodes, attributes={"group": ["A"] * 10 + ["B"] * 10})
    matrix = Matrix(rows=("A", "B"), columns=("A", "B"), matrix=((mean, 3.0), (3.0, 3.0)), n_answered=20)
    value = {"rows": ["A", "B"], "columns": ["A", "B"], "matrix": [[mean, 3.0], [3.0, 3.0]], "details": {}}
    kept = release("trust", matrix, value, trust, trust)
    assert (kept["matrix"][0][0] is not None) == is_shown
    assert kept["matrix"][0][1] == 3.0
