"""Who may open the resources of a territory: its members read, its managers write. Official files: facilitators load them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.context.datasets import datasets
from maillage.context.models import Action, Vintage
from maillage.programmes.permissions import can_manage_programme
from maillage.territories.permissions import can_manage_territory


def can_manage_action(user: Any, *, territory: str, action: int, **_: Any) -> dict[str, Any]:
    """Pilots of the territory and facilitators of its programme."""
    found = can_manage_territory(user, territory=territory)
    return found | {"action": get_object_or_404(Action, pk=action, territory=found["territory"])}


def can_load_figures(user: Any, *, programme: str, dataset: str, **_: Any) -> dict[str, Any]:
    """Facilitators of the programme, for a dataset that is known."""
    found = can_manage_programme(user, programme=programme)
    if dataset not in datasets():
        raise Http404
    return found | {"dataset": dataset}


def can_read_vintage(user: Any, *, programme: str, vintage: int, **_: Any) -> dict[str, Any]:
    """Facilitators of a programme: what was loaded serves all of them."""
    found = can_manage_programme(user, programme=programme)
    return found | {"vintage": get_object_or_404(Vintage, pk=vintage)}
