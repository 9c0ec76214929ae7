"""National figures never give one territory's."""

from __future__ import annotations

import uuid
from datetime import date
from statistics import median
from typing import Any

import pytest

from maillage.dashboard.queries import MIN_TERRITORIES, Nation, home_of
from maillage.diagnosis.models import Diagnosis, DiagnosisState, Finding
from maillage.plans.services.commitments import make_commitment, remove_commitment
from maillage.plans.services.following import save_update
from maillage.surveys.services import create_wave
from maillage.territories.models import Actor, Territory

DENSITIES = [0.10, 0.14, 0.15, 0.22, 0.31]


def _territory(programme: Any, rank: int, density: float, *, n_answered: int = 20) -> None:
    territory = Territory.objects.create(
        programme=programme,
        name=f"Cité {rank}",
        slug=f"cite-{rank}",
        department="93",
        joined_on=date(2025, 9, 1),
    )
    actors = [
        Actor.objects.create(territory=territory, name=f"Structure {i}", sector="NGO", status="VALIDATED")
        for i in range(6 + rank)
    ]
    wave = create_wave(territory=territory, label="Vague 1", opened_on=date(2026, 1, 5), roster=actors)
    diagnosis = Diagnosis.objects.create(territory=territory, wave=wave, state=DiagnosisState.PUBLISHED)
    Finding.objects.create(
        diagnosis=diagnosis, key="density", version=1, value={"value": density}, n_answered=n_answered
    )


def _nation(user: Any) -> Nation:
    (nation,) = home_of(user).nations
    return nation


def _density(nation: Nation) -> float | None:
    return next(middle.value for middle in nation.middles if "possibles" in middle.label)


def test_under_five_territories_only_their_number_is_given(programme: Any, make_user: Any) -> None:
    user = make_user("national")
    Territory.objects.all().delete()
    for rank, density in enumerate(DENSITIES[: MIN_TERRITORIES - 1]):
        _territory(programme, rank, density)
    nation = _nation(user)
    assert nation.n_territories == MIN_TERRITORIES - 1
    assert nation.n_actors is None
    assert nation.middles == []


def test_a_national_figure_is_the_mean_of_the_middle_ones(programme: Any, make_user: Any) -> None:
    user = make_user("national")
    Territory.objects.all().delete()
    for rank, density in enumerate(DENSITIES):
        _territory(programme, rank, density)
    nation = _nation(user)
    assert _density(nation) == pytest.approx((0.14 + 0.15 + 0.22) / 3)
    assert _density(nation) != median(DENSITIES)
    assert nation.n_actors == sum(range(6, 11))


def test_territories_with_few_answers_do_not_count_outside(programme: Any, make_user: Any) -> None:
    user = make_user("national")
    Territory.objects.all().delete()
    for rank, density in enumerate(DENSITIES):
        _territory(programme, rank, density, n_answered=10)
    assert _density(_nation(user)) is None


def test_the_nation_and_a_territory_mean_the_same_by_told_from_both_sides(
    programme: Any, make_user: Any
) -> None:
    user = make_user("national")
    Territory.objects.all().delete()
    for rank, density in enumerate(DENSITIES):
        _territory(programme, rank, density)
    for diagnosis in Diagnosis.objects.all():
        Finding.objects.create(
            diagnosis=diagnosis, key="reciprocity", version=1, value={"value": 0.8}, n_answered=20
        )
    both = next(middle.value for middle in _nation(user).middles if "deux côtés" in middle.label)
    assert both == pytest.approx(2 / 3)  # 8 citations returned of 10: 4 pairs told by both, 2 by one


def test_the_next_step_after_a_diagnosis_is_what_was_decided(make_user: Any, territory: Any) -> None:
    """A pilot is led to the commitments: late ones first, then those that go on."""
    _territory_with_diagnosis(territory)
    pilot = make_user("pilot")

    def step() -> str:
        (standing,) = home_of(pilot).mine
        return standing.step.label

    assert step() == "Partager le diagnostic"
    made = make_commitment(territory=territory, user=pilot, title="Une permanence", due_on=date(2020, 1, 1))
    assert step() == "Demander des nouvelles"  # its day has passed, and nobody said anything
    save_update(commitment=made, state="ONGOING", percent=20, key=uuid.uuid4())
    assert step() == "Demander des nouvelles"
    save_update(commitment=made, state="KEPT", percent=100, key=uuid.uuid4())
    assert step() == "Suivre les engagements"
    remove_commitment(commitment=made)
    assert step() == "Partager le diagnostic"


def _territory_with_diagnosis(territory: Any) -> None:
    actors = [
        Actor.objects.create(territory=territory, name=f"Structure {i}", sector="NGO", status="VALIDATED")
        for i in range(3)
    ]
    wave = create_wave(territory=territory, label="Vague 1", opened_on=date(2026, 1, 5), roster=actors)
    wave.roster.update(answered=True)  # type: ignore[attr-defined]
    Diagnosis.objects.create(territory=territory, wave=wave, state=DiagnosisState.PUBLISHED)
