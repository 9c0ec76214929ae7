"""A task is a door: it calls its service, and may be delivered twice."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from django_q.exceptions import TimeoutException
from django_q.timeout import TimeoutHandler

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


@contextmanager
def ringing_again() -> Iterator[None]:
    """Ring every ten seconds until the queue's handler stops its alarm.

    Python loses an alarm that falls inside a finalizer, which a long collection of
    garbage makes likely in a suite; in production the queue's guard kills the worker.
    """
    signal.setitimer(signal.ITIMER_REAL, 1, 10)
    yield


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_job_that_takes_too_long_says_so(waves: tuple[Wave, Wave]) -> None:
    """The alarm of the queue itself, in the middle of the computation.

    A first, short job loads what the computation imports,
    as an import cut in two would spoil the tests that come after.
    """
    tasks.compute(services.request_diagnosis(wave=waves[1], user=None, replicates=20).pk)
    diagnosis = services.request_diagnosis(wave=waves[0], user=None, replicates=500_000)
    with pytest.raises(TimeoutException), TimeoutHandler(1), ringing_again():
        tasks.compute(diagnosis.pk)
    diagnosis.refresh_from_db()
    assert diagnosis.state == DiagnosisState.FAILED
    assert "dépassé le temps" in diagnosis.message


def test_the_last_delivery_of_a_job_that_dies_says_so_and_a_later_one_changes_nothing(
    waves: tuple[Wave, Wave],
) -> None:
    diagnosis = services.request_diagnosis(wave=waves[0], user=None, replicates=20)
    most = settings.Q_CLUSTER["max_attempts"]
    type(diagnosis).objects.update(state=DiagnosisState.RUNNING, attempts=most)
    for _ in range(2):
        tasks.compute(diagnosis.pk)
        diagnosis.refresh_from_db()
        assert (diagnosis.state, diagnosis.attempts) == (DiagnosisState.FAILED, most)
        assert "plusieurs fois" in diagnosis.message
    assert not diagnosis.findings.exists()
