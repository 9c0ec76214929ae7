"""Permutation tests: is this value what chance alone would give with the same labels, dealt again at random?

p values count the observed value among the permuted ones, (r + 1) / (R + 1): never zero, and valid for any R
(Phipson & Smyth 2010). The same seed gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.threads import on_threads

TOLERANCE = 1e-12  # equal up to rounding counts as equal


@dataclass(frozen=True, kw_only=True)
class Permuted:
    """An observed value and the distribution of the same value under permutation."""

    observed: float
    mean: float
    sd: float
    p_low: float
    p_high: float
    p_value: float
    permutations: int


def summarise(observed: float, null: NDArray[np.float64], *, centre: float | None = None) -> Permuted:
    """Compare a value with its permuted values. Two-sided: at least as far from `centre` (their mean)."""
    values = null[np.isfinite(null)]
    middle = float(values.mean()) if centre is None and len(values) else float(centre or 0.0)
    distance = abs(observed - middle) - TOLERANCE
    return Permuted(
        observed=observed,
        mean=float(values.mean()) if len(values) else float("nan"),
        sd=float(values.std(ddof=1)) if len(values) > 1 else float("nan"),
        p_low=share(values <= observed + TOLERANCE),
        p_high=share(values >= observed - TOLERANCE),
        p_value=share(np.abs(values - middle) >= distance),
        permutations=len(values),
    )


def share(extreme: NDArray[np.bool_]) -> float:
    """(r + 1) / (R + 1): the p value of r extreme draws among R."""
    return (int(extreme.sum()) + 1) / (len(extreme) + 1)


def shuffles(n: int, *, permutations: int, seed: int) -> NDArray[np.int64]:
    """(permutations, n) independent random orders of 0 … n-1."""
    rng = np.random.default_rng(seed)
    return rng.permuted(np.tile(np.arange(n), (permutations, 1)), axis=1)


def label_permutation(
    statistic: Callable[[NDArray[np.int64]], float],
    labels: NDArray[np.int64],
    *,
    permutations: int = 1000,
    seed: int = 0,
) -> Permuted:
    """Deal the labels again at random, many times, and compare any statistic of them."""
    orders = shuffles(len(labels), permutations=permutations, seed=seed)
    null = np.array([statistic(labels[order]) for order in orders], dtype=np.float64)
    return summarise(float(statistic(labels)), null)


def ei_permutation(
    ties: NDArray[np.bool_], labels: NDArray[np.int64], *, permutations: int = 1000, seed: int = 0
) -> Permuted:
    """Krackhardt & Stern's E-I index, (external - internal) / all ties, against labels dealt at random."""
    from maillage_analysis.kernels.kernel_permutation import products

    source, target = np.nonzero(ties)
    m = len(source)
    if m == 0:
        return summarise(float("nan"), np.empty(0))
    same = (labels[:, None] == labels[None, :]).astype(np.float64)
    draws = np.random.default_rng(seed).random((permutations, len(labels)))
    internal = np.empty(permutations)
    on_threads(
        lambda part: products(source, target, np.ones(m), same, draws[part], internal[part]), permutations
    )
    return summarise(1 - 2 * float(same[source, target].mean()), 1 - 2 * internal / m)
