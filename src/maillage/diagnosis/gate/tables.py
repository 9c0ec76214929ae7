"""A table of counts of people, without the cells that would tell what somebody answered, nor what gives them back.

Masking the small cells is not enough: a row whose total is known gives a lonely masked cell back by difference. After
the primary masks, more cells are masked until each sensitive one may be anything within `WIDTH`, whatever an attacker
works out from the cells shown, their totals and the fact that counts are whole and not negative (trust.md PRIV-42, -43).

A table with its totals is a circulation: rows → columns (cells), columns → all (column totals), all → rows (row
totals). How far one count may move when the others adjust is a maximum flow in what is masked, exact for whole numbers
(Gusfield 1988, « A graph theoretic approach to statistical data security », SIAM J. Comput. 17).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maillage.core import privacy

WIDTH: Final = 5  # people between the least and the most that a masked count may be
PLENTY: Final = 10**6  # the most that nothing is known of may be

Counts = Sequence[Sequence[int]]
Shown = tuple[tuple[int | None, ...], ...]
Place = tuple[
    int, int
]  # row, column; the row after the last one holds the totals, and so does the last column


@dataclass(frozen=True)
class Protected:
    """What may be shown of a table: None in the place of a count that is masked, totals included."""

    cells: Shown
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    @property
    def is_empty(self) -> bool:
        """Is there no cell left to read?"""
        return all(cell is None for row in self.cells for cell in row)


def protect(counts: Counts, *, at_least: int = privacy.MIN_RESPONDENTS) -> Protected:
    """Mask what would tell an answer: counts under `at_least` (nobody included), whole rows, and what gives them back.

    counts: rows of whole numbers of people, one row a group, one column an answer.
    """
    table = _with_totals(counts)
    sensitive = {place for place in _places(table) if _is_sensitive(table, place, at_least)}
    masked = set(sensitive)
    # A cell found safe once stays safe: masking more only loosens the others.
    for place in sorted(sensitive, key=lambda each: (table[each[0]][each[1]], each)):
        while not _is_loose(table, masked, place):
            masked.add(_cheapest(table, masked, place))
    seen = [
        [None if (i, j) in masked else count for j, count in enumerate(row)] for i, row in enumerate(table)
    ]
    return Protected(
        cells=tuple(tuple(row[:-1]) for row in seen[:-1]),
        row_totals=tuple(row[-1] for row in seen[:-1]),
        column_totals=tuple(seen[-1][:-1]),
        total=seen[-1][-1],
    )


def _with_totals(counts: Counts) -> list[list[int]]:
    if not counts or not counts[0] or any(len(row) != len(counts[0]) for row in counts):
        raise ValueError("a table has rows of the same length, at least one")
    if any(count < 0 for row in counts for count in row):
        raise ValueError("a count is not negative")
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _places(table: list[list[int]]) -> list[Place]:
    return [(i, j) for i in range(len(table)) for j in range(len(table[0]))]


def _is_sensitive(table: list[list[int]], place: Place, at_least: int) -> bool:
    """Few people, nobody, or all of a group: a whole row says what each one answered."""
    i, j = place
    count, last_row, last = table[i][j], len(table) - 1, len(table[0]) - 1
    is_whole = (
        j != last
        and i != last_row
        and last > 1
        and table[i][last] - count < min(privacy.MIN_RATERS, at_least)
    )
    return count < at_least or is_whole


def _is_loose(table: list[list[int]], masked: set[Place], place: Place) -> bool:
    """May the count at this place be anything within `WIDTH`, for all that is shown?"""
    source, target = _arc(table, place)
    more = _flow(_residual(table, masked - {place}), target, source, WIDTH)
    if more >= WIDTH:
        return True
    count = table[place[0]][place[1]]
    less = min(count, _flow(_residual(table, masked - {place}), source, target, WIDTH))
    return more + less >= WIDTH


def _arc(table: list[list[int]], place: Place) -> tuple[int, int]:
    """The nodes that a count joins: rows, « all rows », columns, « all columns »."""
    i, j = place
    rows, columns = len(table), len(table[0])
    row, column = i, rows + j
    return (column, row) if (i == rows - 1) != (j == columns - 1) else (row, column)


def _residual(table: list[list[int]], masked: set[Place]) -> list[dict[int, int]]:
    """How much each masked count may still move, up along its arc and down against it."""
    residual: list[dict[int, int]] = [{} for _ in range(len(table) + len(table[0]))]
    for i, j in masked:
        source, target = _arc(table, (i, j))
        residual[source][target] = PLENTY
        if table[i][j]:
            residual[target][source] = table[i][j]
    return residual


def _flow(residual: list[dict[int, int]], source: int, target: int, enough: int) -> int:
    """The maximum flow, or `enough` as soon as it is reached (shortest paths first: Edmonds and Karp)."""
    found = 0
    while found < enough and (path := _path(residual, source, target)):
        step = min(residual[u][v] for u, v in path)
        for u, v in path:
            residual[u][v] -= step
            if not residual[u][v]:
                del residual[u][v]
            residual[v][u] = residual[v].get(u, 0) + step
        found += step
    return found


def _path(residual: list[dict[int, int]], source: int, target: int) -> list[tuple[int, int]]:
    before: dict[int, int] = {source: source}
    waiting = [source]
    for node in waiting:
        for neighbour in residual[node]:
            if neighbour not in before:
                before[neighbour] = node
                waiting.append(neighbour)
        if target in before:
            return _walked(before, source, target)
    return []


def _walked(before: dict[int, int], source: int, target: int) -> list[tuple[int, int]]:
    path, node = [], target
    while node != source:
        path.append((before[node], node))
        node = before[node]
    return path


def _cheapest(table: list[list[int]], masked: set[Place], place: Place) -> Place:
    """The next count to mask: of the same row or column first, not a total if it can be, the smallest that helps."""
    last_row, last = len(table) - 1, len(table[0]) - 1

    def price(each: Place) -> tuple[bool, bool, bool, int, Place]:
        i, j = each
        near = i == place[0] or j == place[1]
        return (not near, i == last_row or j == last, table[i][j] == 0, table[i][j], each)

    return min((each for each in _places(table) if each not in masked), key=price)
