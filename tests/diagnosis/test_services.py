"""Asked for, computed, shared: whole or not at all, once whatever the number of deliveries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django_q.models import OrmQ

from maillage.diagnosis import services
from maillage.diagnosis.models import Diagnosis, DiagnosisState, Finding
from maillage.surveys import services as surveys
from maillage.surveys.models import Answer, Wave
from maillage.territories.models import Actor


@pytest.fixture
def asked(waves: tuple[Wave, Wave], make_user: Callable[..., Any]) -> Diagnosis:
    return services.request_diagnosis(
        wave=waves[1], previous_wave=waves[0], user=make_user("pilot"), replicates=20
    )


def test_the_job_and_the_diagnosis_exist_together_or_not_at_all(waves: tuple[Wave, Wave]) -> None:
    with transaction.atomic():
        services.request_diagnosis(wave=waves[0], user=None)
        transaction.set_rollback(True)
    assert not OrmQ.objects.exists()
    assert not Diagnosis.objects.exists()
    diagnosis = services.request_diagnosis(wave=waves[0], user=None)
    assert diagnosis.state == DiagnosisState.WAITING
    assert OrmQ.objects.get().task["args"] == (diagnosis.pk,)


def test_a_later_wave_or_one_of_elsewhere_is_not_compared_with(
    waves: tuple[Wave, Wave], other_territory: Any
) -> None:
    elsewhere = surveys.create_wave(territory=other_territory, label="X", opened_on=date(2025, 1, 1))
    for previous in (waves[1], elsewhere):
        with pytest.raises(ValidationError, match="plus ancienne"):
            services.request_diagnosis(wave=waves[0], previous_wave=previous, user=None)


def test_every_figure_is_kept_with_what_it_takes_to_compute_it_again(asked: Diagnosis) -> None:
    services.compute(diagnosis_id=asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.message, asked.progress) == (DiagnosisState.READY, "", 100)
    assert len(asked.input_hash) == 64
    assert asked.package_version
    assert asked.computed_at
    assert len(asked.snapshot["nodes"]) == 16
    scopes = set(asked.findings.values_list("scope", flat=True))
    assert scopes == {"wave", "change"}
    density = asked.findings.get(scope="wave", key="density")
    assert density.value["value"] == pytest.approx(45 / (15 * 15))
    assert not density.withheld


def test_a_second_delivery_changes_nothing(asked: Diagnosis) -> None:
    services.compute(diagnosis_id=asked.pk)
    first = list(asked.findings.order_by("scope", "key").values("pk", "value"))
    services.compute(diagnosis_id=asked.pk)
    assert list(asked.findings.order_by("scope", "key").values("pk", "value")) == first


def test_an_interrupted_attempt_is_replaced_and_the_figures_are_the_same(asked: Diagnosis) -> None:
    services.compute(diagnosis_id=asked.pk)
    first = dict(asked.findings.filter(scope="wave").values_list("key", "value"))
    Diagnosis.objects.update(state=DiagnosisState.RUNNING)
    Finding.objects.filter(key="density").delete()
    services.compute(diagnosis_id=asked.pk)
    assert dict(asked.findings.filter(scope="wave").values_list("key", "value")) == first


def test_a_failure_is_told_and_leaves_nothing_behind(asked: Diagnosis) -> None:
    Answer.objects.filter(kind="cooperation").update(value={"broken": True})
    services.compute(diagnosis_id=asked.pk)
    asked.refresh_from_db()
    assert asked.state == DiagnosisState.FAILED
    assert "pas pu aller au bout" in asked.message
    assert not asked.findings.exists()
    assert asked.snapshot == {}


def test_a_wave_without_anybody_is_told(territory: Any) -> None:
    wave = surveys.create_wave(territory=territory, label="Vide", opened_on=date(2025, 1, 1))
    diagnosis = services.request_diagnosis(wave=wave, user=None)
    services.compute(diagnosis_id=diagnosis.pk)
    diagnosis.refresh_from_db()
    assert (diagnosis.state, "aucun acteur" in diagnosis.message) == (DiagnosisState.FAILED, True)


@pytest.mark.parametrize("size", [1, 2, 14])
def test_a_small_network_gives_no_figure_and_no_crash(territory: Any, size: int) -> None:
    actors = [Actor.objects.create(territory=territory, name=f"S{i}", sector="NGO") for i in range(size)]
    wave = surveys.create_wave(territory=territory, label="Petite", opened_on=date(2025, 1, 1), roster=actors)
    surveys.record_answers(wave=wave, kind="cooperation", values={a.pk: {"ties": {}} for a in actors})
    diagnosis = services.request_diagnosis(wave=wave, user=None, replicates=20)
    services.compute(diagnosis_id=diagnosis.pk)
    diagnosis.refresh_from_db()
    assert (diagnosis.state, diagnosis.message) == (DiagnosisState.READY, "")
    assert all(
        f.withheld and set(f.value) == {"n_answered", "convention", "withheld"}
        for f in diagnosis.findings.all()
    )


def test_too_few_answers_give_no_figure(territory: Any, sixteen: list[Actor]) -> None:
    wave = surveys.create_wave(
        territory=territory, label="Silencieuse", opened_on=date(2025, 1, 1), roster=sixteen
    )
    values = {a.pk: {"ties": {str(sixteen[-1].pk): 2}} for a in sixteen[:9]}
    surveys.record_answers(wave=wave, kind="cooperation", values=values)
    diagnosis = services.request_diagnosis(wave=wave, user=None, replicates=20)
    services.compute(diagnosis_id=diagnosis.pk)
    assert "60\u202f%" in diagnosis.findings.get(key="density").withheld


def test_only_a_finished_diagnosis_is_shared(asked: Diagnosis) -> None:
    with pytest.raises(ValidationError, match="pas encore prêt"):
        services.publish_diagnosis(diagnosis=asked)
    services.compute(diagnosis_id=asked.pk)
    shared = services.publish_diagnosis(diagnosis=asked)
    assert shared.state == DiagnosisState.PUBLISHED
    assert services.publish_diagnosis(diagnosis=asked).published_at == shared.published_at
