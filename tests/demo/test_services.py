"""A small demonstration, built through the services."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.exceptions import ValidationError

from maillage.accounts.models import User
from maillage.demo import services
from maillage.demo.places import PLACES
from maillage.demo.plan import plan_territory
from maillage.demo.services import ROLES, SEED, SHOWCASE
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.programmes.models import Programme
from maillage.surveys.models import Answer, Participation, Wave
from maillage.territories.models import Actor, Person, Role, Territory
from maillage.territories.queries import current_roles

TODAY: Final = date(2026, 11, 2)
WAITING: Final = next(place for place in PLACES if place.slug not in (*services.SHOWN, services.LEFT_TO_TRY))
PLACE: Final = next(place for place in PLACES if place.slug == SHOWCASE)


@pytest.fixture
def quiet(settings: Any, tmp_path: Path) -> list[str]:
    settings.DATA_DIR = tmp_path
    return []


@pytest.fixture
def built(quiet: list[str]) -> Programme:
    """A demonstration of one cité, whose diagnosis is left to the worker."""
    return services.build_programme(today=TODAY, say=quiet.append, places=[WAITING])


def _everything() -> list[int]:
    models = (User, Programme, Territory, Actor, Person, Role, Wave, Participation, Answer, Diagnosis)
    return [model.objects.count() for model in models]


def test_one_cite_is_built_as_planned(built: Programme) -> None:
    plan = plan_territory(WAITING, seed=SEED, today=TODAY)
    territory = Territory.objects.get()
    assert Actor.objects.count() == len(plan.actors)
    assert Actor.objects.filter(status="VALIDATED").count() == sum(a.last_wave == 3 for a in plan.actors)
    for wave, planned in zip(territory.waves.all(), plan.waves, strict=True):
        assert wave.roster.count() == len(planned.roster)
        assert wave.roster.filter(answered=True).count() == len(planned.ties)


def test_its_diagnosis_waits_for_the_worker(built: Programme) -> None:
    diagnosis = Diagnosis.objects.get()
    assert diagnosis.state == DiagnosisState.WAITING
    assert diagnosis.wave.number == 3
    assert diagnosis.previous_wave is not None


def test_second_run_changes_nothing(built: Programme, quiet: list[str]) -> None:
    before = _everything()
    assert services.is_built()
    services.build_programme(today=TODAY, say=quiet.append, places=[WAITING])
    assert _everything() == before


def test_interrupted_construction_goes_on_from_whole_cites(quiet: list[str]) -> None:
    programme = services.open_programme(today=TODAY)
    plan = plan_territory(WAITING, seed=SEED, today=TODAY)
    Programme.objects.update(places=0)
    with pytest.raises(ValidationError):
        services.build_territory(programme=programme, plan=plan, today=TODAY)
    assert not Territory.objects.exists()
    assert not services.is_built()
    Programme.objects.update(places=12)
    services.build_programme(today=TODAY, say=quiet.append, places=[WAITING])
    assert services.is_built()


def test_real_data_are_seen_before_anything_is_written(programme: Programme) -> None:
    assert services.holds_other_data()


def test_each_role_has_its_account_in_the_showcase(quiet: list[str]) -> None:
    programme = services.open_programme(today=TODAY)
    plan = plan_territory(PLACE, seed=SEED, today=TODAY)
    services.build_territory(programme=programme, plan=plan, today=TODAY)
    services.load_places()
    services.build_jury(programme=programme)
    services.build_draft(call=services.build_call(programme=programme, today=TODAY))
    accounts = set(User.objects.values_list("email", flat=True))
    assert {role.email for role in ROLES.values()} <= accounts
    for kind in ("pilot", "department", "contributor", "club"):
        user = User.objects.get(email=ROLES[kind].email)
        assert current_roles(user, today=TODAY).get().kind == kind.upper()


def test_the_pilot_took_over_from_another(built: Programme) -> None:
    former, current = Role.objects.filter(kind="PILOT").order_by("starts_on")
    assert former.ends_on is not None
    assert former.ends_on < current.starts_on
    assert current.ends_on is None
