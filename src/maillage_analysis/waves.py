"""What changed between two waves, on the panel that answered both.

Actors come and go, and fewer may answer the second time: comparing whole waves would read silence as a fall. So
every comparison keeps the nodes that answered both waves and the dyads among them, where both networks are known.
Intervals come from a paired vertex bootstrap: the same resampled vertices in both waves (Snijders & Borgatti 1999);
those of pieces and departures from a paired jackknife, since a copy of a vertex would stand in for the one that leaves.
The modularity of circles is not compared: it moves with the number of ties alone (Guimerà et al. 2004, Physical Review
E 70), so that a change would say nothing of the circles. Nor is multiplexity, which compares sorts of ties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from maillage_analysis import jackknife
from maillage_analysis.bootstrap import MINIMUM, Draws, Sampler, number, spread
from maillage_analysis.errors import NetworkError
from maillage_analysis.metrics._common import either, graph_of
from maillage_analysis.metrics.fragility import worst_departures
from maillage_analysis.network import Network
from maillage_analysis.results import Interval, JSONValue, Matrix, PerGroup, Result, Scalar
from maillage_analysis.threads import on_threads, one_blas_thread

CONVENTION = "panel: nodes that answered both waves, dyads among them"
TOO_FEW = "Moins de trois acteurs ont répondu aux deux vagues\u202f: le changement n’est pas calculé."
UNDEFINED = (
    "Cette mesure n’est pas définie dans l’une des deux vagues\u202f: le changement n’est pas calculé."
)
OWN_BOUNDS = {"jaccard": (0.0, 1.0), "correlation": (-1.0, 1.0)}


@dataclass(frozen=True, eq=False)
class Waves:
    """Labelled networks in the order of time, whose nodes come and go: a node keeps its name from wave to wave."""

    labels: tuple[str, ...]
    networks: tuple[Network, ...]

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.networks):
            raise NetworkError(f"{len(self.networks)} waves but {len(self.labels)} labels")
        if len(set(self.labels)) != len(self.labels):
            raise NetworkError("two waves have the same label")
        if len({network.directed for network in self.networks}) > 1:
            raise NetworkError("the waves must be all directed or all undirected")

    def __len__(self) -> int:
        return len(self.networks)

    def steps(self) -> Iterator[tuple[str, str, Network, Network]]:
        """Each wave with the next: (label before, label after, before, after)."""
        for (one, before), (two, after) in pairwise(zip(self.labels, self.networks, strict=True)):
            yield one, two, before, after

    @property
    def nodes(self) -> tuple[str, ...]:
        """Every node of any wave, in order of appearance."""
        return tuple(dict.fromkeys(node for network in self.networks for node in network.nodes))


def panel(before: Network, after: Network) -> tuple[Network, Network]:
    """Both networks cut to the nodes that answered both waves, in the same order."""
    if before.directed != after.directed:
        raise NetworkError("the waves must be both directed or both undirected")
    later = {node: i for i, node in enumerate(after.nodes)}
    kept = [
        (i, later[node])
        for i, node in enumerate(before.nodes)
        if node in later and before.answered[i] and after.answered[later[node]]
    ]
    return before.subset([i for i, _ in kept]), after.subset([j for _, j in kept])


@one_blas_thread
def compare(
    before: Network, after: Network, *, group: str | None = None, seed: int = 0, replicates: int = 1000
) -> dict[str, Result]:
    """What changed: composition, ties kept, new and lost, likeness of the waves, levels, change of every scalar.

    The change of a scalar is after - before; its details give both values and whether the interval excludes zero.
    """
    one, two = panel(before, after)
    out: dict[str, Result] = {"composition": composition(before, after, one.n)}
    if one.n < MINIMUM:
        out["ties"] = PerGroup(values={}, n_answered=one.n, convention=CONVENTION, withheld=TOO_FEW)
        for key in ("jaccard", "hamming", "correlation", *scalars(one, group), *BROKEN):
            out[key] = Scalar(value=None, n_answered=one.n, convention=CONVENTION, withheld=TOO_FEW)
        return out
    draws = Draws.make(one.n, replicates=replicates, seed=seed)
    out["ties"], likeness = overlap(one, two, draws)
    out |= likeness
    out["levels"] = cross_table(one, two)
    out |= changes(one, two, draws, group if group in two.attributes else None)
    return out | broken(one, two, seed)


def composition(before: Network, after: Network, size: int) -> PerGroup:
    """How many nodes stayed, came and left, and how many answered both waves (names in the details)."""
    old, new = set(before.nodes), set(after.nodes)
    values = {"stayed": len(old & new), "entered": len(new - old), "left": len(old - new), "panel": size}
    details: dict[str, JSONValue] = {
        "entered": [*sorted(new - old)],
        "left": [*sorted(old - new)],
        "response_before": before.response_rate,
        "response_after": after.response_rate,
    }
    return PerGroup(values=dict(values.items()), n_answered=size, convention=CONVENTION, details=details)


BROKEN = ("components", "fragility")
PAIRED = ("kept", "new", "lost", "jaccard", "hamming", "correlation")


def paired(counts: NDArray[np.float64], cells: int) -> NDArray[np.float64]:
    """(…, 6) statistics in the order of `PAIRED`, from (…, 3) counts of ties kept, new and lost among the cells."""
    kept, new, lost = counts[..., 0], counts[..., 1], counts[..., 2]
    first, second = (kept + lost) / cells, (kept + new) / cells
    with np.errstate(invalid="ignore", divide="ignore"):
        jaccard = kept / (kept + new + lost)
        spreads = np.sqrt(first * (1 - first) * second * (1 - second))
        gcor = (kept / cells - first * second) / spreads
    return np.stack([kept, new, lost, jaccard, new + lost, gcor], axis=-1)


def overlap(one: Network, two: Network, draws: Draws) -> tuple[PerGroup, dict[str, Result]]:
    """Ties kept, new and lost; Jaccard, Hamming and correlation, with intervals."""
    seen = _cells(one)
    cells = int(seen.sum())
    a, b = one.binary & seen, two.binary & seen
    whole = np.array([(a & b).sum(), (~a & b).sum(), (a & ~b).sum()], dtype=np.float64)
    values = dict(zip(PAIRED, paired(whole, cells).tolist(), strict=True))
    rows = paired(resampled_counts(one, two, draws), cells)
    known: dict[str, Interval] = {}
    for position, name in enumerate(PAIRED):
        found = spread(values[name], rows[:, position], OWN_BOUNDS.get(name, (0.0, float(cells))))
        if found is not None:
            known[name] = found.low, found.high
    ties = PerGroup(
        values={name: values[name] for name in PAIRED[:3]},
        intervals={name: known[name] for name in PAIRED[:3] if name in known},
        n_answered=one.n,
        convention=CONVENTION,
        details={"dyads": cells},
    )
    return ties, {name: scalar(values[name], known.get(name), one.n) for name in PAIRED[3:]}


def resampled_counts(one: Network, two: Network, draws: Draws) -> NDArray[np.float64]:
    """(replicates, 3) ties kept, new and lost when the same vertices are resampled in both waves."""
    from maillage_analysis.kernels import kernel_bootstrap

    sampler = Sampler(one, draws)
    out = np.empty((len(draws.index), 3), dtype=np.int64)
    a, b = one.binary.astype(np.int64), two.binary.astype(np.int64)

    def run(part: slice) -> None:
        kernel_bootstrap.overlaps(
            a, b, sampler.dyads, draws.index[part], sampler.fill[part], one.directed, out[part]
        )

    on_threads(run, len(out))
    return out.astype(np.float64)


def _cells(network: Network) -> NDArray[np.bool_]:
    return network.observed if network.directed else np.triu(network.observed)


def scalar(value: float, interval: Interval | None, n: int, **details: JSONValue) -> Scalar:
    """One number of the panel, withheld when it is not defined."""
    if not np.isfinite(value):
        return Scalar(value=None, n_answered=n, convention=CONVENTION, withheld=UNDEFINED, details=details)
    return Scalar(value=value, interval=interval, n_answered=n, convention=CONVENTION, details=details)


def cross_table(one: Network, two: Network) -> Matrix:
    """Levels of the ties before (rows) and after (columns), and the shares up, down and stable.

    Shares are over the pairs tied in at least one wave.
    """
    cells = _cells(one)
    a, b = one.ties[cells], two.ties[cells]
    levels = sorted(set(a.tolist()) | set(b.tolist()))
    table = tuple(tuple(float(((a == i) & (b == j)).sum()) for j in levels) for i in levels)
    tied = (a > 0) | (b > 0)
    shares: dict[str, JSONValue] = {}
    if tied.any():
        shares = {
            "up": float((b > a)[tied].mean()),
            "down": float((b < a)[tied].mean()),
            "stable": float((b == a)[tied].mean()),
        }
    names = tuple(map(str, levels))
    return Matrix(
        rows=names, columns=names, matrix=table, n_answered=one.n, convention=CONVENTION, details=shares
    )


def changes(one: Network, two: Network, draws: Draws, group: str | None) -> dict[str, Result]:
    """The change of every scalar, after - before."""
    functions = scalars(one, group)
    first = Sampler(one, draws, group=group).sample(functions)
    second = Sampler(two, draws, group=group).sample(functions)
    out: dict[str, Result] = {}
    for name, function in functions.items():
        old, new = number(function(one)), number(function(two))
        found = spread(new - old, second[name] - first[name])
        interval = (found.low, found.high) if found else None
        out[name] = change(old, new, interval, one.n, se=found.se if found else None)
    return out


def change(old: float, new: float, interval: Interval | None, n: int, **more: JSONValue) -> Scalar:
    """One change, and whether its interval excludes zero."""
    certain = interval is not None and (interval[0] > 0 or interval[1] < 0)
    details: dict[str, JSONValue] = {"significant": certain}
    if np.isfinite(old) and np.isfinite(new):
        details |= {"before": old, "after": new, **more}
    return scalar(new - old, interval, n, **details)


def broken(one: Network, two: Network, seed: int) -> dict[str, Result]:
    """The change of the number of pieces, and of what the worst departure splits: each part left out of both waves."""
    absences = np.concatenate([np.zeros((1, one.n), dtype=bool), jackknife.absences(one, seed=seed)])
    first, second = (_broken(either(wave), absences) for wave in (one, two))
    out: dict[str, Result] = {}
    for name, before, after, most in zip(BROKEN, first, second, (float(one.n), 1.0), strict=True):
        gaps = after - before
        found = jackknife.interval(float(gaps[0]), gaps[1:], (-most, most))
        out[name] = change(float(before[0]), float(after[0]), found, one.n)
    return out


def _broken(tied: NDArray[np.bool_], absences: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(2, rows) in the order of `BROKEN`: pieces, and the worst departure, without each row of absences."""
    graph = graph_of(tied, directed=False)
    left = (graph.induced_subgraph(np.flatnonzero(~absent).tolist()) for absent in absences)
    pieces = [float(len(each.connected_components())) for each in left]
    return np.array([pieces, worst_departures(tied, absences)])


