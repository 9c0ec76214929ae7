"""How the answers of a wave came, and whether one way named more ties than another: what the method section tells.

Not a finding: answers collected here and the same ties from a file have the same findings. Told only here, once, from
answers that no longer move: on the board of an open wave, the gap read before and after an answer would give it away.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from maillage.core.privacy import MIN_RESPONDENTS, MIN_RESPONDENTS_PUBLIC
from maillage.diagnosis.releases import reason_to_withhold
from maillage.surveys.models import Participation, Wave

if TYPE_CHECKING:
    from maillage_analysis.network import Network

FILE: Final = "FILE"  # answered without a sheet: the ties came from a file
THIN: Final = "thin"


def modes_of(wave: Wave, network: Network) -> dict[str, Any]:
    """What may be kept: answers by mode, and the gaps between modes. Empty when every answer came from a file."""
    rows = Participation.objects.filter(wave=wave, answered=True)
    sheets = rows.values_list("actor_id", "sheet__mode", "sheet__submitted_at")
    modes = {str(pk): mode if mode and sent else FILE for pk, mode, sent in sheets}
    counts = Counter(modes.values())
    if wave.is_open or set(counts) <= {FILE}:
        return {}
    if min(counts.values()) < MIN_RESPONDENTS:
        return {"withheld": THIN}
    return {"counts": dict(sorted(counts.items())), "gaps": _gaps(modes, counts, network)}


def _gaps(modes: dict[str, str], counts: Counter[str], network: Network) -> list[dict[str, Any]]:
    """Each mode that enough answers used, against the one that most used."""
    usual, most = min(counts.items(), key=lambda each: (-each[1], each[0]))
    if (
        most < MIN_RESPONDENTS_PUBLIC
        or not network.directed
        or reason_to_withhold(network, network.n_answered)
    ):
        return []
    from maillage_analysis.gaps import mean_gap

    named: dict[str, list[float]] = {}
    for node, ties in zip(network.nodes, (network.ties > 0).sum(axis=1).tolist(), strict=True):
        if node in modes:
            named.setdefault(modes[node], []).append(float(ties))
    found = []
    for mode in sorted(counts):
        if mode == usual or FILE in (mode, usual) or counts[mode] < MIN_RESPONDENTS_PUBLIC:
            continue
        gap = mean_gap(named[mode], named[usual])
        if gap is not None:
            found.append({"mode": mode, "than": usual, **_rounded(*gap)})
    return found


def _rounded(gap: float, between: tuple[float, float]) -> dict[str, Any]:
    """To half a tie, the interval outwards: a finer figure, beside the map, would tell who answered which way."""
    low, high = math.floor(2 * between[0]) / 2, math.ceil(2 * between[1]) / 2
    return {"gap": round(2 * gap) / 2, "interval": [low, high]}
