"""What silence hides: several treatments of the missing answers, shown side by side, and how far off they may be.

A missing answer is kept missing, never a row of zeros. No single treatment is best (Huisman 2009; Smith, Morgan &
Moody 2021), so the range is shown: available dyads (the default), the partner's answer in place of the missing one
(cooperation is mutual in principle), and the two worst cases. Then the error to expect, by simulation: answers are
taken away at random from the network at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.errors import NetworkError
from maillage_analysis.network import Network
from maillage_analysis.results import Interval, JSONValue, PerGroup

Statistic = Callable[[Network], float | None]


def off_diagonal(network: Network) -> NDArray[np.bool_]:
    """Every dyad, observed or not."""
    return ~np.eye(network.n, dtype=bool)


def available(network: Network) -> float | None:
    """Density over the observed dyads: unbiased when those who did not answer are like the others."""
    seen = network.observed
    return float(network.binary[seen].mean()) if seen.any() else None


def reconstructed(network: Network) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Levels and mask once each missing answer is replaced by the partner's, where the partner answered.

    A pair of two silent nodes stays unknown.
    """
    seen = network.observed
    borrowed = seen.T & ~seen
    ties = np.where(borrowed, network.ties.T, np.where(seen, network.ties, 0))
    return ties, seen | borrowed


def density_bounds(network: Network) -> Interval:
    """The density if no unobserved tie existed, and if all of them did."""
    whole, seen = off_diagonal(network), network.observed
    cells = int(whole.sum())
    if cells == 0:
        return 0.0, 1.0
    known = int((network.binary & seen).sum())
    return known / cells, (known + int((whole & ~seen).sum())) / cells


def treatments(network: Network) -> PerGroup:
    """The density under each treatment: {treatment: value}."""
    ties, seen = reconstructed(network)
    low, high = density_bounds(network)
    values: dict[str, float | None] = {
        "available": available(network),
        "reconstructed": float((ties > 0)[seen].mean()) if seen.any() else None,
        "all_absent": low,
        "all_present": high,
    }
    unknown = int((off_diagonal(network) & ~network.observed).sum())
    details: dict[str, JSONValue] = {"unobserved": unknown, "response_rate": network.response_rate}
    return PerGroup(
        values=values, n_answered=network.n_answered, convention="density by treatment", details=details
    )


def silence(network: Network, rate: float, rng: np.random.Generator) -> Network:
    """The same network when only this share of its nodes answers, chosen at random among respondents."""
    if not 0 <= rate <= 1:
        raise NetworkError(f"a response rate lies between 0 and 1, not {rate}")
    respondents = np.flatnonzero(network.answered)
    wanted = min(len(respondents), round(rate * network.n))
    answered = np.zeros(network.n, dtype=bool)
    answered[rng.choice(respondents, size=wanted, replace=False)] = True
    silent = replace(network, answered=answered)
    return replace(silent, ties=np.where(silent.observed, network.ties, 0))


def expected_error(
    network: Network,
    statistics: Mapping[str, Statistic],
    *,
    rate: float,
    replicates: int = 200,
    seed: int = 0,
) -> PerGroup:
    """Root mean square error of each statistic when answers are taken away down to this response rate.

    `details["bias"]` gives the mean error of each, `details["range"]` where 95 % of the errors fall.
    """
    rng = np.random.default_rng(seed)
    truth = {name: _number(function(network)) for name, function in statistics.items()}
    kept = [silence(network, rate, rng) for _ in range(replicates)]
    values: dict[str, float | None] = {}
    bias: dict[str, JSONValue] = {}
    span: dict[str, JSONValue] = {}
    for name, function in statistics.items():
        errors = np.array([_number(function(each)) for each in kept]) - truth[name]
        errors = errors[np.isfinite(errors)]
        values[name] = float(np.sqrt(np.mean(errors**2))) if len(errors) else None
        if len(errors):
            bias[name] = float(errors.mean())
            span[name] = [float(edge) for edge in np.quantile(errors, [0.025, 0.975])]
    return PerGroup(
        values=values,
        n_answered=network.n_answered,
        convention=f"root mean square error at a response rate of {rate:g}",
        details={"bias": bias, "range": span, "replicates": replicates},
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
