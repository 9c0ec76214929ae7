"""`Network`: who cooperates with whom, as declared, and who answered.

The one value every metric receives. It is validated once, here, then never changes: arrays are read-only.
Nodes are organisations, services, functions or collectives, named by opaque strings; a natural person is
never a node, but this package cannot know that: the platform guards it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.errors import NetworkError

Tie = tuple[str, str, int]


@dataclass(frozen=True, eq=False)
class Network:
    """Directed valued ties between n nodes, with their attributes and who answered.

    nodes: n distinct names.
    ties: (n, n) integers; `ties[i, j]` is the level that i declares towards j, 0 when none. The diagonal is 0;
        an undirected network is symmetric.
    answered: (n,) booleans. The row of a node that did not answer is *unknown*, never a row of zeros to count.
    attributes: column name -> n strings, for example the sector of each node ("" when unknown).
    directed: False when a tie has no direction (an observed tie is then known from either end).
    """

    nodes: tuple[str, ...]
    ties: NDArray[np.int64]
    answered: NDArray[np.bool_]
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    directed: bool = True

    def __post_init__(self) -> None:
        n = len(self.nodes)
        if len(set(self.nodes)) != n:
            raise NetworkError("two nodes have the same name")
        ties = np.array(self.ties, dtype=np.int64)
        answered = np.array(self.answered, dtype=bool)
        if ties.shape != (n, n):
            raise NetworkError(f"ties must be a {n} x {n} array, not {ties.shape}")
        if answered.shape != (n,):
            raise NetworkError(f"answered must hold {n} booleans, not {answered.shape}")
        if np.any(np.diagonal(ties)):
            raise NetworkError("a node cannot have a tie with itself")
        if np.any(ties < 0):
            raise NetworkError("a tie cannot have a negative level")
        if not self.directed and not np.array_equal(ties, ties.T):
            raise NetworkError("an undirected network must be symmetric")
        for name, column in self.attributes.items():
            if len(column) != n:
                raise NetworkError(f"the attribute {name!r} must have {n} values, not {len(column)}")
        ties.flags.writeable = False
        answered.flags.writeable = False
        object.__setattr__(self, "ties", ties)
        object.__setattr__(self, "answered", answered)
        object.__setattr__(self, "attributes", {k: tuple(v) for k, v in self.attributes.items()})

    @classmethod
    def from_ties(
        cls,
        ties: Iterable[Tie],
        *,
        nodes: Sequence[str] = (),
        answered: Iterable[str] | None = None,
        attributes: Mapping[str, Sequence[str]] | None = None,
        directed: bool = True,
    ) -> Network:
        """Build from `(source, target, level)` triples.

        Nodes missing from `nodes` are added in order of appearance. `answered=None` means that everybody
        answered. A pair given twice is refused (in an undirected network, in either direction).
        """
        listed = list(ties)
        ends = (end for source, target, _ in listed for end in (source, target))
        index = {name: i for i, name in enumerate(dict.fromkeys([*nodes, *ends]))}
        array = np.zeros((len(index), len(index)), dtype=np.int64)
        seen: set[tuple[int, int]] = set()
        for source, target, level in listed:
            i, j = index[source], index[target]
            if (i, j) in seen:
                raise NetworkError(f"the tie from {source!r} to {target!r} is given twice")
            seen.add((i, j))
            array[i, j] = level
            if not directed:
                seen.add((j, i))
                array[j, i] = level
        known = set(index) if answered is None else set(answered)
        if known - set(index):
            raise NetworkError(f"unknown respondents: {sorted(known - set(index))[:5]}")
        return cls(
            nodes=tuple(index),
            ties=array,
            answered=np.array([name in known for name in index], dtype=bool),
            attributes={k: tuple(v) for k, v in (attributes or {}).items()},
            directed=directed,
        )

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    @property
    def n_answered(self) -> int:
        """Number of nodes that answered."""
        return int(self.answered.sum())

    @property
    def response_rate(self) -> float:
        """Share of the nodes that answered, from 0 to 1 (0 for an empty network)."""
        return self.n_answered / self.n if self.n else 0.0

    @cached_property
    def binary(self) -> NDArray[np.bool_]:
        """(n, n) booleans: there is a declared tie, whatever its level."""
        out = self.ties > 0
        out.flags.writeable = False
        return out

    @cached_property
    def observed(self) -> NDArray[np.bool_]:
        """(n, n) booleans: the dyad was observed. Rows of those who answered; in an undirected network one of
        the two ends is enough. The diagonal is never observed."""
        out = np.repeat(self.answered[:, None], self.n, axis=1)
        if not self.directed:
            out = out | out.T
        np.fill_diagonal(out, val=False)
        out.flags.writeable = False
        return out

    @property
    def m(self) -> int:
        """Number of declared ties (an undirected tie counts once)."""
        total = int(self.binary.sum())
        return total if self.directed else total // 2

    def at_least(self, level: int) -> Network:
        """The same network with only the ties of this level or above."""
        return replace(self, ties=np.where(self.ties >= level, self.ties, 0))

    def subset(self, keep: Sequence[int] | NDArray[np.int64]) -> Network:
        """The network of the nodes at these positions, in this order."""
        at = np.asarray(keep, dtype=np.int64)
        return replace(
            self,
            nodes=tuple(self.nodes[i] for i in at),
            ties=self.ties[np.ix_(at, at)],
            answered=self.answered[at],
            attributes={k: tuple(v[i] for i in at) for k, v in self.attributes.items()},
        )

    def groups(self, attribute: str) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """The sorted labels of an attribute, and the (n,) position of each node's label among them."""
        if attribute not in self.attributes:
            raise NetworkError(f"no attribute {attribute!r}; known: {', '.join(self.attributes) or 'none'}")
        labels = tuple(sorted(set(self.attributes[attribute])))
        position = {label: i for i, label in enumerate(labels)}
        return labels, np.array([position[v] for v in self.attributes[attribute]], dtype=np.int64)
