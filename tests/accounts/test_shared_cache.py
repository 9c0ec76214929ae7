"""What is counted is counted once, whatever the process, and whoever tries is not kept."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[2]
# As many tries as one wishes, from one process; prints how many were let through.
TRY = """
import sys, django
django.setup()
from allauth.core import ratelimit
from django.core.cache import cache
from django.test import RequestFactory
request = RequestFactory().post("/")
print(sum(ratelimit.consume(request, action="login_failed", key="a@exemple.fr") for _ in range(int(sys.argv[1]))))
cache.add("tries", 0, timeout=3600)
for _ in range(50):
    cache.incr("tries")
"""


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="makes its own SQLite file")
def test_two_processes_share_one_limit_and_lose_no_count(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "MAILLAGE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "maillage.settings",
    }
    run = [sys.executable, "-m", "maillage", "migrate", "--verbosity", "0"]
    subprocess.run(run, env=environment, cwd=ROOT, check=True)
    both = [
        subprocess.Popen([sys.executable, "-c", TRY, "20"], env=environment, cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    through = [int(each.communicate(timeout=60)[0]) for each in both]
    alone = subprocess.run(
        [sys.executable, "-c", TRY, "20"], env=environment, cwd=ROOT, check=True, capture_output=True
    )
    assert 0 < sum(through) <= 10  # of allauth: ten failures by address and machine
    assert int(alone.stdout) == 0
    count = "from django.core.cache import cache; print(cache.get('tries'))"
    read = [sys.executable, "-m", "maillage", "shell", "--no-imports", "-c", count]
    told = subprocess.run(read, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "150"


def test_a_counter_ends_when_it_was_meant_to() -> None:
    one, two = caches.create_connection("default"), caches.create_connection("default")
    one.add("n", 0, timeout=1)
    assert (one.incr("n"), two.incr("n", 2), one.get("n")) == (1, 3, 3)
    time.sleep(1.1)
    with pytest.raises(ValueError, match="not found"):
        two.incr("n")


def test_a_refused_address_is_refused_by_the_other_process_and_is_not_kept(
    client_as: Callable[..., Client],
) -> None:
    url, data = reverse("accounts:sign_in_with_password"), {"p-email": "a@exemple.fr", "p-password": "non"}
    for _ in range(12):
        answer = Client(REMOTE_ADDR="192.0.2.7").post(url, data)
    assert "Trop de tentatives" in answer.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM maillage_cache")
        keys = [row[0] for row in cursor.fetchall()]
    assert keys
    assert not any("192.0.2.7" in key or "allauth" in key for key in keys)
