"""A default gain for each pair: a tie is missing, and there is a reason to make it. A caller may build another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.errors import SeatingError
from maillage_analysis.seating.room import Bools, Floats, Ints

WISHED, COMMON, LACKING = 0.5, 0.3, 0.2  # shares of a gain
FLOOR: Final = 0.15  # under it there is hardly a reason to meet: no gain
UNKNOWN: Final = 0.5  # how missing a tie is when neither end answered


def useful_gains(
    levels: Ints, *, answered: Bools | None = None, wished: Bools | None = None,
    concerns: Sequence[frozenset[str]] = (), lacking: NDArray[np.float64] | None = None,
    houses: Sequence[str] = (), highest: int = 4,
) -> Floats:  # fmt: skip
    """(n, n) gains from 0 to 1: missing × (0.5 wished + 0.3 in common + 0.2 lacking), 0 under 0.15.

    levels[i, j]: the level that the organisation of i declares towards that of j, 0 to `highest`; a tie is as strong as the
    stronger end says. answered: who told levels. wished[i, j]: i wishes more with j; half a wish when one end has it. concerns: age bands and
    situations of each; in common: shared over all. lacking: from 0 to 1, how much the diagnosis finds too few ties between
    the sides of i and j. houses: two people of one organisation win nothing.
    """
    n = len(levels)
    ends = np.maximum(levels, np.transpose(levels)).astype(np.float64)
    missing = 1.0 - np.clip(ends / highest, 0.0, 1.0)
    if answered is not None:
        silent = ~np.asarray(answered, dtype=bool)
        missing = np.where(silent[:, None] & silent[None, :], UNKNOWN, missing)
    reason = np.zeros((n, n))
    if wished is not None:
        asked = np.asarray(wished, dtype=np.float64)
        reason += WISHED * (asked + asked.T) / 2
    if concerns:
        reason += COMMON * in_common(concerns)
    if lacking is not None:
        reason += LACKING * np.maximum(lacking, np.transpose(lacking))
    gains = missing * reason
    gains[gains < FLOOR] = 0.0
    if houses:
        names = np.array(list(houses), dtype=object)
        gains[(names[:, None] == names[None, :]) & (names != "")[:, None]] = 0.0
    np.fill_diagonal(gains, 0.0)
    if gains.shape != (n, n) or not np.isfinite(gains).all():
        raise SeatingError("levels, wishes and concerns must tell of the same people")
    return gains


def in_common(concerns: Sequence[frozenset[str]]) -> Floats:
    """(n, n): the concerns that two people share, over all those of either (0 when neither tells any)."""
    words = sorted({word for each in concerns for word in each})
    has = np.array([[word in each for word in words] for each in concerns], dtype=np.float64)
    has = has.reshape(len(concerns), len(words))
    both, counts = has @ has.T, has.sum(axis=1)
    either = counts[:, None] + counts[None, :] - both
    shared: Floats = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    return shared
