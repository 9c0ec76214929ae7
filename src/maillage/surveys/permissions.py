"""Who may open the waves of a territory."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.programmes.queries import is_facilitator
from maillage.surveys.models import Wave
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


def can_follow_up(user: Any, *, territory: str, wave: int, **_: Any) -> dict[str, object]:
    """Facilitators of the programme only: these pages say who has not answered (trust.md PRIV-14)."""
    found = can_manage_wave(user, territory=territory, wave=wave)
    if not is_facilitator(user, found["territory"].programme):  # type: ignore[attr-defined]
        raise Http404
    return found
