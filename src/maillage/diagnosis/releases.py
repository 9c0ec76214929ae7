"""The gate: what a figure must satisfy to reach anybody. Thresholds are in `core/privacy.py`, and nowhere else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from maillage.core import privacy
from maillage.core.typography import percent

if TYPE_CHECKING:
    from maillage_analysis.network import Network
    from maillage_analysis.results import Result

Cells = list[list[float | None]]
THIN: Final = (
    f"Moins de {privacy.MIN_RATERS} structures dans chaque case\u202f: une moyenne désignerait l’une d’elles."
)
ONE_WAY: Final = "Ces liens ont été recueillis sans sens\u202f: on ne sait pas de quel secteur vers quel autre va une mise en lien."
TWO_SORTS: Final = "Dans une vague les liens ont un sens, dans l’autre ils n’en ont pas\u202f: les comparer ne dirait rien de vrai."


def reason_to_withhold(network: Network, n_answered: int) -> str:
    """Why a figure of this network, resting on so many answers, is not shown; empty when it may be."""
    if network.n < privacy.MIN_NODES:
        return f"Le réseau compte moins de {privacy.MIN_NODES} structures\u202f: un chiffre désignerait l’une d’elles."
    if min(n_answered, network.n_answered) < privacy.MIN_RESPONDENTS:
        return f"Moins de {privacy.MIN_RESPONDENTS} structures ont répondu\u202f: un chiffre désignerait l’une d’elles."
    if network.response_rate < privacy.MIN_RESPONSE_RATE:
        return f"Moins de {percent(privacy.MIN_RESPONSE_RATE)} des structures ont répondu\u202f: le chiffre ne serait pas fiable."
    return ""


def release(
    key: str, result: Result, value: dict[str, Any], network: Network, trust: Network | None
) -> dict[str, Any]:
    """The JSON value that may be kept: whole, without its thin cells, or reduced to the reason why there is none."""
    withheld = result.withheld or reason_to_withhold(network, result.n_answered)
    if not withheld and key == "brokerage" and not network.directed:
        withheld = ONE_WAY
    if not withheld and key == "trust" and trust is not None:
        value = {**value, "matrix": _without_thin_cells(value, trust), "details": {}}
        if all(cell is None for row in value["matrix"] for cell in row):
            withheld = THIN
    if not withheld and key == "mixing":
        shown = _without_small_groups(value, network)
        margin = _margin(shown, value.get("interval") or [])
        value = {**value, "matrix": shown, "interval": None, "details": {"margin": margin}}
    if withheld:
        return {"n_answered": result.n_answered, "convention": result.convention, "withheld": withheld}
    return value


def _without_small_groups(value: dict[str, Any], network: Network) -> Cells:
    """No row of one or two respondents, which would tell what they declared; no column of one or two structures."""
    groups = network.attributes["group"]
    speaking = Counter(group for group, answered in zip(groups, network.answered, strict=True) if answered)
    spoken_of = Counter(groups)
    return [
        [
            share if min(speaking[row], spoken_of[column]) >= privacy.MIN_RATERS else None
            for column, share in zip(value["columns"], shares, strict=True)
        ]
        for row, shares in zip(value["rows"], value["matrix"], strict=True)
    ]


def _margin(shown: Cells, intervals: list[list[list[float] | None]]) -> float | None:
    """The largest half-width of the intervals of the cells shown: one for all, as a cell of zeros would have none."""
    known = [
        (between[1] - between[0]) / 2
        for cells, row in zip(shown, intervals, strict=False)
        for cell, between in zip(cells, row, strict=True)
        if cell is not None and between is not None
    ]
    return max(known, default=None)


def _without_thin_cells(value: dict[str, Any], trust: Network) -> Cells:
    groups = trust.attributes["group"]
    raters: dict[tuple[str, str], Counter[int]] = {}
    rated: dict[tuple[str, str], set[int]] = {}
    for source, target in zip(*(positions.tolist() for positions in trust.ties.nonzero()), strict=True):
        cell = (groups[source], groups[target])
        raters.setdefault(cell, Counter())[source] += 1
        rated.setdefault(cell, set()).add(target)
    return [
        [
            mean if _is_thick(raters.get((row, column), Counter()), rated.get((row, column), set())) else None
            for column, mean in zip(value["columns"], means, strict=True)
        ]
        for row, means in zip(value["rows"], value["matrix"], strict=True)
    ]


def _is_thick(raters: Counter[int], rated: set[int]) -> bool:
    """Enough structures on both sides, and none that makes the mean by itself."""
    if min(len(raters), len(rated)) < privacy.MIN_RATERS:
        return False
    return max(raters.values()) <= privacy.MAX_RATER_SHARE * raters.total() + 1e-9
