"""`python -m bench.pages`: the page and the PDF of the finished diagnoses, on the data folder at hand.

A process of its own, since it sets Django up. Prints what it measured as JSON, or one line that says why nothing
could be measured (exit status 3): `finished` then builds the fictional programme in a folder of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from bench.measure import Row, median_seconds, short

NOTHING = 3
PAGE, PDF = "Page d’un diagnostic terminé (temps du serveur)", "PDF d’un diagnostic"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What was measured: the largest published diagnosis, and the queries of each."""

    actors: int
    page: float
    first: float
    pdf: float
    queries: list[int]


def run() -> Measured:
    """Measure, signed in as a manager of the territory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    import django

    django.setup()
    shown = published()
    counts = [queries_of(get(diagnosis, reader, "show")) for _, diagnosis, reader in shown]
    actors, diagnosis, reader = max(shown, key=lambda found: found[0])
    return Measured(
        actors=actors,
        page=median_seconds(get(diagnosis, reader, "show"), repeat=15),
        first=max(first for _, first in counts),
        # Typst remembers a document it has just set: only the first time of each tells the truth.
        pdf=max(seconds(get(found, user, "pdf")) for _, found, user in shown),
        queries=[count for count, _ in counts],
    )


def get(diagnosis: Any, reader: Any, page: str) -> Callable[[], bytes]:
    """Ask for a page of a diagnosis as its reader does."""
    from django.test import Client
    from django.urls import reverse

    client = Client(SERVER_NAME="localhost")
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    where = {"territory": diagnosis.territory.slug, "diagnosis": diagnosis.pk}
    address = reverse(f"diagnosis:{page}", kwargs=where)

    def fetch() -> bytes:
        response = client.get(address)
        if response.status_code != 200:
            raise LookupError(f"{address} a répondu {response.status_code}")
        return bytes(response.content)

    return fetch


def seconds(work: Callable[[], object]) -> float:
    """The duration of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def queries_of(fetch: Callable[[], bytes]) -> tuple[int, float]:
    """How many queries a page takes once its reader has come, and the seconds of his first visit."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = seconds(fetch)
    with CaptureQueriesContext(connection) as queries:
        fetch()
    return len(queries), first


def published() -> list[tuple[int, Any, Any]]:
    """(actors, diagnosis, a manager of its territory who may read it) of each published diagnosis."""
    from django.contrib.auth import get_user_model
    from django.db.utils import DatabaseError

    from maillage.diagnosis.models import Diagnosis, DiagnosisState
    from maillage.diagnosis.permissions import manages

    try:
        diagnoses = list(Diagnosis.objects.filter(state=DiagnosisState.PUBLISHED).order_by("pk"))
        users = list(get_user_model().objects.filter(is_active=True).order_by("pk"))
    except DatabaseError:
        raise LookupError("base vide") from None
    found = []
    for diagnosis in diagnoses:
        reader = next((user for user in users if manages(user, diagnosis.territory)), None)
        if reader is not None:
            found.append((diagnosis.wave.roster.count(), diagnosis, reader))
    if not found:
        raise LookupError("aucun diagnostic publié")
    return found


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One of our programs, in its own process."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def on_demonstration() -> subprocess.CompletedProcess[str]:
    """Measure on the fictional programme, built by the services in a folder that does not outlive us."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        demo = {"MAILLAGE_DATA": folder, "MAILLAGE_DEMO": "1", "DATABASE_URL": ""}
        built = command("maillage", "demo", "--build-only", **demo)
        return command("bench.pages", **demo) if built.returncode == 0 else built


def finished() -> Iterator[Row]:
    """Rows for the page and the PDF: on one's own data when they are named and hold a diagnosis."""
    own = {"MAILLAGE_DATA", "DATABASE_URL"} & set(os.environ)
    done = command("bench.pages") if own else None
    if done is None or done.returncode == NOTHING:
        done = on_demonstration()
    if done.returncode:
        last = (done.stdout or done.stderr).strip().splitlines()[-1:] or ["échec"]
        yield Row(what=PAGE, ours=None, goal="≤ 50\u00a0ms", note=f"non mesuré\u00a0: {last[0]}")
        yield Row(what=PDF, ours=None, goal="≤ 2\u00a0s", note=f"non mesuré\u00a0: {last[0]}")
        return
    found = Measured(**json.loads(done.stdout))
    few, many = min(found.queries), max(found.queries)
    reports = f"{len(found.queries)} diagnostics"
    queries = f"{many} requêtes pour chacun des {reports}" if few == many else f"{few} à {many} requêtes"
    note = f"{found.actors} acteurs\u202f; {queries}\u202f; {short(found.first)} la toute première fois"
    yield Row(what=PAGE, ours=found.page, goal="≤ 50\u00a0ms", note=note)
    yield Row(
        what=PDF,
        ours=found.pdf,
        goal="≤ 2\u00a0s",
        note=f"le plus long de {reports}, chacun pour la première fois",
    )


if __name__ == "__main__":
    try:
        print(json.dumps(asdict(run())))
    except LookupError as error:
        print(error)
        sys.exit(NOTHING)