def scalars(network: Network, group: str | None) -> Mapping[str, Callable[[Network], float]]:
    """The scalars compared; the E-I index when the nodes have groups."""
    known: dict[str, Callable[[Network], float]] = {
        "density": density,
        "reciprocity": reciprocity,
        "transitivity": transitivity,
        "centralisation": centralisation,
        "betweenness_centralisation": betweenness_centralisation,
        "concordance": concordance,
    }
    if not network.directed:
        del known["reciprocity"], known["concordance"]
    if group is not None and group in network.attributes:
        known["ei_index"] = lambda each: ei_index(each, group)
    return known


def density(network: Network) -> float:
    """Share of the observed dyads that are tied."""
    seen = network.observed
    return float(network.binary[seen].mean()) if seen.any() else float("nan")


def reciprocity(network: Network) -> float:
    """Edgewise: share of the ties between respondents that are returned."""
    both = network.observed & network.observed.T
    tied = network.binary & both
    m = int(tied.sum())
    return float((tied & tied.T).sum()) / m if m else float("nan")


def transitivity(network: Network) -> float:
    """sna's weak transitivity: share of the paths i → j → k closed by i → k."""
    seen = network.observed
    tied = (network.binary & seen).astype(np.float64)
    paths = (tied @ tied) * seen
    total = float(paths.sum())
    return float((paths * tied).sum()) / total if total else float("nan")


