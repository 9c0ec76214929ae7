"""`python -m bench.pages`: the page and the PDF of a finished diagnosis, on the data folder at hand.

A process of its own, since it sets Django up. Prints "queries page_seconds pdf_seconds", or one line that says
why nothing could be measured (exit status 3).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench.measure import Row, median_seconds

NOTHING = 3


def run() -> str:
    """Measure, signed in as a manager of the territory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment
    from django.urls import reverse

    setup_test_environment()
    diagnosis, reader = published()
    client = Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    where = {"territory": diagnosis.territory.slug, "diagnosis": diagnosis.pk}
    page, pdf = reverse("diagnosis:show", kwargs=where), reverse("diagnosis:pdf", kwargs=where)

    def fetch(address: str) -> bytes:
        response = client.get(address)
        if response.status_code != 200:
            raise LookupError(f"{address} a répondu {response.status_code}")
        return b"".join(response) if response.streaming else response.content

    fetch(page)
    with CaptureQueriesContext(connection) as queries:
        fetch(page)
    seconds = median_seconds(lambda: fetch(page), repeat=15)
    return f"{len(queries)} {seconds} {median_seconds(lambda: fetch(pdf), repeat=3)}"


def published() -> tuple[Any, Any]:
    """A published diagnosis, and a manager of its territory who may read it."""
    from django.contrib.auth import get_user_model
    from django.db.utils import DatabaseError

    from maillage.diagnosis.models import Diagnosis, DiagnosisState
    from maillage.diagnosis.permissions import manages

    try:
        found = Diagnosis.objects.filter(state=DiagnosisState.PUBLISHED).order_by("pk").last()
        users = list(get_user_model().objects.filter(is_active=True).order_by("pk"))
    except DatabaseError:
        raise LookupError("base vide") from None
    reader = next((user for user in users if found and manages(user, found.territory)), None)
    if found is None or reader is None:
        raise LookupError("aucun diagnostic publié")
    return found, reader


def finished() -> Iterator[Row]:
    """Rows for the page and the PDF."""
    done = subprocess.run([sys.executable, "-m", "bench.pages"], capture_output=True, text=True, check=False)
    what, document = "Page d’un diagnostic terminé (temps du serveur)", "PDF d’un diagnostic"
    if done.returncode:
        last = (done.stdout or done.stderr).strip().splitlines()[-1:] or ["échec"]
        yield Row(what=what, ours=None, goal="≤ 50\u00a0ms", note=f"non mesuré : {last[0]}")
        yield Row(what=document, ours=None, goal="≤ 2\u00a0s", note=f"non mesuré : {last[0]}")
        return
    queries, page, pdf = done.stdout.split()
    yield Row(what=what, ours=float(page), goal="≤ 50\u00a0ms", note=f"{queries} requêtes")
    yield Row(what=document, ours=float(pdf), goal="≤ 2\u00a0s")


if __name__ == "__main__":
    try:
        print(run())
    except LookupError as error:
        print(error)
        sys.exit(NOTHING)
