"""A table that is shown gives none of its masked counts back, to an attacker who solves linear programmes."""

from __future__ import annotations

import random
from collections.abc import Sequence

import highspy
import numpy as np
import pytest

from maillage.core import privacy
from maillage.diagnosis.gate.tables import WIDTH, Protected, protect

BATCH = 2500
pytestmark = pytest.mark.pure


class Attacker:
    """Knows what is shown, that rows and columns add up, and that nobody is counted less than zero times."""

    def __init__(self, shown: Protected) -> None:
        self.table = [
            *([*row, total] for row, total in zip(shown.cells, shown.row_totals, strict=True)),
            [*shown.column_totals, shown.total],
        ]
        self.model = highspy.Highs()
        self.model.silent()
        self.columns: dict[tuple[int, int], int] = {}
        for i, row in enumerate(self.table):
            for j, count in enumerate(row):
                if count is None:
                    self.columns[i, j] = len(self.columns)
                    self.model.addVar(0.0, highspy.kHighsInf)
        for i in range(len(self.table)):
            self._adds_up([(i, j) for j in range(len(self.table[0]))])
        for j in range(len(self.table[0])):
            self._adds_up([(i, j) for i in range(len(self.table))])

    def _adds_up(self, places: Sequence[tuple[int, int]]) -> None:
        """All of a line but its last, which is their sum."""
        known, index, weights = 0, [], []
        for place in places:
            sign = -1 if place == places[-1] else 1
            if place in self.columns:
                index.append(self.columns[place])
                weights.append(float(sign))
            else:
                known += sign * (self.table[place[0]][place[1]] or 0)
        if index:
            self.model.addRow(-known, -known, len(index), np.array(index), np.array(weights))

    def most(self, place: tuple[int, int]) -> float:
        """The most that a masked count may be."""
        return -self._least(place, -1.0)

    def least(self, place: tuple[int, int]) -> float:
        """The least that a masked count may be."""
        return self._least(place, 1.0)

    def _least(self, place: tuple[int, int], sign: float) -> float:
        self.model.changeColCost(self.columns[place], sign)
        self.model.run()
        optimal = self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = float(self.model.getObjectiveValue()) if optimal else -np.inf
        self.model.changeColCost(self.columns[place], 0.0)
        return found


def _drawn(draw: random.Random) -> list[list[int]]:
    rows, columns, mean = draw.randint(1, 7), draw.randint(2, 5), draw.choice([1, 3, 8, 20])
    return [[int(draw.expovariate(1 / mean)) for _ in range(columns)] for _ in range(rows)]


def _sensitive(counts: list[list[int]]) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, row in enumerate(counts)
        for j, count in enumerate(row)
        if count < privacy.MIN_RESPONDENTS
    ]


@pytest.mark.parametrize("seed", range(4))
def test_an_attacker_recovers_no_count_of_ten_thousand_tables(seed: int) -> None:
    draw, attacked, read = random.Random(seed), 0, 0
    for _ in range(BATCH):
        counts = _drawn(draw)
        shown = protect(counts)
        read += sum(cell is not None for row in shown.cells for cell in row)
        attacker = Attacker(shown)
        for i, j in _sensitive(counts):
            assert shown.cells[i][j] is None, (counts, i, j)
            most = attacker.most((i, j))
            if most - counts[i][j] < WIDTH:  # what it is may be too: the least is worth finding only now
                assert most - attacker.least((i, j)) >= WIDTH - 1e-6, (counts, shown, (i, j))
            attacked += 1
    assert attacked > BATCH
    assert read > BATCH  # a gate that shows nothing would pass too


def test_the_attacker_reads_a_table_that_is_masked_naively() -> None:
    """The attack is worth something: a lonely masked cell is found from its totals."""
    naive = Protected(cells=((None, 8), (6, 7)), row_totals=(10, 13), column_totals=(8, 15), total=23)

    attacker = Attacker(naive)

    assert attacker.least((0, 0)) == attacker.most((0, 0)) == 2


def test_a_table_without_a_small_count_is_shown_whole() -> None:
    shown = protect([[12, 9, 7], [8, 6, 11]])

    assert shown.cells == ((12, 9, 7), (8, 6, 11))
    assert (shown.row_totals, shown.column_totals, shown.total) == ((28, 25), (20, 15, 18), 53)


def test_a_whole_group_that_answers_the_same_is_not_told() -> None:
    shown = protect([[0, 20, 0], [9, 11, 8]])

    assert shown.cells[0] == (None, None, None)


def test_a_group_of_four_is_not_even_counted() -> None:
    shown = protect([[4], [30], [25]])

    assert shown.row_totals[0] is None
    assert shown.total is None or None in shown.row_totals[1:]


def test_a_table_is_a_rectangle_of_counts() -> None:
    for wrong in ([], [[]], [[1, 2], [3]]):
        with pytest.raises(ValueError, match="same length"):
            protect(wrong)
    with pytest.raises(ValueError, match="not negative"):
        protect([[-1, 2]])
