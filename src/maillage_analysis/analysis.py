"""The whole diagnosis of one network: every metric, its interval, and what non-response forbids to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from maillage_analysis.bootstrap import vertex_bootstrap
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric, metric, metrics
from maillage_analysis.results import AnyResult, Fit, JSONValue, Matrix, PerGroup, PerNode, Scalar

Progress = Callable[[float, str], object]


def analyse(
    network: Network,
    *,
    group: str | None = None,
    layers: Mapping[str, Network] | None = None,
    trust: Network | None = None,
    seed: int = 0,
    replicates: int = 1000,
    keys: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> dict[str, AnyResult]:
    """Results by key. Metrics whose needs are not given are left out; `replicates=0` leaves intervals out.

    progress: called with the share done, from 0 to 1, and the French label of the metric at hand.
    """
    inputs = Inputs(
        network=network, group=group, layers=layers or {}, trust=trust, seed=seed, replicates=replicates
    )  # fmt: skip
    wanted = {key: metric(key) for key in keys} if keys is not None else metrics()
    chosen = {key: each for key, each in wanted.items() if has_needs(each, inputs)}
    found: dict[str, AnyResult] = {}
    for done, (key, each) in enumerate(chosen.items()):
        if progress:
            progress(done / (len(chosen) + 1), each.label)
        reason = reason_to_withhold(each, network)
        found[key] = emptied(each, network, reason) if reason else each.compute(inputs)
    if progress:
        progress(len(chosen) / (len(chosen) + 1), "Intervalles d’incertitude")
    return with_intervals(found, chosen, inputs) if replicates else found


def has_needs(each: Metric, inputs: Inputs) -> bool:
    """Everything this metric looks at is given."""
    given = {"group": inputs.group, "layers": inputs.layers, "trust": inputs.trust}
    return all(given[need] for need in each.needs)


def reason_to_withhold(each: Metric, network: Network) -> str:
    """One French sentence when the value would be about silence, or about nobody; "" otherwise."""
    if network.n_answered < each.smallest:
        return f"Moins de {each.smallest} structures ont répondu\u00a0: rien ne peut en être dit."
    least = each.response
    if network.response_rate < least:
        return (
            f"{network.response_rate * 100:.0f}\u202f% des structures ont répondu\u00a0: "
            f"cette mesure demande au moins {least * 100:.0f}\u202f% de réponses."
        )
    return ""


def emptied(each: Metric, network: Network, reason: str) -> AnyResult:
    """A result without a value, that says why."""
    n = network.n_answered
    if each.kind == "scalar":
        return Scalar(value=None, n_answered=n, convention=each.convention, withheld=reason)
    if each.kind == "per_node":
        return PerNode(values={}, n_answered=n, convention=each.convention, withheld=reason)
    if each.kind == "per_group":
        return PerGroup(values={}, n_answered=n, convention=each.convention, withheld=reason)
    return Matrix(rows=(), columns=(), matrix=(), n_answered=n, convention=each.convention, withheld=reason)


def with_intervals(
    found: dict[str, AnyResult], chosen: Mapping[str, Metric], inputs: Inputs
) -> dict[str, AnyResult]:
    """The same results, with the 95 % interval of each scalar that has a statistic."""
    statistics = {
        key: partial(each.statistic, group=inputs.group)
        for key, each in chosen.items()
        if each.statistic is not None and not found[key].withheld
    }
    bounds = {key: chosen[key].bounds for key in statistics}
    drawn = vertex_bootstrap(
        inputs.network, statistics, replicates=inputs.replicates, seed=inputs.seed, bounds=bounds
    )
    out = dict(found)
    for key, each in drawn.items():
        result = found[key]
        if isinstance(result, Scalar):
            out[key] = replace(result, interval=(each.low, each.high))
    return out


def as_json(result: AnyResult) -> dict[str, JSONValue]:
    """The result as plain JSON values; an empty key is never written for a value that is withheld."""
    out: dict[str, JSONValue] = {"n_answered": result.n_answered, "convention": result.convention}
    if result.withheld:
        return {**out, "withheld": result.withheld}
    out |= {"withheld": None, "details": dict(result.details)}
    if isinstance(result, Scalar):
        out |= {"value": result.value, "interval": list(result.interval) if result.interval else None}
    elif isinstance(result, PerNode):
        out |= {"values": dict(result.values)}
    elif isinstance(result, PerGroup):
        out |= {"values": dict(result.values), "intervals": {k: list(v) for k, v in result.intervals.items()}}
    elif isinstance(result, Matrix):
        out |= {"rows": list(result.rows), "columns": list(result.columns), "matrix": [list(row) for row in result.matrix]}
    elif isinstance(result, Fit):
        out |= fit_as_json(result)
    return out


def fit_as_json(fit: Fit) -> dict[str, JSONValue]:
    """Coefficient, statistic and p value of each term."""
    columns = zip(fit.terms, fit.coefficients, fit.statistics, fit.p_values, strict=True)
    return {"values": {term: {"coefficient": b, "statistic": t, "p_value": p} for term, b, t, p in columns}}
