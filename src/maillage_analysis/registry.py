"""The catalogue of metrics: one file in `metrics/` is one metric, its name is the key."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from maillage_analysis import metrics as folder
from maillage_analysis.errors import UnknownMetric
from maillage_analysis.network import Network
from maillage_analysis.results import JSONValue, Result

Kind = Literal["scalar", "per_node", "per_group", "matrix"]
ORDER = (
    "components", "density", "tie_levels", "reciprocity", "centralisation", "degree", "betweenness", "closeness",
    "reach", "transitivity", "core", "communities", "ei_index", "mixing", "brokerage", "effective_size",
    "constraint", "cutpoints", "fragility", "concordance", "trust", "multiplexity",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a metric may read. `group` names an attribute of the network; `trust` holds ratings as levels."""

    network: Network
    group: str | None = None
    layers: Mapping[str, Network] = field(default_factory=dict)
    trust: Network | None = None
    seed: int = 0
    replicates: int = 1000


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked value: `expected` is compared with what the result holds (its value, values or matrix)."""

    inputs: Callable[[], Inputs]
    expected: JSONValue
    source: str


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One metric: its French words, its definition and its formula.

    smallest: respondents under which it is withheld. response: response rate under which it is withheld.
    statistic: raw value of a scalar for (network, group), nan when undefined: what the bootstrap resamples.
    """

    key: str
    label: str
    question: str
    reading: str
    limits: str
    definition: str
    reference: str
    convention: str
    kind: Kind
    bounds: tuple[float, float]
    smallest: int
    compute: Callable[[Inputs], Result]
    examples: tuple[Example, ...]
    response: float = 0.65
    needs: frozenset[str] = frozenset()
    statistic: Callable[[Network, str | None], float] | None = None
    version: int = 1


@cache
def metrics() -> Mapping[str, Metric]:
    """Every metric by key: in reading order, then those added since in alphabetical order."""
    names = {
        module.name for module in pkgutil.iter_modules(folder.__path__) if not module.name.startswith("_")
    }
    ordered = [key for key in ORDER if key in names] + sorted(names - set(ORDER))
    found: dict[str, Metric] = {}
    for key in ordered:
        metric = importlib.import_module(f"{folder.__name__}.{key}").METRIC
        if metric.key != key:
            raise UnknownMetric(f"the file {key}.py holds the metric {metric.key!r}")
        found[key] = metric
    return found


def metric(key: str) -> Metric:
    """The metric of this key."""
    try:
        return metrics()[key]
    except KeyError:
        raise UnknownMetric(f"no metric {key!r}; known: {', '.join(metrics())}") from None
