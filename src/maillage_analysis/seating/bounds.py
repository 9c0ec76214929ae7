"""What no plan with tables of these sizes can exceed: what a plan lacks of it is the most that a better one could add.

In a round of s chairs a person meets s - 1 others at most, and each meeting counts once over the rounds: their best gains,
no more of them than they can meet, bound what they win. The rules are forgotten, and so is that neighbours of a table all meet
each other: the true maximum is often well under the bound. An eigenvalue bound of the tables (Donath & Hoffman 1973) was tried,
alone and sharing the gains with this one: on sparse gains it is looser.
"""

from __future__ import annotations

import numpy as np

from maillage_analysis.seating.room import Floats, Ints


def _reach(tables: Ints) -> tuple[Ints, int]:
    """How many others each person meets at most, and how many meetings there are, each seen from both ends."""
    most, total = np.zeros(tables.shape[1], dtype=np.int64), 0
    for row in tables:
        sizes = np.bincount(row[row >= 0], minlength=1)
        most += np.where(row >= 0, max(int(sizes.max()) - 1, 0), 0)
        total += int((sizes * (sizes - 1)).sum())
    return most, total


def most_gain(gains: Floats, tables: Ints) -> float:
    """A bound on the gains of the pairs that meet."""
    there = (tables >= 0).astype(np.int64)
    seen = np.where(there.T @ there > 0, gains, 0.0)
    most, total = _reach(tables)
    best = -np.sort(-seen, axis=1)
    mine = best[np.arange(len(best)) < most[:, None]]
    return float(-np.sort(-mine)[:total].sum() / 2)


def most_meetings(gains: Floats, tables: Ints) -> int:
    """A bound on the number of pairs with some gain that meet."""
    return int(most_gain((gains > 0).astype(np.float64), tables) + 1e-6)
