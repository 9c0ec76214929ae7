"""The best set of places under constraints, exactly, and what it costs to change it. Numbers only: no database, no clock."""

from maillage.calls.composing.problem import Candidate, Composition, Constraint, Hold, Kind, Problem
from maillage.calls.composing.solve import Infeasible, compose
from maillage.calls.composing.swaps import Change, Reason, bring_in, reasons

__all__ = [
    "Candidate",
    "Change",
    "Composition",
    "Constraint",
    "Hold",
    "Infeasible",
    "Kind",
    "Problem",
    "Reason",
    "bring_in",
    "compose",
    "reasons",
]
