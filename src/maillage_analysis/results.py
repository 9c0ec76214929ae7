"""What a metric returns: frozen values with their uncertainty, how many answered, and why a value is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Interval = tuple[float, float]
JSONValue = None | bool | int | float | str | list["JSONValue"] | dict[str, "JSONValue"]


@dataclass(frozen=True, kw_only=True)
class Result:
    """Common to every result.

    n_answered: respondents the value rests on. convention: name of the formula retained where several exist.
    withheld: "" or the French sentence that says why no value is given (then the value is empty).
    details: named secondary values, JSON-ready.
    """

    n_answered: int
    convention: str = ""
    withheld: str = ""
    details: Mapping[str, JSONValue] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Scalar(Result):
    """One number, with the 95 % interval when there is one."""

    value: float | None
    interval: Interval | None = None


@dataclass(frozen=True, kw_only=True)
class PerNode(Result):
    """One number a node: {node: value}; None where undefined (an isolate's constraint)."""

    values: Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True)
class PerGroup(Result):
    """One number a group (or a named category, such as a level of tie)."""

    values: Mapping[str, float | None]
    intervals: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Matrix(Result):
    """A rows x columns table of numbers, None where nothing could be observed; its 95 % intervals when there are."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: tuple[tuple[float | None, ...], ...]
    intervals: tuple[tuple[Interval | None, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fit(Result):
    """A fitted model: one coefficient and one p value a term."""

    terms: tuple[str, ...]
    coefficients: tuple[float, ...]
    statistics: tuple[float, ...]
    p_values: tuple[float, ...]


AnyResult = Scalar | PerNode | PerGroup | Matrix | Fit
