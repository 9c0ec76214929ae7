"""What is given to the composition: candidates with their score and traits, constraints, what is held by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a constraint counts."""

    AMONG = "AMONG"  # candidates whose trait has one value
    DISTINCT = "DISTINCT"  # different values of a trait
    EACH = "EACH"  # candidates of every value of a trait, one by one


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who could have a place. score: tenths of a point, as a whole number, so that sums are exact."""

    key: str
    name: str
    score: int
    traits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Constraint:
    """« At least, at most » on a trait. label: the sentence that people read."""

    key: str
    label: str
    kind: Kind
    trait: str
    value: str = ""
    at_least: int = 0
    at_most: int | None = None

    def holds(self, chosen: Iterable[Candidate]) -> bool:
        """Whether a set respects it: the plain definition, which the solver is tested against."""
        values = [each.traits.get(self.trait, "") for each in chosen]
        most = len(values) if self.at_most is None else self.at_most
        if self.kind == Kind.AMONG:
            return self.at_least <= values.count(self.value) <= most
        known = {value for value in values if value}
        if self.kind == Kind.DISTINCT:
            return self.at_least <= len(known) and (self.at_most is None or len(known) <= self.at_most)
        return all(self.at_least <= values.count(value) <= most for value in known)


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A candidate kept in, or left out, by hand."""

    key: str
    candidate: str
    keep: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything that decides the composition."""

    candidates: tuple[Candidate, ...]
    places: int
    constraints: tuple[Constraint, ...] = ()
    holds: tuple[Hold, ...] = ()

    def __post_init__(self) -> None:
        keys = [each.key for each in self.candidates]
        if len(set(keys)) != len(keys):
            raise ValueError("two candidates have the same key")
        unknown = {each.candidate for each in self.holds} - set(keys)
        if unknown:
            raise ValueError(f"held candidates are unknown: {sorted(unknown)}")


@dataclass(frozen=True, kw_only=True)
class Composition:
    """A set of places. kept: keys in order. total: tenths of a point. tight: constraints that could not give one more."""

    kept: tuple[str, ...]
    total: int
    tight: tuple[Constraint, ...]
