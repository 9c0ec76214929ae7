"""F2, F4, F16: the database is killed, the disk is full, what is not the answers breaks down."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from maillage.surveys.services import collecting
from tests.diagnosis.test_kill import ROOT, wait_for
from tests.faults.answers import check
from tests.faults.conftest import FULL, Report
from tests.faults.platform import Platform, answer_all, meanwhile, own_database
from tests.faults.postgres import Postgres
from tests.faults.respondent import Gone, Respondent, choices, fields
from tests.faults.wave import open_wave

Many = Callable[[int, int], int]


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """One of its own, in a folder where its user may enter."""
    if Postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed: its death was not tried")
    with tempfile.TemporaryDirectory(prefix="maillage-pg-") as folder:
        Path(folder).chmod(0o755)
        found = Postgres(Path(folder) / "pg")
        found.make()
        yield found
        found.stop()


@pytest.mark.slow
def test_a_killed_database(postgres: Postgres, tmp_path: Path, many: Many, report: Report) -> None:
    """F2: every process of PostgreSQL killed at random, started again, while four people answer."""
    dice, kills, wanted, back = random.Random(2), [0], many(2, 200), [0.0]
    with own_database(tmp_path) as env:
        platform = Platform({**env, "DATABASE_URL": postgres.url}, tmp_path / "log")
        platform.make(1 if not FULL else 140, 20)
        platform.start()
        heard = platform.history.seconds

        def strike(over: threading.Event) -> None:
            target = len(heard) + 5
            while kills[0] < wanted and not over.is_set():
                if len(heard) >= target:
                    time.sleep(dice.uniform(0, 0.05))
                    postgres.kill()
                    begun, at = time.monotonic(), len(heard)
                    postgres.start()
                    if platform.fell:
                        platform.start()
                    kills[0] += 1
                    assert wait_for(lambda: len(heard) > at or over.is_set(), 180)  # noqa: B023
                    back[0] = max(back[0], time.monotonic() - begun)
                    target = len(heard) + dice.randint(5, 20)
                time.sleep(0.005)

        try:
            with meanwhile(strike) as striking:
                while not striking.done():
                    answer_all(platform.respondents(4), at_once=4)
            held = check(platform.history, platform.stored())
        finally:
            platform.stop()
    failed = len(platform.history.broken)
    report(
        held,
        f"bases tuées {kills[0]}, sans réponse au plus {back[0]:.1f}\u00a0s, requêtes renvoyées {failed}",
    )
    assert (held.lost, held.twice) == (0, 0)
    assert held.counted == held.respondents > 0
    assert back[0] < 10 or not FULL  # a figure, which says nothing on a machine that does much else


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk that is soon full; only root may make one."""
    with tempfile.TemporaryDirectory(prefix="maillage-disk-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "disk"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64m,mode=755", "none", str(folder)]
        if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("a small disk cannot be mounted here: a full disk was not tried")
        yield folder
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def on_small_disk(small_disk: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Platform:
    """A platform whose base is on the small disk."""
    env = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "maillage.settings"}
    env |= {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]), "DATABASE_URL": ""}
    env["MAILLAGE_DATA"] = str(small_disk if request.param == "sqlite" else tmp_path)
    if request.param == "postgresql":
        found: Postgres = request.getfixturevalue("postgres")
        env["DATABASE_URL"] = found.database_in(small_disk)
    return Platform(env, tmp_path / "log")


@pytest.mark.slow
@pytest.mark.parametrize("on_small_disk", ["sqlite", *(["postgresql"] if FULL else [])], indirect=True)
def test_a_full_disk(on_small_disk: Platform, small_disk: Path, report: Report) -> None:
    """F4: an answer that cannot be kept is refused aloud; what was kept is read; all goes on once there is room."""
    platform = on_small_disk
    platform.make(1, 40)
    platform.start()
    try:
        answer_all(platform.respondents(3), at_once=2)
        fill(small_disk / "filler")
        refused = next(each for each in platform.respondents(30, patience=1.5) if is_refused(each))
        assert set(platform.history.broken) == {"500"}
        full = check(platform.history, platform.stored())
        (small_disk / "filler").unlink()
        refused.patience = 180
        answer_all([refused, *platform.respondents(3)], at_once=2)
        held = check(platform.history, platform.stored())
    finally:
        platform.stop()
    report(held)
    assert (full.lost, full.twice, held.lost, held.twice) == (0, 0, 0, 0)
    assert held.counted == held.respondents == full.respondents + 4


def fill(path: Path) -> None:
    """To the last byte."""
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass


def is_refused(person: Respondent) -> bool:
    try:
        person.answer()
    except Gone:
        return True
    return False


@pytest.mark.parametrize("broken", ["cache", "queue"])
def test_answering_needs_neither_cache_nor_queue(territory: Any, settings: Any, broken: str) -> None:
    """F16: without the table of the counters, or those of the queue, links open and screens are saved."""
    wave = open_wave(territory)
    one, other = (collecting.invite(participation=each) for each in wave.roster.order_by("pk")[:2])
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names() if name.startswith("django_q_")]
        for name in ["maillage_cache"] if broken == "cache" else names:
            cursor.execute(f'ALTER TABLE "{name}" RENAME TO "gone_{name}"')
    phone = Client()
    assert phone.post(f"/r/{one.token}/").status_code == 302
    html = phone.get("/r/feuille/1/").content.decode()
    saved = phone.post("/r/feuille/1/", fields(html) | {"partners": choices(html)["partners"][:1]})
    assert saved["Location"] == "/r/feuille/2/"
    assert phone.post("/r/feuille/relire/")["Location"] == "/r/feuille/merci/"
    assert wave.roster.filter(answered=True).count() == 1
    typed = Client().post("/r/", {"code": other.code})
    if broken == "queue":
        assert typed.status_code == 302
    else:  # tries cannot be counted: the door of typed codes stays shut, and says so
        assert typed.status_code == 429
        assert "feuille" not in typed.cookies
