"""What one may read of waves. Nobody reads who answered: only shares, by sector, of five structures or more (PRIV-14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from maillage.core.privacy import MIN_RESPONDENTS
from maillage.surveys.models import Wave
from maillage.territories.codes import Sector
from maillage.territories.duplicates import folded
from maillage.territories.models import Territory


@dataclass(frozen=True)
class Share:
    """How many were asked and answered in a sector, or in several small ones together."""

    label: str
    asked: int
    answered: int | None

    @property
    def rate(self) -> float | None:
        return None if self.answered is None else self.answered / self.asked


def waves_of(territory: Territory) -> QuerySet[Wave]:
    """The waves of a territory, the latest first, with how many were asked and answered."""
    counted = Wave.objects.filter(territory=territory).annotate(
        n_asked=Count("roster"), n_answered=Count("roster", filter=Q(roster__answered=True))
    )
    return counted.order_by("-number")


def participation_of(wave: Wave) -> tuple[Share, list[Share]]:
    """The participation of a wave, as a whole and by sector."""
    rows = list(wave.roster.values_list("actor__sector", "answered"))
    return shares_of((str(Sector(sector).label), answered) for sector, answered in rows)


def names_of(wave: Wave) -> list[str]:
    """Names of the roster as they are shown, sorted as shown: the place of an actor that objects tells nothing."""
    shown = (each.actor.public_name for each in wave.roster.select_related("actor"))
    return sorted(shown, key=lambda name: (folded(name), name))


def shares_of(rows: Iterable[tuple[str, bool]]) -> tuple[Share, list[Share]]:
    """The whole, then each sector large enough; small ones are told together, so that nobody is found by difference."""
    listed = list(rows)
    asked = Counter(sector for sector, _ in listed)
    answered = Counter(sector for sector, yes in listed if yes)
    total = Share("Ensemble", len(listed), sum(answered.values()) if len(listed) >= MIN_RESPONDENTS else None)
    ordered = sorted(asked, key=lambda sector: (asked[sector], sector))
    small: list[str] = []
    while ordered and (
        asked[ordered[0]] < MIN_RESPONDENTS or 0 < sum(asked[s] for s in small) < MIN_RESPONDENTS
    ):
        small.append(ordered.pop(0))
    shares = [Share(s, asked[s], answered[s]) for s in reversed(ordered)]
    if small:
        n = sum(asked[s] for s in small)
        known = sum(answered[s] for s in small) if n >= MIN_RESPONDENTS else None
        shares.append(Share("Autres secteurs, réunis", n, known))
    return total, shares
