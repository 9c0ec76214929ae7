"""Asked for, computed, shared: whole or not at all, once whatever the number of deliveries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django_q.models import OrmQ

from maillage.core.typography import percent
from maillage.diagnosis import services
from maillage.diagnosis.models import Diagnosis, DiagnosisState, Finding
from maillage.diagnosis.queries import report_of
from maillage.diagnosis.sections import build_all
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


def without_direction(wave: Wave) -> None:
    """The same pairs, as a file whose ties have no direction would give them."""
    pairs = {
        tuple(sorted((answer.participation.actor_id, int(other)))): level
        for answer in Answer.objects.filter(participation__wave=wave, kind="cooperation").select_related(
            "participation"
        )
        for other, level in answer.value["ties"].items()
    }
    everybody = list(wave.roster.values_list("actor_id", flat=True))
    both = [tie for (one, two), level in pairs.items() for tie in ((one, two, level), (two, one, level))]
    surveys.import_ties(wave=wave, ties=both, answered=everybody, directed=False)


def test_nobody_is_said_to_confirm_ties_collected_without_direction(
    waves: tuple[Wave, Wave],
) -> None:
    without_direction(waves[0])
    diagnosis = services.request_diagnosis(wave=waves[0], user=None, replicates=20)
    services.compute(diagnosis_id=diagnosis.pk)
    diagnosis.refresh_from_db()
    assert diagnosis.state == DiagnosisState.READY
    pairs = [tuple(tie[:2]) for tie in diagnosis.snapshot["ties"]]
    assert len(pairs) == len({frozenset(pair) for pair in pairs}) == 32
    density = diagnosis.findings.get(key="density")
    assert density.value["value"] == pytest.approx(32 / (16 * 15 / 2))
    for key in ("reciprocity", "concordance", "brokerage"):
        finding = diagnosis.findings.get(key=key)
        assert "sans sens" in finding.withheld
        assert set(finding.value) == {"n_answered", "convention", "withheld"}
    told = {section.key: section.blocks for section in build_all(report_of(diagnosis))}
    assert any("sans sens" in getattr(block, "text", "") for block in told["participation"])
    assert [type(block).__name__ for block in told["contradictions"]] == ["Withheld"]
    assert not any(
        getattr(block, "value", "") == percent(1.0)
        for blocks in told.values()
        for block in blocks[1:]
        if "deux côtés" in getattr(block, "label", "")
    )


def test_two_waves_of_two_sorts_of_ties_are_not_compared(asked: Diagnosis, waves: tuple[Wave, Wave]) -> None:
    without_direction(waves[0])
    services.compute(diagnosis_id=asked.pk)
    asked.refresh_from_db()
    assert asked.state == DiagnosisState.READY
    (finding,) = asked.findings.filter(scope="change")
    assert "les comparer ne dirait rien de vrai" in finding.withheld
    (block,) = next(s.blocks for s in build_all(report_of(asked)) if s.key == "changes")
    assert type(block).__name__ == "Withheld"


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
