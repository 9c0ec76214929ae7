"""Groups of opinion: only of enough people, and only when they are there and come back.

k-means always finds groups, even in noise. So they are told only when people sit well in their group (silhouette) and
when the same groups come back from other people drawn among these (bootstrap: components and groups found anew).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.opinions.polis import Space, space
from maillage_analysis.opinions.votes import Array, Votes

FROM: Final = 30  # people: under it two groups would be of a dozen, and each statement read on a handful
SMALLEST: Final = 5  # people in the smallest group told
SILHOUETTE: Final = 0.25
STABILITY: Final = 0.7  # mean adjusted Rand index
STARTS, FEW_STARTS = 50, 5
DRAWS: Final = 40
SAMPLE: Final = 1000  # people on whom starts, silhouette and stability are worked out, when there are more

Labels = NDArray[np.int64]
TOO_FEW_PEOPLE: Final = f"Moins de {FROM}\u00a0personnes ont voté sur assez d’énoncés\u202f: des groupes d’opinion ne seraient pas sûrs."
NOT_THERE: Final = "Les votes ne dessinent pas de groupes d’opinion nets\u202f: les avis passent de l’un à l’autre sans rupture."
NOT_STABLE: Final = "Les groupes d’opinion changeraient avec quelques personnes de plus ou de moins\u202f: ils ne sont pas montrés."


@dataclass(frozen=True, eq=False)
class Groups:
    """The group of each participant (-1 for all when there are none), and why there are none (French)."""

    labels: Labels
    count: int
    silhouette: float | None
    stability: float | None
    withheld: str = ""


def find_groups(votes: Votes, plane: Space, *, seed: int = 0, draws: int = DRAWS) -> Groups:
    """The groups of these participants, all of whom voted enough. `draws=0` takes stability on trust."""
    nobody = np.full(votes.n, -1, dtype=np.int64)
    if votes.n < FROM:
        return Groups(nobody, 0, None, None, TOO_FEW_PEOPLE)
    rng = np.random.default_rng(seed)
    sample = np.arange(votes.n) if votes.n <= SAMPLE else np.sort(rng.choice(votes.n, SAMPLE, replace=False))
    found = _best(plane.positions, plane.positions[sample], rng)
    if found is None or found[1] < SILHOUETTE:
        return Groups(nobody, 0, None if found is None else found[1], None, NOT_THERE)
    labels, fit, k = found
    if not draws:
        return Groups(labels, k, fit, None)
    kept = np.zeros(votes.n, dtype=bool)
    kept[sample] = True
    stability = _stability(votes.of(kept), labels[sample], k, rng, draws)
    if stability < STABILITY:
        return Groups(nobody, 0, fit, stability, NOT_STABLE)
    return Groups(labels, k, fit, stability)


def _best(positions: Array, sample: Array, rng: np.random.Generator) -> tuple[Labels, float, int] | None:
    """Labels, silhouette and number of the groups whose silhouette is best, none being too small."""
    from maillage_analysis.kernels.kernel_groups import silhouette

    best: tuple[Labels, float, int] | None = None
    for k in range(2, min(5, 2 + len(positions) // 12) + 1):
        centres = _centres(sample, k, STARTS, rng)
        within = _assigned(sample, centres)
        labels = _assigned(positions, centres)
        if np.bincount(labels, minlength=k).min() < SMALLEST:
            continue
        fit = float(silhouette(sample, within, k))
        if best is None or fit > best[1] + 1e-12:
            best = (_ordered(labels, k), fit, k)
    return best


def _centres(points: Array, k: int, starts: int, rng: np.random.Generator) -> Array:
    from maillage_analysis.kernels.kernel_groups import kmeans

    out = np.zeros((k, 2))
    kmeans(np.ascontiguousarray(points), rng.random((starts, k)), out)
    return out


def _assigned(points: Array, centres: Array) -> Labels:
    from maillage_analysis.kernels.kernel_groups import nearest

    labels = np.zeros(len(points), dtype=np.int64)
    nearest(np.ascontiguousarray(points), centres, labels)
    return labels


def _ordered(labels: Labels, k: int) -> Labels:
    """The largest group is 0: the same groups always carry the same numbers."""
    order = np.argsort(-np.bincount(labels, minlength=k), kind="stable")
    rank = np.empty(k, dtype=np.int64)
    rank[order] = np.arange(k)
    found: Labels = rank[labels]
    return found


def _stability(votes: Votes, labels: Labels, k: int, rng: np.random.Generator, draws: int) -> float:
    """Mean agreement of the groups with those that people drawn with replacement would have given."""
    agreements = []
    for _ in range(draws):
        drawn = rng.integers(0, votes.n, votes.n)
        plane = space(
            Votes(
                tuple(map(str, range(votes.n))),
                votes.statements,
                votes.values[drawn],
                (),
                votes.moderated_out,
            )
        )
        centres = _centres(plane.positions, k, FEW_STARTS, rng)
        agreements.append(rand_index(labels[drawn], _assigned(plane.positions, centres)))
    return float(np.mean(agreements))


def rand_index(one: Labels, two: Labels) -> float:
    """Adjusted Rand index of two ways of grouping the same people (Hubert and Arabie 1985)."""
    table = np.zeros((int(one.max()) + 1, int(two.max()) + 1))
    np.add.at(table, (one, two), 1)
    pairs = (table * (table - 1)).sum() / 2
    rows, columns = (float((sums * (sums - 1)).sum() / 2) for sums in (table.sum(axis=1), table.sum(axis=0)))
    possible = len(one) * (len(one) - 1) / 2
    expected, largest = rows * columns / possible, (rows + columns) / 2
    return 1.0 if largest == expected else float((pairs - expected) / (largest - expected))
