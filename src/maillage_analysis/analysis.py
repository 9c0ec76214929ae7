"""The whole analysis of one network: every metric, its interval, and what is better not said."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from maillage_analysis.bootstrap import BOUNDS, vertex_bootstrap
from maillage_analysis.metrics._common import by_name
from maillage_analysis.network import Network
from maillage_analysis.registry import Inputs, Metric, metric, metrics
from maillage_analysis.results import JSONValue, Matrix, PerGroup, PerNode, Result, Scalar
from maillage_analysis.threads import one_blas_thread

Progress = Callable[[float, str], None]

MISSING = {
    "group": "Cette mesure demande de savoir à quel groupe appartient chaque structure.",
    "layers": "Cette mesure demande au moins deux sortes de liens entre les mêmes structures.",
    "trust": "Cette mesure demande des avis de confiance.",
    "directed": "Ces liens ont été recueillis sans sens\u00a0: on ne sait pas lequel des deux acteurs a cité l’autre.",
}
MINIMUM_LAYERS = 2


@one_blas_thread
def analyse(
    network: Network,
    *,
    group: str | None = None,
    layers: Mapping[str, Network] = {},
    trust: Network | None = None,
    seed: int = 0,
    replicates: int = 1000,
    keys: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> dict[str, Result]:
    """Run each metric (or those of `keys`), with 95 % intervals from the vertex bootstrap.

    Give the answers of another kind in `layers`; the network itself counts as a first layer when it is not there.
    `progress` receives the share done, from 0 to 1, and the French name of what was just computed.
    """
    wanted = list(metrics().values()) if keys is None else [metric(key) for key in keys]
    every = (
        {"": network, **layers} if layers and not any(each is network for each in layers.values()) else layers
    )
    inputs = Inputs(
        network=network, group=group, layers=dict(every), trust=trust, seed=seed, replicates=replicates
    )
    found: dict[str, Result] = {}
    for position, each in enumerate(wanted, start=1):
        found[each.key] = measure(each, inputs)
        if progress is not None:
            progress(position / (len(wanted) + 1), each.label)
    found |= intervals(found, inputs)
    if progress is not None:
        progress(1.0, "Marges d’incertitude")
    return found


def measure(each: Metric, inputs: Inputs) -> Result:
    """One metric, or its empty result with the reason."""
    if inputs.group is not None:
        inputs.network.groups(inputs.group)  # an unknown attribute is refused, whatever the metric
    reason = reason_to_withhold(each, inputs)
    if reason:
        return empty(each, inputs, reason)
    result = each.compute(inputs)
    if isinstance(result, Scalar) and result.value is None:
        return replace(result, withheld="Aucun lien n’a pu être observé pour calculer ce chiffre.")
    return result


def reason_to_withhold(each: Metric, inputs: Inputs) -> str:
    """The French sentence that says why there is no value; "" when there is one."""
    missing = [need for need in MISSING if need in each.needs and not has(need, inputs)]
    if missing:
        return MISSING[missing[0]]
    network = inputs.network
    if network.n_answered < each.smallest:
        return (
            f"Trop peu de structures ont répondu\u00a0: {network.n_answered}, "
            f"quand il en faut au moins {each.smallest}."
        )
    if network.response_rate < each.response:
        needed = round(100 * each.response)
        rate = min(round(100 * network.response_rate), needed - 1)  # 79,6 % is not told as the 80 % it misses
        return (
            f"{rate}\u202f% des structures ont répondu\u00a0: "
            f"il en faut {needed}\u202f% pour que ce chiffre soit fiable."
        )
    return ""


def has(need: str, inputs: Inputs) -> bool:
    """Whether what a metric needs was given."""
    if need == "group":
        return inputs.group is not None
    if need == "directed":
        return inputs.network.directed
    return len(inputs.layers) >= MINIMUM_LAYERS if need == "layers" else inputs.trust is not None


def empty(each: Metric, inputs: Inputs, reason: str) -> Result:
    """A result of the right kind that holds nothing but a reason."""
    common: dict[str, Any] = {
        "n_answered": inputs.network.n_answered, "convention": each.convention, "withheld": reason
    }  # fmt: skip
    if each.kind == "scalar":
        return Scalar(value=None, **common)
    if each.kind == "matrix":
        return Matrix(rows=(), columns=(), matrix=(), **common)
    return PerNode(values={}, **common) if each.kind == "per_node" else PerGroup(values={}, **common)


def intervals(found: Mapping[str, Result], inputs: Inputs) -> dict[str, Result]:
    """The same scalars with their interval, for those the bootstrap can resample."""
    statistics: dict[str, Callable[[Network], float]] = {}
    bounds = dict(BOUNDS)
    for key, result in found.items():
        statistic = metric(key).statistic
        if statistic is not None and isinstance(result, Scalar) and result.value is not None:
            statistics[key] = lambda network, f=statistic: f(network, inputs.group)  # type: ignore[misc]
            bounds[key] = metric(key).bounds
    if not statistics or inputs.replicates < 1:
        return {}
    spread = vertex_bootstrap(
        by_name(inputs.network), statistics,
        replicates=inputs.replicates, seed=inputs.seed, group=inputs.group, bounds=bounds,
    )  # fmt: skip
    out: dict[str, Result] = {}
    for key, each in spread.items():
        result = found[key]
        if isinstance(result, Scalar):
            details = {**result.details, "se": each.se, "replicates": each.replicates}
            out[key] = replace(result, interval=(each.low, each.high), details=details)
    return out


def as_json(result: Result, *, key: str | None = None) -> dict[str, JSONValue]:
    """The result as JSON-ready values; with its key, the version of its metric."""
    out: dict[str, JSONValue] = {}
    interval: JSONValue = None
    if isinstance(result, Scalar):
        out["value"] = clean(result.value)
        interval = clean(result.interval)
    elif isinstance(result, PerNode | PerGroup):
        out["values"] = clean(result.values)
        interval = clean(result.intervals) if isinstance(result, PerGroup) and result.intervals else None
    elif isinstance(result, Matrix):
        out |= {"rows": clean(result.rows), "columns": clean(result.columns), "matrix": clean(result.matrix)}
        interval = clean(result.intervals) if result.intervals else None
    else:
        names = ("terms", "coefficients", "statistics", "p_values")
        out |= {name: clean(getattr(result, name)) for name in names if hasattr(result, name)}
    known = metrics().get(key or "")
    return out | {
        "interval": interval,
        "n_answered": result.n_answered,
        "version": known.version if known else 1,
        "withheld": result.withheld,
        "convention": result.convention,
        "details": clean(result.details),
    }


def clean(value: Any) -> JSONValue:
    """Plain JSON: mappings, lists, and None for what is not a finite number."""
    if isinstance(value, Mapping):
        return {str(key): clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | bool | int | float) else None
