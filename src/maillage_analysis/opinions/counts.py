"""How many agree, pass and disagree, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.opinions.votes import AGREE, DISAGREE, Votes

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counts:
    """(groups × statements) people who agree, disagree, pass; `labels` names the rows."""

    labels: tuple[str, ...]
    agree: Ints
    disagree: Ints
    passes: Ints

    @property
    def seen(self) -> Ints:
        """Votes cast, passes included."""
        return self.agree + self.disagree + self.passes

    @property
    def others(self) -> Counts:
        """For each group, the people of the other groups."""
        agree, disagree, passes = (
            each.sum(axis=0) - each for each in (self.agree, self.disagree, self.passes)
        )
        return Counts(self.labels, agree, disagree, passes)


def count(votes: Votes, labels: Sequence[str] | None = None, *, among: Sequence[str] | None = None) -> Counts:
    """Counts by label (one a participant; by default everybody together), for the labels of `among` in this order."""
    given = np.array(("",) * votes.n if labels is None else tuple(labels), dtype=object)
    kept = tuple(sorted(set(given.tolist()))) if among is None else tuple(among)
    if labels is None:
        kept = ("",)
    tallies = np.zeros((3, len(kept), votes.s), dtype=np.int64)
    for row, label in enumerate(kept):
        values = votes.values if labels is None else votes.values[given == label]
        tallies[0, row] = np.count_nonzero(values == AGREE, axis=0)
        tallies[1, row] = np.count_nonzero(values == DISAGREE, axis=0)
        tallies[2, row] = np.count_nonzero(values == 0, axis=0)
    return Counts(kept, *tallies)
