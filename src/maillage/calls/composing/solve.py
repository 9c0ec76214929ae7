"""The exact choice, a program in zeros and ones solved by HiGHS. The same problem always gives the same set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from maillage.calls.composing.problem import Candidate, Composition, Constraint, Hold, Kind, Problem

Rule = Constraint | Hold
PATIENCE: Final = 30.0  # seconds; three hundred candidates take a tenth of one


class Infeasible(Exception):
    """No set respects all the rules. conflict: some of them that no set respects together, none of which is idle;
    empty when there are fewer candidates than places."""

    def __init__(self, conflict: tuple[Rule, ...]) -> None:
        super().__init__(", ".join(each.key for each in conflict))
        self.conflict = conflict


def compose(problem: Problem) -> Composition:
    """The set of highest total score that respects every rule.

    Raises Infeasible with a smallest conflict: take any rule away from it, and the others can be held together.
    """
    candidates = tuple(sorted(problem.candidates, key=lambda each: (each.name, each.key)))
    rules: list[Rule] = [*problem.constraints, *problem.holds]
    chosen = _solve(candidates, problem.places, rules)
    if chosen is None:
        raise Infeasible(_conflict(candidates, problem.places, rules))
    return Composition(
        kept=tuple(each.key for each in chosen),
        total=sum(each.score for each in chosen),
        tight=tuple(each for each in problem.constraints if _is_tight(each, chosen)),
    )


def _conflict(candidates: Sequence[Candidate], places: int, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """A deletion filter: a rule without which there is still no set is not part of the conflict."""
    kept = list(rules)
    for rule in rules:
        without = [each for each in kept if each is not rule]
        if not _has_a_set(candidates, places, without):
            kept = without
    return tuple(kept)


def _solve(candidates: Sequence[Candidate], places: int, rules: Sequence[Rule]) -> list[Candidate] | None:
    """The best set, or None when there is none. Among the best, the one whose names come first: solved a second time."""
    if not 0 < places <= len(candidates):
        return None
    first = _Model(candidates, places, [float(each.score) for each in candidates])
    for rule in rules:
        first.add(rule)
    best = first.run()
    if best is None:
        return None
    total = sum(each.score for each in best)
    second = _Model(candidates, places, [-float(rank) for rank in range(len(candidates))])
    for rule in rules:
        second.add(rule)
    second.row(range(len(candidates)), total, second.infinity, [float(each.score) for each in candidates])
    return second.run() or best


def _has_a_set(candidates: Sequence[Candidate], places: int, rules: Sequence[Rule]) -> bool:
    """Whether any set respects the rules."""
    if not 0 < places <= len(candidates):
        return False
    model = _Model(candidates, places, [0.0] * len(candidates))
    for rule in rules:
        model.add(rule)
    return model.run() is not None


class _Model:
    """Zeros and ones: one for each candidate, and one for each value that a constraint wants to see."""

    def __init__(self, candidates: Sequence[Candidate], places: int, costs: Sequence[float]) -> None:
        import highspy  # slow import

        self.none = highspy.HighsModelStatus.kInfeasible
        self.candidates, self.infinity, self.optimal = (
            candidates,
            highspy.kHighsInf,
            highspy.HighsModelStatus.kOptimal,
        )
        self.solver: Any = highspy.Highs()
        for name, value in (
            ("output_flag", False), ("time_limit", PATIENCE), ("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5),
        ):  # fmt: skip
            self.solver.setOptionValue(name, value)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.integer = highspy.HighsVarType.kInteger
        for cost in costs:
            self._variable(cost)
        self.row(range(len(candidates)), places, places)

    def _variable(self, cost: float) -> int:
        self.solver.addVar(0.0, 1.0)
        number = int(self.solver.getNumCol()) - 1
        self.solver.changeColCost(number, cost)
        self.solver.changeColIntegrality(number, self.integer)
        return number

    def row(
        self, columns: Sequence[int] | range, low: float, high: float, weights: Sequence[float] = ()
    ) -> None:
        """low ≤ Σ weight × column ≤ high."""
        import numpy as np

        places = np.array(list(columns), dtype=np.int32)
        values = np.array(weights or [1.0] * len(places), dtype=np.float64)
        self.solver.addRow(float(low), float(high), len(places), places, values)

    def add(self, rule: Rule) -> None:
        if isinstance(rule, Hold):
            number = next(n for n, each in enumerate(self.candidates) if each.key == rule.candidate)
            self.row([number], int(rule.keep), int(rule.keep))
            return
        by_value: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(self.candidates):
            by_value[each.traits.get(rule.trait, "")].append(number)
        most = self.infinity if rule.at_most is None else rule.at_most
        if rule.kind == Kind.AMONG:
            self.row(by_value.get(rule.value, []), rule.at_least, most)
            return
        by_value.pop("", None)
        groups = [columns for _, columns in sorted(by_value.items())]
        if rule.kind == Kind.DISTINCT:
            seen = [self._seen(columns, rule.at_most is not None) for columns in groups]
            self.row(seen, rule.at_least, most)
            return
        for columns in groups:
            if rule.at_most is not None:
                self.row(columns, 0, most)
            if rule.at_least > 1:  # a value that is there is there once already
                one = self._seen(columns, True)
                self.row([*columns, one], 0, self.infinity, [1.0] * len(columns) + [-float(rule.at_least)])

    def _seen(self, columns: list[int], counted: bool) -> int:
        """One only when some candidate of these is chosen; `counted`: one whenever some is."""
        seen = self._variable(0.0)
        self.row([*columns, seen], 0, self.infinity, [1.0] * len(columns) + [-1.0])
        for column in columns if counted else ():
            self.row([seen, column], 0, self.infinity, [1.0, -1.0])
        return seen

    def run(self) -> list[Candidate] | None:
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == self.none:
            return None
        if status != self.optimal:
            raise RuntimeError(f"the solver gave up: {self.solver.modelStatusToString(status)}")
        values = self.solver.getSolution().col_value
        return [each for each, value in zip(self.candidates, values, strict=False) if value > 0.5]


def _is_tight(constraint: Constraint, chosen: Sequence[Candidate]) -> bool:
    """Whether the set has not one to spare under a constraint."""
    values = [each.traits.get(constraint.trait, "") for each in chosen]
    if constraint.kind == Kind.AMONG:
        count = values.count(constraint.value)
        return count == constraint.at_most or (constraint.at_least > 0 and count == constraint.at_least)
    known = {value for value in values if value}
    if constraint.kind == Kind.DISTINCT:
        return len(known) in {constraint.at_least, constraint.at_most} and len(known) > 0
    return any(values.count(value) in {constraint.at_most, constraint.at_least} for value in known)
