"""To whom one would turn: a share with its interval when counts are known between limits, and recourse set beside ties.

Wilson 1927, « Probable inference, the law of succession, and statistical inference », JASA 22: the interval that keeps its
level on the small counts of a territory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

Limits = tuple[int, int]
Z: Final = 1.959963984540054  # two-sided, 95 %
LEVEL: Final = 2  # « on échange », from which an organisation says that it works with another
REPLICATES: Final = 2000


def wilson(count: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share from 0 to 1. ValueError unless 0 ≤ count ≤ n and n ≥ 1."""
    if not 0 <= count <= n or n < 1:
        raise ValueError("a count is between 0 and n, and n is 1 or more")
    share, z2 = count / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def share_within(count: Limits, n: Limits) -> tuple[float, float]:
    """The widest of the intervals that a count and a number of answers known between limits may have.

    It rests on what is told only: nothing more is found from it.
    """
    low, _ = wilson(min(count[0], n[1]), n[1])
    _, high = wilson(min(count[1], n[0]), n[0])
    return low, high


@dataclass(frozen=True)
class Supported:
    """How much of the recourse goes to organisations one says one works with.

    share: from 0 to 1, of distinct (who answers, whom it names) pairs. interval: 95 %, respondents drawn again with all
    that they said. expected: the share if each had named somebody of the list at random. n, sources: pairs, respondents.
    largest: the most pairs of one respondent, as a share.
    """

    share: float
    interval: tuple[float, float]
    expected: float
    n: int
    sources: int
    largest: float


def supported(
    pairs: Sequence[tuple[str, str]],
    ties: Mapping[tuple[str, str], int],
    *,
    size: int,
    seed: int,
    level: int = LEVEL,
    replicates: int = REPLICATES,
) -> Supported | None:
    """Recourse set beside declared cooperation; None without any pair.

    pairs: (source, target) of each recourse named. ties: {(source, target): level}. size: organisations of the list.
    """
    distinct = sorted(set(pairs))
    if not distinct or size < 2:
        return None
    sources = sorted({source for source, _ in distinct})
    place = {source: at for at, source in enumerate(sources)}
    named, backed, reach = (np.zeros(len(sources)) for _ in range(3))
    for source, target in distinct:
        named[place[source]] += 1
        backed[place[source]] += ties.get((source, target), 0) >= level
    for (source, target), strength in ties.items():
        if source in place and target != source and strength >= level:
            reach[place[source]] += 1
    drawn = np.random.default_rng(seed).integers(0, len(sources), (replicates, len(sources)))
    shares = backed[drawn].sum(axis=1) / named[drawn].sum(axis=1)
    low, high = np.quantile(shares, (0.025, 0.975))
    return Supported(
        share=float(backed.sum() / named.sum()),
        interval=(float(low), float(high)),
        expected=float((named * reach / (size - 1)).sum() / named.sum()),
        n=len(distinct),
        sources=len(sources),
        largest=float(named.max() / named.sum()),
    )
