"""The exact choice is that of whoever would try every set; what it refuses, nobody could have held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.calls.composing import (
    Candidate,
    Constraint,
    Hold,
    Infeasible,
    Kind,
    Problem,
    bring_in,
    compose,
    reasons,
)

REGIONS, SIZES = ("N", "S", "E", ""), ("S", "L")


def by_hand(problem: Problem, rules: Sequence[Any] | None = None) -> int | None:
    """The best total over every possible set; None when no set respects the rules."""
    rules = [*problem.constraints, *problem.holds] if rules is None else rules
    totals = [
        sum(each.score for each in chosen)
        for chosen in combinations(problem.candidates, problem.places)
        if all(_respected(rule, chosen) for rule in rules)
    ]
    return max(totals, default=None)


def _respected(rule: Any, chosen: Sequence[Candidate]) -> bool:
    if isinstance(rule, Hold):
        return (rule.candidate in {each.key for each in chosen}) is rule.keep
    return bool(rule.holds(chosen))


def names(n: int) -> list[str]:
    return [f"c{i}" for i in range(n)]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    n = draw(st.integers(2, 8))
    candidates = tuple(
        Candidate(
            key=key,
            name=key.upper(),
            score=draw(st.integers(0, 12)),
            traits={"region": draw(st.sampled_from(REGIONS)), "size": draw(st.sampled_from(SIZES))},
        )
        for key in names(n)
    )
    constraints = []
    for i in range(draw(st.integers(0, 4))):
        trait = draw(st.sampled_from(["region", "size"]))
        least = draw(st.integers(0, 3))
        most = draw(st.one_of(st.none(), st.integers(least, 4)))
        kind = draw(st.sampled_from(list(Kind)))
        value = draw(st.sampled_from(REGIONS[:3] if trait == "region" else SIZES))
        constraints.append(
            Constraint(
                key=f"r{i}", label=f"R{i}", kind=kind, trait=trait, value=value, at_least=least, at_most=most
            )
        )
    held = draw(
        st.lists(st.tuples(st.sampled_from(names(n)), st.booleans()), max_size=2, unique_by=lambda h: h[0])
    )
    holds = tuple(Hold(key=f"h{key}", candidate=key, keep=keep, label="") for key, keep in held)
    return Problem(
        candidates=candidates, places=draw(st.integers(1, n)), constraints=tuple(constraints), holds=holds
    )


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_set_is_the_best_that_anybody_could_find(problem: Problem) -> None:
    best = by_hand(problem)
    if best is None:
        with pytest.raises(Infeasible) as caught:
            compose(problem)
        conflict = caught.value.conflict
        assert by_hand(problem, conflict) is None
        for rule in conflict:
            assert by_hand(problem, [each for each in conflict if each is not rule]) is not None
        return
    made = compose(problem)
    chosen = [each for each in problem.candidates if each.key in made.kept]
    assert len(made.kept) == problem.places
    assert made.total == best == sum(each.score for each in chosen)
    assert all(_respected(rule, chosen) for rule in (*problem.constraints, *problem.holds))


@settings(max_examples=40, deadline=None)
@given(problems(), st.randoms())
def test_the_order_in_which_they_came_changes_nothing(problem: Problem, random: Any) -> None:
    shuffled = list(problem.candidates)
    random.shuffle(shuffled)
    try:
        made = compose(problem)
    except Infeasible:
        return
    assert compose(replace(problem, candidates=tuple(shuffled))) == made


@settings(max_examples=40, deadline=None)
@given(problems())
def test_a_swap_costs_what_it_costs(problem: Problem) -> None:
    try:
        made = compose(problem)
    except Infeasible:
        return
    outside = [each.key for each in problem.candidates if each.key not in made.kept]
    for key in outside:
        others = tuple(each for each in problem.holds if each.candidate != key)
        asked = replace(problem, holds=(*others, Hold(key="x", candidate=key, keep=True, label="")))
        best = by_hand(asked)
        if best is None:
            with pytest.raises(Infeasible):
                bring_in(problem, made, key)
            continue
        change = bring_in(problem, made, key)
        assert change.cost == made.total - best
        assert key in change.entering
        assert len(change.entering) == len(change.leaving)
    for reason in reasons(problem, made):
        free = tuple(each for each in problem.holds if each.candidate != reason.key)
        out = replace(problem, holds=(*free, Hold(key="x", candidate=reason.key, keep=False, label="")))
        best = by_hand(out)
        assert (reason.without is None) is (best is None)
        if reason.without is not None:
            assert reason.without.cost == made.total - (best or 0)


def _candidates(*rows: tuple[str, int, str]) -> tuple[Candidate, ...]:
    return tuple(Candidate(key=k, name=k, score=s, traits={"region": r}) for k, s, r in rows)


def test_a_place_is_owed_to_the_constraint_that_needs_it() -> None:
    rule = Constraint(key="d", label="Deux régions", kind=Kind.DISTINCT, trait="region", at_least=2)
    problem = Problem(
        candidates=_candidates(("a", 90, "N"), ("b", 80, "N"), ("c", 40, "S"), ("d", 30, "S")),
        places=2,
        constraints=(rule,),
    )
    made = compose(problem)
    assert (made.kept, made.total, made.tight) == (("a", "c"), 130, (rule,))
    first, second = reasons(problem, made)
    assert second.serves == (rule,)
    assert second.without is not None
    assert (second.without.cost, second.without.entering) == (10, ("d",))
    assert first.without is not None
    assert first.without.cost == 10
    swap = bring_in(problem, made, "b")
    assert (swap.cost, swap.leaving) == (10, ("a",))


def test_more_places_than_candidates_conflicts_with_nothing() -> None:
    with pytest.raises(Infeasible) as caught:
        compose(Problem(candidates=_candidates(("a", 1, "N")), places=2))
    assert caught.value.conflict == ()


@pytest.mark.parametrize("wrong", ["twice", "unknown"])
def test_a_problem_badly_put_is_refused(wrong: str) -> None:
    rows = _candidates(("a", 1, "N"), ("a" if wrong == "twice" else "b", 1, "N"))
    holds = () if wrong == "twice" else (Hold(key="h", candidate="z", keep=True, label=""),)
    with pytest.raises(ValueError, match=r"same key|unknown"):
        Problem(candidates=rows, places=1, holds=holds)
