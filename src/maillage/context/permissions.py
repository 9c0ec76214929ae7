"""Who may open the resources of a territory: its members read, its managers write."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from maillage.context.models import Action
from maillage.territories.permissions import can_manage_territory


def can_manage_action(user: Any, *, territory: str, action: int, **_: Any) -> dict[str, Any]:
    """Pilots of the territory and facilitators of its programme."""
    found = can_manage_territory(user, territory=territory)
    return found | {"action": get_object_or_404(Action, pk=action, territory=found["territory"])}
