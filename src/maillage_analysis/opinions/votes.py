"""`Votes`: who agrees, passes or disagrees with which statement. Validated once, then never changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.errors import VotesError

AGREE: Final = 1
PASS: Final = 0
DISAGREE: Final = -1
Vote = tuple[str, str, int]
Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Votes:
    """(n participants × s statements) of 1 (agrees), 0 (passes), -1 (disagrees), nan (did not vote).

    participants, statements: distinct names; a participant is a number given for the occasion, never a person's name.
    roles: n strings, "" when unknown. moderated_out: s booleans, the statements whose votes are not read.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    values: Array
    roles: tuple[str, ...] = ()
    moderated_out: Mask | None = None

    def __post_init__(self) -> None:
        n, s = len(self.participants), len(self.statements)
        for names, what in ((self.participants, "participants"), (self.statements, "statements")):
            if len(set(names)) != len(names):
                raise VotesError(f"two {what} have the same name")
        values = np.array(self.values, dtype=np.float64)
        if values.shape != (n, s):
            raise VotesError(f"values must be a {n} x {s} array, not {values.shape}")
        if not np.all(np.isnan(values) | np.isin(values, (AGREE, PASS, DISAGREE))):
            raise VotesError("a vote is 1 (agrees), 0 (passes), -1 (disagrees) or nan (none)")
        roles = tuple(self.roles) or ("",) * n
        if len(roles) != n:
            raise VotesError(f"roles must have {n} values, not {len(roles)}")
        out = (
            np.zeros(s, dtype=bool)
            if self.moderated_out is None
            else np.array(self.moderated_out, dtype=bool)
        )
        if out.shape != (s,):
            raise VotesError(f"moderated_out must hold {s} booleans, not {out.shape}")
        values.flags.writeable = out.flags.writeable = False
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "roles", roles)
        object.__setattr__(self, "moderated_out", out)

    @classmethod
    def from_votes(
        cls,
        votes: Iterable[Vote],
        *,
        participants: Sequence[str] = (),
        statements: Sequence[str] = (),
        roles: Mapping[str, str] | None = None,
        moderated_out: Iterable[str] = (),
    ) -> Votes:
        """Build from `(participant, statement, vote)` in the order of time: the latest vote counts."""
        listed = list(votes)
        rows = {
            name: i for i, name in enumerate(dict.fromkeys([*participants, *(who for who, _, _ in listed)]))
        }
        columns = {
            name: i for i, name in enumerate(dict.fromkeys([*statements, *(on for _, on, _ in listed)]))
        }
        values = np.full((len(rows), len(columns)), np.nan)
        for who, on, vote in listed:
            values[rows[who], columns[on]] = vote
        left_out = set(moderated_out)
        if left_out - set(columns):
            raise VotesError(f"unknown statements: {sorted(left_out - set(columns))[:5]}")
        known = roles or {}
        return cls(
            participants=tuple(rows),
            statements=tuple(columns),
            values=values,
            roles=tuple(known.get(name, "") for name in rows),
            moderated_out=np.array([name in left_out for name in columns], dtype=bool),
        )

    @property
    def n(self) -> int:
        """Number of participants."""
        return len(self.participants)

    @property
    def s(self) -> int:
        """Number of statements, those moderated out included."""
        return len(self.statements)

    @cached_property
    def read(self) -> Mask:
        """(s,) booleans: the statements that are read."""
        assert self.moderated_out is not None
        return ~self.moderated_out

    @cached_property
    def cast(self) -> NDArray[np.int64]:
        """(n,) votes cast by each participant, on any statement."""
        found: NDArray[np.int64] = np.isfinite(self.values).sum(axis=1)
        return found

    def of(self, people: Mask) -> Votes:
        """The votes of these participants."""
        return Votes(
            participants=tuple(name for name, kept in zip(self.participants, people, strict=True) if kept),
            statements=self.statements,
            values=self.values[people],
            roles=tuple(role for role, kept in zip(self.roles, people, strict=True) if kept),
            moderated_out=self.moderated_out,
        )
