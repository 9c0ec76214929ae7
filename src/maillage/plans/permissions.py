"""Who may open the commitments of a territory. A territory one has no part in does not exist: 404."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.meetings.models import Decision
from maillage.plans.models import Aim, Commitment, Party
from maillage.territories.permissions import can_propose_actor, can_see_territory
from maillage.territories.queries import rights_of


def _commitment(territory: Any, number: int) -> Commitment:
    rows = Commitment.objects.select_related("territory__programme", "wave", "priority", "decision__meeting")
    found: Commitment = get_object_or_404(rows, pk=number, territory=territory)
    return found


def can_see_commitment(user: Any, *, territory: str, commitment: int, **_: Any) -> dict[str, Any]:
    """Any member of the territory; one that was taken out of the lists, only those who may put it back."""
    place = can_see_territory(user, territory=territory)["territory"]
    found = _commitment(place, commitment)
    if found.removed_at is not None and not rights_of(user, place).proposes:
        raise Http404
    return {"territory": place, "commitment": found}


def can_write_plans(user: Any, *, territory: str, **_: Any) -> dict[str, Any]:
    """Those who conduct, and whoever contributes locally."""
    return can_propose_actor(user, territory=territory)


def can_follow_decision(user: Any, *, territory: str, settled: int, **_: Any) -> dict[str, Any]:
    """The same, from what a meeting of the territory decided."""
    place = can_write_plans(user, territory=territory)["territory"]
    rows = Decision.objects.filter(meeting__territory=place, removed_at__isnull=True)
    rows = rows.select_related("meeting", "follower__merged_into")
    return {"territory": place, "settled": get_object_or_404(rows, pk=settled)}


def can_write_commitment(user: Any, *, territory: str, commitment: int, **_: Any) -> dict[str, Any]:
    """The same, on one commitment."""
    place = can_write_plans(user, territory=territory)["territory"]
    return {"territory": place, "commitment": _commitment(place, commitment)}


def can_write_party(user: Any, *, territory: str, commitment: int, party: int, **_: Any) -> dict[str, Any]:
    """The same, on one party of it."""
    found = can_write_commitment(user, territory=territory, commitment=commitment)
    rows = Party.objects.select_related("actor", "commitment__territory__programme")
    row = get_object_or_404(rows, pk=party, commitment=found["commitment"], left_at__isnull=True)
    return found | {"party": row}


def can_conduct_party(user: Any, *, territory: str, commitment: int, party: int, **_: Any) -> dict[str, Any]:
    """Pilots and facilitators: a link lets one speak for an actor."""
    found = can_write_party(user, territory=territory, commitment=commitment, party=party)
    if not rights_of(user, found["territory"]).manages:
        raise Http404
    return found


def can_write_aim(user: Any, *, territory: str, commitment: int, aim: int, **_: Any) -> dict[str, Any]:
    """The same as a commitment, on one tie it aims at."""
    found = can_write_commitment(user, territory=territory, commitment=commitment)
    row = get_object_or_404(
        Aim.objects.select_related("one", "other"), pk=aim, commitment=found["commitment"]
    )
    return found | {"aim": row}
