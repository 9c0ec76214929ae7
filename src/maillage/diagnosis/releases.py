"""The gate: what a figure must satisfy to reach anybody. Thresholds are in `core/privacy.py`, and nowhere else."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from maillage.core import privacy
from maillage.core.typography import percent

if TYPE_CHECKING:
    from maillage_analysis.network import Network
    from maillage_analysis.results import Result

LOWEST, HIGHEST = 1.05, 3.95  # a mean told as 1,0 or 4,0 would be what each structure said
Cells = list[list[float | None]]
THIN: Final = (
    f"Moins de {privacy.MIN_RATERS} structures dans chaque case\u202f: une moyenne désignerait l’une d’elles."
)
ONE_WAY: Final = "Ces liens ont été recueillis sans sens\u202f: on ne sait pas de quel secteur vers quel autre va une mise en lien."
TWO_SORTS: Final = "Dans une vague les liens ont un sens, dans l’autre ils n’en ont pas\u202f: les comparer ne dirait rien de vrai."

TELLING: Final = "Trop peu de liens, ou presque tous, entre deux secteurs\u202f: leurs parts diraient la réponse de chaque structure."


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
    ours = reason_to_withhold(network, result.n_answered)
    # Of a very small network the analysis would say how many answered: that is one of the things to withhold.
    withheld = ours if network.n < privacy.MIN_NODES else result.withheld or ours
    if not withheld and key == "brokerage" and not network.directed:
        withheld = ONE_WAY
    if not withheld and key == "trust" and trust is not None:
        value = {**value, "matrix": _without_thin_cells(value, trust), "details": {}}
        if all(cell is None for row in value["matrix"] for cell in row):
            withheld = THIN
    if not withheld and key == "mixing":
        shown = _without_telling_cells(_without_small_groups(value, network), value["details"])
        margin = _margin(shown, value.get("interval") or [])
        value = {**value, "matrix": shown, "interval": None, "details": {"margin": margin}}
        if all(cell is None for row in shown for cell in row):
            withheld = TELLING
    if withheld:
        return {"n_answered": result.n_answered, "convention": result.convention, "withheld": withheld}
    return value


def _without_small_groups(value: dict[str, Any], network: Network) -> Cells:
    """No row of one or two respondents, which would tell what they declared; no column of one or two structures.

    No row of three or four structures either: its presence would say that nearly all of them answered.
    """
    groups = network.attributes["group"]
    speaking = Counter(group for group, answered in zip(groups, network.answered, strict=True) if answered)
    spoken_of = Counter(groups)
    return [
        [
            share
            if min(speaking[row], spoken_of[column]) >= privacy.MIN_RATERS
            and spoken_of[row] >= privacy.MIN_RESPONDENTS
            else None
            for column, share in zip(value["columns"], shares, strict=True)
        ]
        for row, shares in zip(value["rows"], value["matrix"], strict=True)
    ]


def _without_telling_cells(cells: Cells, details: dict[str, Any]) -> Cells:
    """Shares rounded to 5 points, without those of (nearly) no tie or (nearly) all: each structure's answer is there.

    Nothing at all when the number of ties of the whole network, which is public, minus the cells shown, would give
    one of them back.
    """
    rounded: Cells = [[None] * len(row) for row in cells]
    limits, extreme, total = [], [], 0
    for i, j in ((i, j) for i, row in enumerate(cells) for j, cell in enumerate(row) if cell is not None):
        ties, possible = details["ties"][i][j], details["possible"][i][j]
        rounded[i][j], between = _rounded(ties, possible)
        limits.append(between)
        extreme.append(privacy.is_extreme(ties, possible))
        total += ties
    return rounded if privacy.sum_is_silent(limits, extreme, total) else [[None] * len(row) for row in cells]


def _rounded(ties: int, possible: int) -> tuple[float | None, privacy.Limits]:
    """The share told of a cell, None near nothing and near everything, and all that its ties may then be."""
    steps, half = round(ties / possible / privacy.STEP), privacy.STEP * possible / 2
    if privacy.is_extreme(ties, possible) or steps in {0, round(1 / privacy.STEP)}:
        reach = max(privacy.MIN_RATERS - 1, math.floor(half))
        return None, ((0, reach) if 2 * ties < possible else (possible - reach, possible))
    return steps * privacy.STEP, (
        math.ceil((2 * steps - 1) * half - 1e-9),
        math.floor((2 * steps + 1) * half + 1e-9),
    )


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
            mean
            if mean is not None
            and LOWEST < mean < HIGHEST
            and _is_thick(raters.get((row, column), Counter()), rated.get((row, column), set()))
            else None
            for column, mean in zip(value["columns"], means, strict=True)
        ]
        for row, means in zip(value["rows"], value["matrix"], strict=True)
    ]


def _is_thick(raters: Counter[int], rated: set[int]) -> bool:
    """Enough structures on both sides, and none that makes the mean by itself."""
    if min(len(raters), len(rated)) < privacy.MIN_RATERS:
        return False
    return max(raters.values()) <= privacy.MAX_RATER_SHARE * raters.total() + 1e-9
