"""Who may open the waves of a territory."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.programmes.queries import is_facilitator
from maillage.surveys.models import Wave
from maillage.territories.models import Territory
from maillage.territories.permissions import can_manage_territory, can_see_territory


def can_see_waves(user: Any, *, territory: str, **_: Any) -> dict[str, object]:
    """Any member of the territory."""
    return {"territory": can_see_territory(user, territory=territory)["territory"]}


def can_manage_waves(user: Any, *, territory: str, **_: Any) -> dict[str, object]:
    """Pilots of the territory and facilitators of its programme."""
    return {"territory": can_manage_territory(user, territory=territory)["territory"]}


def can_see_wave(user: Any, *, territory: str, wave: int, **_: Any) -> dict[str, object]:
    """Any member of the territory; a wave is named by its number."""
    place = can_see_territory(user, territory=territory)["territory"]
    return {"territory": place, "wave": get_object_or_404(Wave, territory=place, number=wave)}


def can_manage_wave(user: Any, *, territory: str, wave: int, **_: Any) -> dict[str, object]:
    """Pilots of the territory and facilitators of its programme."""
    place = can_manage_territory(user, territory=territory)["territory"]
    return {"territory": place, "wave": get_object_or_404(Wave, territory=place, number=wave)}


def can_export_ties(user: Any, *, territory: str, wave: int, **_: Any) -> dict[str, object]:
    """A file of ties says who declared what: pilots have the files they imported, never what was collected (PRIV-14)."""
    found = can_manage_wave(user, territory=territory, wave=wave)
    if not may_export_ties(user, found["wave"], found["territory"]):  # type: ignore[arg-type]
        raise Http404
    return found


def may_export_ties(user: Any, wave: Wave, territory: Territory) -> bool:
    """For somebody who already leads the wave."""
    return wave.opened_at is None or is_facilitator(user, territory.programme)


def can_follow_up(user: Any, *, territory: str, wave: int, **_: Any) -> dict[str, object]:
    """Facilitators of the programme only: these pages say who has not answered (trust.md PRIV-14)."""
    found = can_manage_wave(user, territory=territory, wave=wave)
    if not is_facilitator(user, found["territory"].programme):  # type: ignore[attr-defined]
        raise Http404
    return found
