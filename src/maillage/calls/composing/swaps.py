"""Why each is in, and what it costs to bring another in: found by composing again, never by a guess."""

from __future__ import annotations

from dataclasses import dataclass, replace

from maillage.calls.composing.problem import Candidate, Composition, Constraint, Hold, Kind, Problem
from maillage.calls.composing.solve import Infeasible, compose


@dataclass(frozen=True, kw_only=True)
class Change:
    """The best set once somebody is brought in or left out. cost: tenths of a point; entering and leaving: keys."""

    composition: Composition
    cost: int
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a candidate is in. without: the best set without it, or None when there is none; serves: the constraints that have no
    one to spare and that it helps to hold; conflict: what could not be held without it."""

    key: str
    held: Hold | None
    without: Change | None
    serves: tuple[Constraint, ...]
    conflict: tuple[Constraint | Hold, ...] = ()


def bring_in(problem: Problem, now: Composition, key: str) -> Change:
    """The best set that has `key` in it. Raises Infeasible, whose conflict may name the rule « brought in » itself."""
    return _held(problem, now, key, keep=True)


def _held(problem: Problem, now: Composition, key: str, *, keep: bool) -> Change:
    asked = Hold(key=f"ask:{key}", candidate=key, keep=keep, label="")
    others = tuple(each for each in problem.holds if each.candidate != key)
    made = compose(replace(problem, holds=(*others, asked)))
    before, after = set(now.kept), set(made.kept)
    return Change(
        composition=made,
        cost=now.total - made.total,
        entering=tuple(each for each in made.kept if each not in before),
        leaving=tuple(each for each in now.kept if each not in after),
    )


def reasons(problem: Problem, now: Composition) -> list[Reason]:
    """Why each of a composition is in, in its order: one composition more for each."""
    return [_reason(problem, now, key) for key in now.kept]


def _reason(problem: Problem, now: Composition, key: str) -> Reason:
    candidate = next(each for each in problem.candidates if each.key == key)
    held = next((each for each in problem.holds if each.candidate == key and each.keep), None)
    chosen = [each for each in problem.candidates if each.key in set(now.kept)]
    rest = [each for each in chosen if each.key != key]
    serves = tuple(
        each
        for each in now.tight
        if each.kind != Kind.EACH
        and each.holds(chosen)
        and not _enough(each, rest)
        and candidate.traits.get(each.trait)
    )
    try:
        return Reason(key=key, held=held, without=_held(problem, now, key, keep=False), serves=serves)
    except Infeasible as error:
        conflict = tuple(each for each in error.conflict if not each.key.startswith("ask:"))
        return Reason(key=key, held=held, without=None, serves=serves, conflict=conflict)


def _enough(constraint: Constraint, rest: list[Candidate]) -> bool:
    """Whether the others alone reach the least that a constraint asks."""
    return replace(constraint, at_most=None).holds(rest)
