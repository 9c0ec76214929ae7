"""The registry of metrics: one file of `metrics/`, one metric. The file's name is the key.

A metric carries its own French words, its definition and its reference, so that the command line, the findings and
the documentation say the same thing, and one common test runs on every member.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from maillage_analysis.errors import UnknownMetric
from maillage_analysis.network import Network
from maillage_analysis.results import AnyResult

Kind = Literal["scalar", "per_node", "per_group", "matrix"]
Need = Literal["group", "layers", "trust"]
# How far non-response spoils a metric (science.md F): what counts ties row by row stands it, paths do not.
Robustness = Literal["composition", "local", "paths"]


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a metric may look at. `group` names an attribute of the network; `layers` are other relations
    between the same nodes; `trust` holds ratings from 1 to 4, and 0 where none was given."""

    network: Network
    group: str | None = None
    layers: Mapping[str, Network] = field(default_factory=dict)
    trust: Network | None = None
    seed: int = 0
    replicates: int = 1000


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked example: what to compute, what is expected, and who worked it out."""

    inputs: Callable[[], Inputs]
    expected: float | Mapping[str, float | None]
    source: str


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One measure of a network.

    label, question, reading, limits: French words for those who read the diagnosis.
    bounds: smallest and largest possible value. smallest: fewest respondents under which nothing is said.
    statistic: the raw value as a function of a network, for the vertex bootstrap (scalars only).
    """

    version: int
    label: str
    question: str
    reading: str
    limits: str
    definition: str
    reference: str
    convention: str
    kind: Kind
    bounds: tuple[float, float]
    compute: Callable[[Inputs], AnyResult]
    examples: tuple[Example, ...]
    smallest: int = 3
    robustness: Robustness = "local"
    needs: frozenset[Need] = frozenset()
    statistic: Callable[[Network], float] | None = None
    key: str = ""


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by key, in alphabetical order."""
    package = importlib.import_module("maillage_analysis.metrics")
    found = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        found[module.name] = importlib.import_module(f"{package.__name__}.{module.name}").METRIC
    return found


def metric(key: str) -> Metric:
    """The metric of this key."""
    try:
        return metrics()[key]
    except KeyError:
        raise UnknownMetric(f"unknown metric {key!r}; known: {', '.join(metrics())}") from None
