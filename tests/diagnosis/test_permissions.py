"""A draft is for managers and the département's referent; a shared diagnosis is for every member of the territory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404

from maillage.diagnosis import permissions
from maillage.diagnosis.models import Diagnosis
from maillage.surveys.models import Wave

DRAFT = {"facilitator", "pilot", "department"}
SHARED = DRAFT | {"contributor", "club"}
MANAGE = {"facilitator", "pilot"}


@pytest.mark.parametrize("role", ["facilitator", "pilot", "department", "contributor", "club", "national"])
def test_who_sees_what(make_user: Callable[..., Any], waves: tuple[Wave, Wave], role: str) -> None:
    place = waves[0].territory
    user = make_user(role)
    diagnosis = Diagnosis.objects.create(territory=place, wave=waves[0])

    def opens(predicate: Callable[..., Any]) -> bool:
        try:
            found = predicate(user, territory=place.slug, diagnosis=diagnosis.pk)
        except Http404:
            return False
        return found["territory"] == place

    for state in ("WAITING", "RUNNING", "READY", "FAILED"):
        Diagnosis.objects.update(state=state)
        assert opens(permissions.can_see_diagnosis) == (role in DRAFT)
    Diagnosis.objects.update(state="PUBLISHED")
    assert opens(permissions.can_see_diagnosis) == (role in SHARED)
    assert opens(permissions.can_see_diagnoses) == (role in SHARED)
    assert opens(permissions.can_manage_diagnosis) == (role in MANAGE)
    assert opens(permissions.can_request_diagnosis) == (role in MANAGE)


def test_a_diagnosis_of_elsewhere_does_not_exist(
    make_user: Callable[..., Any], waves: tuple[Wave, Wave], other_territory: Any
) -> None:
    diagnosis = Diagnosis.objects.create(territory=waves[0].territory, wave=waves[0])
    pilot = make_user("pilot", on=other_territory)
    for slug in (other_territory.slug, waves[0].territory.slug):
        with pytest.raises(Http404):
            permissions.can_see_diagnosis(pilot, territory=slug, diagnosis=diagnosis.pk)
