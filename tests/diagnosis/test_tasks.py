"""A task is a door: it calls its service, and may be delivered twice."""

from __future__ import annotations

from django.utils.module_loading import import_string

from maillage.diagnosis import services, tasks
from maillage.diagnosis.models import DiagnosisState
from maillage.surveys.models import Wave


def test_the_name_given_to_the_queue_is_this_task() -> None:
    assert import_string(services.TASK) is tasks.compute


def test_a_task_computes(waves: tuple[Wave, Wave]) -> None:
    diagnosis = services.request_diagnosis(wave=waves[0], user=None, replicates=20)
    for _ in range(2):
        tasks.compute(diagnosis.pk)
    diagnosis.refresh_from_db()
    assert diagnosis.state == DiagnosisState.READY
