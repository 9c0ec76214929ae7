"""A worker killed in the middle of a job loses nothing: the job is delivered again. On the database of the tests' settings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Short leases, so that the test does not wait eleven minutes.
LEASE = {"MAILLAGE_JOB_TIMEOUT": "3", "MAILLAGE_JOB_RETRY": "5"}
ENQUEUE = """
import sys, django
django.setup()
from django_q.tasks import async_task
async_task("tests.diagnosis.slow_job.run", sys.argv[1])
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own, beside the one of the tests."""
    env = {
        **os.environ,
        **LEASE,
        "MAILLAGE_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "maillage.settings",
    }
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "src"), env.get("PYTHONPATH", "")])
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield env
        return
    psycopg = pytest.importorskip("psycopg")
    name = f"maillage_kill_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield {**env, "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def start_cluster(env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "maillage", "qcluster"],
            env=env,
            cwd=ROOT,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def kill(cluster: subprocess.Popen[bytes]) -> None:
    os.killpg(cluster.pid, signal.SIGKILL)
    cluster.wait()


@pytest.mark.slow
def test_the_job_of_a_killed_worker_is_done_by_the_next_one(
    environment: dict[str, str], tmp_path: Path
) -> None:
    journal, log = tmp_path / "journal", tmp_path / "log"
    subprocess.run(
        [sys.executable, "-m", "maillage", "migrate", "--verbosity", "0"],
        env=environment,
        cwd=ROOT,
        check=True,
    )
    subprocess.run([sys.executable, "-c", ENQUEUE, str(journal)], env=environment, cwd=ROOT, check=True)
    first = start_cluster(environment, log)
    try:
        assert wait_for(journal.exists, 30), log.read_text()
    finally:
        kill(first)
    assert journal.read_text() == "started\n"
    second = start_cluster(environment, log)
    try:
        assert wait_for(lambda: "done" in journal.read_text(), 30), log.read_text()
    finally:
        kill(second)
    assert journal.read_text() == "started\nstarted\ndone\n"


ASK_TO_DIE = """
import django
django.setup()
from datetime import date
from maillage.diagnosis import services
from maillage.programmes.models import Programme
from maillage.surveys.services import create_wave
from maillage.territories.models import Territory
programme = Programme.objects.create(name="P", slug="p", facilitator_name="T", places=1, starts_on=date(2025, 9, 1))
territory = Territory.objects.create(
    programme=programme, name="T", slug="t", department="93", joined_on=date(2025, 9, 1)
)
services.TASK = "tests.diagnosis.slow_job.die"
services.request_diagnosis(wave=create_wave(territory=territory, label="V", opened_on=date(2026, 1, 5)), user=None)
"""
STATE = """
import django
django.setup()
from maillage.diagnosis.models import Diagnosis
each = Diagnosis.objects.get()
print(each.state, each.attempts, each.message)
"""


@pytest.mark.slow
def test_a_job_that_kills_its_worker_each_time_ends_by_saying_so(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment |= {"MAILLAGE_JOB_TIMEOUT": "1", "MAILLAGE_JOB_RETRY": "2"}
    log = tmp_path / "log"

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
        )
        return done.stdout

    run("-m", "maillage", "migrate", "--verbosity", "0")
    run("-c", ASK_TO_DIE)
    cluster = start_cluster(environment, log)
    try:
        assert wait_for(lambda: run("-c", STATE).startswith("FAILED"), 90), log.read_text()[-3000:]
    finally:
        kill(cluster)
    assert run("-c", STATE).startswith("FAILED 5 Le calcul s’est arrêté plusieurs fois")
