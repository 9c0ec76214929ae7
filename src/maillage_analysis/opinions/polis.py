"""What Polis computes, from its published description (compdemocracy/polis, `math`), to be compared with it.

Two things differ on purpose: the components are exact where Polis takes a hundred steps of a power iteration, and the
groups come from `groups.py`, since those of Polis are not the same twice. For thirty people, read `readings.py` instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from maillage_analysis.opinions.counts import Counts
from maillage_analysis.opinions.votes import Array, Mask, Votes

ENOUGH_VOTES: Final = 7  # votes cast from which somebody is read
ENOUGH_PEOPLE: Final = 15  # under it, the most active are added
SURE: Final = 1.2816  # 0.90 quantile of the normal law, one-sided
MOST: Final = 5  # statements listed each way


def who_is_in(votes: Votes) -> Mask:
    """(n,) booleans: who cast seven votes (all, when there are fewer statements); then the most active, up to fifteen."""
    inside = votes.cast >= min(ENOUGH_VOTES, votes.s)
    missing = ENOUGH_PEOPLE - int(inside.sum())
    if missing > 0:
        active = [i for i in np.argsort(-votes.cast, kind="stable") if not inside[i]]
        inside[active[:missing]] = True
    return inside


@dataclass(frozen=True, eq=False)
class Space:
    """The plane in which people stand. center: (s,) means; components: (2, s); positions: (n, 2)."""

    center: Array
    components: Array
    positions: Array


def space(votes: Votes) -> Space:
    """Missing votes are the mean of their statement; two principal components; each stands where their votes put them.

    A position is stretched by sqrt(s / votes cast), as someone who voted little would otherwise seem moderate.
    """
    centred, center, cast = _centred(votes)
    components = principal(centred)
    stretch = np.sqrt(votes.s / np.maximum(cast, 1))
    return Space(center, components, (centred @ components.T) * stretch[:, None])


def _centred(votes: Votes) -> tuple[Array, Array, Array]:
    """Votes less the mean of their statement, 0 where missing; the means; votes cast (a zeroed column counts as one)."""
    missing = np.isnan(votes.values)
    missing[:, ~votes.read] = False
    values = np.where(missing | ~votes.read[None, :], 0.0, votes.values)
    cast = votes.n - missing.sum(axis=0)
    center = values.sum(axis=0) / np.maximum(cast, 1)
    values -= center
    values[missing] = 0.0
    return values, center, votes.s - missing.sum(axis=1)


def principal(centred: Array) -> Array:
    """(2, s) leading right singular vectors, the largest loading positive; zeros where nothing varies."""
    n, s = centred.shape
    out = np.zeros((2, s))
    if not n or not s:
        return out
    gram = centred.T @ centred if s <= n else centred @ centred.T
    values, vectors = np.linalg.eigh(gram)
    for row, at in enumerate(range(len(values) - 1, max(-1, len(values) - 3), -1)):
        if values[at] <= 1e-12 * max(values[-1], 1e-300) or values[at] < 1e-12:
            break
        vector = vectors[:, at] if s <= n else centred.T @ vectors[:, at]
        vector = vector / np.linalg.norm(vector)
        out[row] = vector * np.sign(vector[np.argmax(np.abs(vector))])
    return out


@dataclass(frozen=True)
class Chosen:
    """A statement chosen for its votes: its position, the way it is voted, its probability and how sure that is."""

    statement: int
    agrees: bool
    probability: float
    z: float
    ratio: float = 1.0
    ratio_z: float = 0.0

    @property
    def weight(self) -> float:
        """What statements are ranked by."""
        return (
            self.ratio * self.ratio_z * self.probability * self.z
            if self.ratio_z
            else self.probability * self.z
        )


def one_proportion(successes: Any, trials: Any) -> Any:
    """z of « more than half », with one success and one trial added."""
    return 2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def two_proportions(successes: Any, trials: Any, other: Any, other_trials: Any) -> Any:
    """z of « more than the others », with one success and one trial added to each; 0 when everybody does it."""
    a, n, b, m = successes + 1, trials + 1, other + 1, other_trials + 1
    pooled = (a + b) / (n + m)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / n + 1 / m))
    return np.where(spread > 0, (a / n - b / m) / np.where(spread > 0, spread, 1.0), 0.0)


def representative(counts: Counts, read: Mask) -> tuple[tuple[Chosen, ...], ...]:
    """For each group, at most five statements that set it apart: agreements before disagreements, the best first."""
    others, ways = counts.others, []
    for mine, theirs in ((counts.agree, others.agree), (counts.disagree, others.disagree)):
        p = (mine + 1) / (counts.seen + 2)
        z = one_proportion(mine, counts.seen)
        ratio = p / ((theirs + 1) / (others.seen + 2))
        ways.append((p, z, ratio, two_proportions(mine, counts.seen, theirs, others.seen)))
    agree_z, disagree_z = ways[0][3], ways[1][3]
    found = []
    for group in range(len(counts.labels)):
        chosen = []
        for statement in np.flatnonzero(read).tolist():
            agrees = bool(agree_z[group, statement] > disagree_z[group, statement])
            p, z, ratio, ratio_z = (each[group, statement] for each in ways[0 if agrees else 1])
            if min(z, ratio_z) > SURE:
                chosen.append(Chosen(statement, agrees, float(p), float(z), float(ratio), float(ratio_z)))
        chosen.sort(key=lambda each: -each.weight)
        found.append(tuple(sorted(chosen[:MOST], key=lambda each: not each.agrees)))
    return tuple(found)


def consensus(counts: Counts, read: Mask) -> tuple[Chosen, ...]:
    """What most people think, all groups together: at most five agreements, then five disagreements."""
    seen = counts.seen.sum(axis=0)
    found: list[Chosen] = []
    for agrees, table in ((True, counts.agree), (False, counts.disagree)):
        success = table.sum(axis=0)
        p, z = (success + 1) / (seen + 2), one_proportion(success, seen)
        kept = [
            Chosen(at, agrees, float(p[at]), float(z[at]))
            for at in np.flatnonzero(read & (p > 0.5) & (z > SURE)).tolist()
        ]
        found += sorted(kept, key=lambda each: -each.weight)[:MOST]
    return tuple(found)


def group_aware_consensus(counts: Counts) -> Array:
    """(s,) product over the groups of the probability to agree, with Laplace's prior."""
    found: Array = np.prod((counts.agree + 1) / (counts.seen + 2), axis=0)
    return found
