"""What one may read of waves. Nobody reads who answered: the whole, and a band by sector (PRIV-14, -42; decision 07)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from maillage.core.privacy import MIN_RESPONDENTS, Limits, band, is_extreme, sum_is_silent
from maillage.core.typography import folded, plural
from maillage.surveys.models import Wave
from maillage.territories.codes import map_group
from maillage.territories.models import Territory


@dataclass(frozen=True)
class Share:
    """How many were asked in a sector, or in several small ones together, and the band of those that answered.

    Only the whole has a number of answers.
    """

    label: str
    asked: int
    answered: int | None = None
    band: Limits | None = None

    @property
    def rate(self) -> float | None:
        return None if self.answered is None else self.answered / self.asked

    @property
    def words(self) -> str:
        if self.band is None:
            return (
                plural(self.answered, "réponse") if self.answered is not None else "Moins de cinq structures"
            )
        if self.band[0] == 0:
            return "Deux au plus"
        if self.band[1] == self.asked:
            return "Toutes, sauf deux au plus"
        return "Moins de la moitié" if 2 * self.band[1] < self.asked else "La moitié ou plus"


def waves_of(territory: Territory) -> QuerySet[Wave]:
    """The waves of a territory, the latest first, with how many were asked and answered."""
    counted = Wave.objects.filter(territory=territory).annotate(
        n_asked=Count("roster"), n_answered=Count("roster", filter=Q(roster__answered=True))
    )
    return counted.order_by("-number")


def participation_of(wave: Wave) -> tuple[Share, list[Share]]:
    """The participation of a wave, as a whole and by sector: the sectors of the report, or two tables would tell more."""
    rows = wave.roster.values_list("actor__sector", "answered")
    return shares_of((map_group(sector), answered) for sector, answered in rows)


def names_of(wave: Wave) -> list[str]:
    """Names of the roster as they are shown, sorted as shown: the place of an actor that objects tells nothing."""
    shown = (each.actor.public_name for each in wave.roster.select_related("actor"))
    return sorted(shown, key=lambda name: (folded(name), name))


def shares_of(rows: Iterable[tuple[str, bool]]) -> tuple[Share, list[Share]]:
    """The whole, then a band for each sector, small ones together; no sector when the whole would give one away."""
    listed = list(rows)
    asked = Counter(sector for sector, _ in listed)
    answered = Counter(sector for sector, yes in listed if yes)
    if len(listed) < MIN_RESPONDENTS:
        return Share("Ensemble", len(listed)), []
    total = Share("Ensemble", len(listed), answered.total())
    groups = _large_enough(asked)
    counts = [(sum(asked[s] for s in group), sum(answered[s] for s in group)) for _, group in groups]
    bands = [band(yes, size) for size, yes in counts]
    if not sum_is_silent(bands, [is_extreme(yes, size) for size, yes in counts], answered.total()):
        return total, []
    return total, [
        Share(label, size, band=limits)
        for (label, _), (size, _), limits in zip(groups, counts, bands, strict=True)
    ]


def _large_enough(asked: Counter[str]) -> list[tuple[str, list[str]]]:
    """Sectors of five or more, the largest first, then the small ones together, with one more when they are too few."""
    ordered = sorted(asked, key=lambda sector: (asked[sector], sector))
    small: list[str] = []
    while ordered and (
        asked[ordered[0]] < MIN_RESPONDENTS or 0 < sum(asked[s] for s in small) < MIN_RESPONDENTS
    ):
        small.append(ordered.pop(0))
    return [(s, [s]) for s in reversed(ordered)] + ([("Autres secteurs, réunis", small)] if small else [])
