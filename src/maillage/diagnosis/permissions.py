"""Who may open a diagnosis. A foreign territory, or a draft one may not read, does not exist: 404."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.surveys.permissions import may_export_ties
from maillage.territories.models import RoleKind, Territory
from maillage.territories.permissions import can_manage_territory, can_see_territory
from maillage.territories.queries import current_roles, is_manager


def manages(user: Any, territory: Territory) -> bool:
    """Is the user a pilot of the territory, or a facilitator of its programme?"""
    return is_manager(user, territory)


def sees_drafts(user: Any, territory: Territory) -> bool:
    """Managers and the département's referent read a diagnosis before it is shared."""
    return (
        manages(user, territory)
        or current_roles(user).filter(territory=territory, kind=RoleKind.DEPARTMENT).exists()
    )


def can_see_diagnosis(user: Any, *, territory: str, diagnosis: int, **_: Any) -> dict[str, object]:
    """Any member of the territory once published; before, those who see drafts."""
    place = can_see_territory(user, territory=territory)["territory"]
    found = get_object_or_404(Diagnosis.objects.select_related("wave"), pk=diagnosis, territory=place)
    if found.state != DiagnosisState.PUBLISHED and not sees_drafts(user, place):
        raise Http404
    return {"territory": place, "diagnosis": found}


def can_manage_diagnosis(user: Any, *, territory: str, diagnosis: int, **_: Any) -> dict[str, object]:
    """Pilots of the territory and facilitators of its programme."""
    place = can_manage_territory(user, territory=territory)["territory"]
    found = get_object_or_404(Diagnosis.objects.select_related("wave"), pk=diagnosis, territory=place)
    return {"territory": place, "diagnosis": found}


def can_recompute(user: Any, *, territory: str, diagnosis: int, **_: Any) -> dict[str, object]:
    """Whoever manages the diagnosis and may have the ties of its wave as a file."""
    found = can_manage_diagnosis(user, territory=territory, diagnosis=diagnosis)
    if not may_recompute(user, found["diagnosis"], found["territory"]):  # type: ignore[arg-type]
        raise Http404
    return found


def may_recompute(user: Any, diagnosis: Diagnosis, territory: Territory) -> bool:
    """For somebody who already manages the diagnosis."""
    return may_export_ties(user, diagnosis.wave, territory)


def can_see_diagnoses(user: Any, *, territory: str, **_: Any) -> dict[str, object]:
    """The list of a territory's diagnoses (drafts are filtered by the view)."""
    return {"territory": can_see_territory(user, territory=territory)["territory"]}


def can_request_diagnosis(user: Any, *, territory: str, **_: Any) -> dict[str, object]:
    """Pilots of the territory and facilitators of its programme."""
    return {"territory": can_manage_territory(user, territory=territory)["territory"]}