def centralisation(network: Network) -> float:
    """Freeman centralisation of indegree, as a share of the observed partners (degree when undirected)."""
    seen = network.observed
    offered = seen.sum(axis=0)
    shares = (network.binary & seen).sum(axis=0)[offered > 0] / offered[offered > 0]
    bottom = len(shares) - (1 if network.directed else 2)
    return float((shares.max() - shares).sum()) / bottom if bottom > 0 else float("nan")


def betweenness_centralisation(network: Network) -> float:
    """Freeman centralisation of betweenness."""
    import igraph

    n = network.n
    if n < 3:
        return float("nan")
    source, target = np.nonzero(network.binary & network.observed)
    graph = igraph.Graph(n=n, edges=list(zip(source.tolist(), target.tolist(), strict=True)), directed=True)
    between = np.array(graph.betweenness())
    return float((between.max() - between).sum()) / ((n - 1) ** 2 * (n - 2))


def concordance(network: Network) -> float:
    """Share of the tied pairs, both ends having answered, where both give the same level."""
    both = np.triu(network.observed & network.observed.T)
    one, two = network.ties[both], network.ties.T[both]
    tied = (one > 0) | (two > 0)
    return float((one == two)[tied].mean()) if tied.any() else float("nan")


def ei_index(network: Network, group: str) -> float:
    """Krackhardt & Stern: (external - internal) / all ties between nodes whose group is known."""
    names = np.array(network.attributes[group], dtype=object)
    tied = network.binary & network.observed & (names != "")[:, None] & (names != "")[None, :]
    m = int(tied.sum())
    same = names[:, None] == names[None, :]
    return 1 - 2 * float((tied & same).sum()) / m if m else float("nan")
