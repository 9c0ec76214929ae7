"""Vertex bootstrap: how much would a value move if other actors of the same kind had been met?

Snijders & Borgatti 1999 (Connections 22:161): vertices are drawn with replacement and bring their ties with them;
a pair of copies of one vertex takes the ties of a pair drawn at random among the observed ones. Who answered moves
with the vertices. Only the standard error is used: the mean over replicates is biased for transitivity and for
centralisations, so intervals are value ± 1.96 s.e., cut at the bounds of the statistic.

The statistics of `COMPILED` have a fast path, used only when it agrees with the function given on the network
itself; any other function is called on each replicate. Both see the same replicates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.network import Network
from maillage_analysis.results import Interval
from maillage_analysis.threads import on_threads, one_blas_thread

Statistic = Callable[[Network], float | None]

COMPILED = (
    "density", "reciprocity", "transitivity", "centralisation", "betweenness_centralisation", "ei_index",
    "concordance",
)  # fmt: skip
BOUNDS: Mapping[str, Interval] = dict.fromkeys(COMPILED, (0.0, 1.0)) | {"ei_index": (-1.0, 1.0)}
Z = 1.959963984540054
MINIMUM = 3  # respondents under which there is nothing to resample
AGREE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Bootstrap:
    """Standard error and 95 % interval of a value; `replicates` counts those where it could be computed."""

    value: float
    se: float
    low: float
    high: float
    replicates: int


@dataclass(frozen=True, eq=False)
class Draws:
    """The random part, drawn once so that two waves, or two programs, see the same replicates.

    index: (replicates, n) resampled vertices. fill: (replicates, 2 n) uniform numbers in [0, 1), which dyad each
    pair of copies takes (pairs of copies number about n / 2).
    """

    index: NDArray[np.int32]
    fill: NDArray[np.float64]

    @classmethod
    def make(cls, n: int, *, replicates: int, seed: int) -> Draws:
        """Draw for n vertices."""
        rng = np.random.default_rng(seed)
        index = rng.integers(0, n, size=(replicates, n), dtype=np.int32)
        return cls(index, rng.random((replicates, 2 * n)))


@one_blas_thread
def vertex_bootstrap(
    network: Network,
    statistics: Mapping[str, Statistic],
    *,
    replicates: int = 1000,
    seed: int = 0,
    group: str | None = None,
    bounds: Mapping[str, Interval] = BOUNDS,
) -> dict[str, Bootstrap]:
    """Standard error and interval of each statistic.

    A statistic that cannot be computed, on the network or on at least half of the replicates, has no entry; with
    fewer than 3 respondents nothing has one. `group` lets the E-I index take the fast path.
    """
    if network.n_answered < MINIMUM:
        return {}
    values = {name: number(function(network)) for name, function in statistics.items()}
    sampler = Sampler(network, Draws.make(network.n, replicates=replicates, seed=seed), group=group)
    draws = sampler.sample({name: statistics[name] for name, value in values.items() if np.isfinite(value)})
    found = {name: spread(values[name], column, bounds.get(name)) for name, column in draws.items()}
    return {name: each for name, each in found.items() if each is not None}


def number(value: float | None) -> float:
    """A float, nan for what is undefined."""
    return float("nan") if value is None else float(value)


def spread(value: float, column: NDArray[np.float64], bounds: Interval | None = None) -> Bootstrap | None:
    """Summarise the replicates of one value; None when fewer than half of them are defined, or none moves.

    A network without a tie stays so however it is drawn: that says nothing of how sure its zero is.
    """
    known = column[np.isfinite(column)]
    if len(known) < 2 or 2 * len(known) < len(column) or not np.isfinite(value):
        return None
    se = float(known.std(ddof=1))
    if se < AGREE:
        return None
    low, high = value - Z * se, value + Z * se
    if bounds is not None:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    return Bootstrap(value=value, se=se, low=low, high=high, replicates=len(known))


@dataclass(eq=False)
class Sampler:
    """Computes statistics of the replicates of one network."""

    network: Network
    draws: Draws
    group: str | None = None
    dyads: NDArray[np.int32] = field(init=False)
    fill: NDArray[np.int32] = field(init=False)

    def __post_init__(self) -> None:
        seen = self.network.observed
        self.dyads = np.argwhere(seen & seen.T).astype(np.int32)
        self.fill = (self.draws.fill * max(1, len(self.dyads))).astype(np.int32)

    def sample(self, statistics: Mapping[str, Statistic]) -> dict[str, NDArray[np.float64]]:
        """{name: (replicates,) values}, nan where undefined."""
        fast = self.agreeing(statistics)
        slow = {name: each for name, each in statistics.items() if name not in fast}
        out = dict.fromkeys(statistics, np.empty(0))
        if fast:
            wanted = np.array([name in fast for name in COMPILED])
            table = self.compiled(wanted)
            out |= {name: table[:, COMPILED.index(name)] for name in fast}
        if slow:
            rows = [[number(f(each)) for f in slow.values()] for each in map(self.replicate, *self.rows())]
            out |= dict(zip(slow, np.array(rows, dtype=np.float64).T, strict=True))
        return out

    def rows(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The draws of each replicate, ready for `replicate`."""
        return self.draws.index, self.fill

    def agreeing(self, statistics: Mapping[str, Statistic]) -> set[str]:
        """The names whose compiled value is that of the function on the network itself."""
        names = [name for name in statistics if name in COMPILED]
        if not names:
            return set()
        own = self.itself(np.array([name in names for name in COMPILED]))
        known = {name: number(statistics[name](self.network)) for name in names}
        return {name for name in names if abs(known[name] - own[COMPILED.index(name)]) <= AGREE}

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], bool]:
        """What the kernel reads: tied pairs with their code, codes of the dyads, group numbers (-1 when unknown)."""
        from maillage_analysis.kernels.kernel_bootstrap import ALIKE, BACK, BOTH, FORTH

        network, seen = self.network, self.network.observed
        tied = network.binary & seen
        alike = tied & tied.T & (network.ties == network.ties.T)
        codes = tied * FORTH + tied.T * BACK + (seen & seen.T) * BOTH + alike * ALIKE
        source, target = np.nonzero(np.triu(tied | tied.T))
        pairs = np.stack([source, target, codes[source, target]], axis=1)
        groups = np.full(network.n, -1, dtype=np.int64)
        if self.group is not None:
            labels, found = network.groups(self.group)
            groups = np.where(np.array([bool(label) for label in labels])[found], found, -1)
        return pairs, codes[self.dyads[:, 0], self.dyads[:, 1]], groups, network.directed

    def itself(self, wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The compiled statistics of the network, each vertex drawn once."""
        own = Draws(np.arange(self.network.n, dtype=np.int32)[None], np.zeros((1, 1)))
        out: NDArray[np.float64] = replace(self, draws=own).compiled(wanted)[0]
        return out

    def compiled(self, wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(replicates, 7) compiled statistics, on every core: the same whatever their number."""
        from maillage_analysis.kernels.kernel_bootstrap import resample

        pairs, loose, groups, directed = self.arrays()
        answered = self.network.answered.copy()
        out = np.full((len(self.draws.index), len(COMPILED)), np.nan)

        def run(part: slice) -> None:
            resample(
                pairs, loose, answered, groups, directed,
                self.draws.index[part], self.fill[part], wanted, out[part],
            )  # fmt: skip

        on_threads(run, len(out))
        return out

    def replicate(self, index: NDArray[np.int32], fill: NDArray[np.int32]) -> Network:
        """One resampled network, as any function can read it."""
        whole = self.network
        ties = whole.ties[np.ix_(index, index)]
        same = index[:, None] == index[None, :]
        ties[same] = 0
        one, two = np.nonzero(np.triu(same & whole.answered[index][:, None], k=1))
        if len(self.dyads) and len(one):
            pairs = self.dyads[fill[np.arange(len(one)) % len(fill)]]
            ties[one, two] = whole.ties[pairs[:, 0], pairs[:, 1]]
            ties[two, one] = whole.ties[pairs[:, 1], pairs[:, 0]]
        return Network(
            nodes=tuple(map(str, range(whole.n))),
            ties=ties,
            answered=whole.answered[index],
            attributes={name: tuple(column[i] for i in index) for name, column in whole.attributes.items()},
            directed=whole.directed,
        )
