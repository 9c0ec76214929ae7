"""Two published waves of a territory, and a commitment between two of its actors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.diagnosis.snapshot import read_wave
from maillage.plans.models import Commitment, Party
from maillage.plans.services.commitments import add_party, make_commitment
from maillage.sharing.models import SharedDiagnosis, Step
from maillage.sharing.services.writing import add_passage
from maillage.surveys import services as surveys
from maillage.territories.models import Actor

NAMES = ("Collège des Saules", "Service social du Nord", "Ludothèque du Parc", "Maison des parents")
Publish = Callable[..., Diagnosis]


@pytest.fixture
def actors(territory: Any) -> list[Actor]:
    return [
        Actor.objects.create(territory=territory, name=name, sector=sector, status="VALIDATED")
        for name, sector in zip(NAMES, ("EDUCATION", "DEPARTMENT", "NGO", "RESIDENTS"), strict=True)
    ]


@pytest.fixture
def publish(territory: Any, actors: list[Actor]) -> Publish:
    """publish({0: {1: 2}}): a wave in which actor 0 declares level 2 towards actor 1, its diagnosis published."""

    def wave(said: Mapping[int, Mapping[int, int]], *, directed: bool = True) -> Diagnosis:
        number = Diagnosis.objects.filter(territory=territory).count() + 1
        made = surveys.create_wave(
            territory=territory, label=f"Vague {number}", opened_on=date(2024 + number, 1, 1), roster=actors
        )
        values = {
            actors[here].pk: {"ties": {str(actors[there].pk): level for there, level in ties.items()}}
            for here, ties in said.items()
        }
        surveys.record_answers(wave=made, kind="cooperation", values=values)
        made.directed = directed
        made.save()
        return Diagnosis.objects.create(
            territory=territory,
            wave=made,
            state=DiagnosisState.PUBLISHED,
            published_at=timezone.now(),
            snapshot=read_wave(made),
        )

    return wave


@pytest.fixture
def writer(make_user: Callable[..., Any]) -> Any:
    return make_user("pilot")


@pytest.fixture
def priority(publish: Publish, writer: Any) -> Any:
    """A priority of a published shared diagnosis, on the first wave."""
    diagnosis = publish({0: {1: 1}, 1: {0: 1}, 2: {}})
    shared = SharedDiagnosis.objects.create(
        territory=diagnosis.territory, wave=diagnosis.wave, diagnosis=diagnosis
    )
    kept = add_passage(
        shared=shared,
        chapter="PRIORITIES",
        kind="PRIORITY",
        text="Une porte ouverte sans rendez-vous.",
        user=writer,
        source_kind="WORKSHOP",
        source="La grille",
    )
    SharedDiagnosis.objects.update(step=Step.PUBLISHED)
    return kept.revision.passage


@pytest.fixture
def commitment(territory: Any, priority: Any, writer: Any) -> Commitment:
    return make_commitment(
        territory=territory,
        user=writer,
        priority=priority.pk,
        title="Une permanence commune au collège",
        due_on=timezone.localdate() + timedelta(days=200),
        bands=["11-15"],
        levels=["EARLY_SUPPORT"],
        is_public=True,
    )


@pytest.fixture
def parties(commitment: Commitment, actors: list[Actor]) -> list[Party]:
    """The one who carries it, with an address, and a partner without."""
    return [
        add_party(commitment=commitment, actor=actors[0], email="college@exemple.fr"),
        add_party(commitment=commitment, actor=actors[1], role="PARTNER"),
    ]
