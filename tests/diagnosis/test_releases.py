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
