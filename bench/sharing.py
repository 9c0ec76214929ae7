"""A shared diagnosis of three hundred passages on a territory of a hundred and fifty actors: the pages one writes in.

`python -m bench.sharing` measures in a process of its own, since it sets Django up, and prints what it found as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from bench.measure import Row, load, median_seconds
from bench.served import own_database, printed

ACTORS, PASSAGES = 150, 300
PAGES = {
    "index": ("Les douze chapitres", "≤ 80\u00a0ms"),
    "chapter": ("Un chapitre de cent passages", "≤ 80\u00a0ms"),
    "read": ("Tout le document, carte comprise", ""),
}


def sharing() -> Iterator[Row]:
    """A row for each page and each base."""
    for vendor, url in {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_POSTGRES", "")}.items():
        if vendor == "PostgreSQL" and not url:
            continue
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder, own_database(url) as base:
            env = {**os.environ, "MAILLAGE_DATA": folder, "DATABASE_URL": base}
            found = json.loads(printed("bench.sharing", env))
        for page, (what, goal) in PAGES.items():
            yield Row(
                what=f"{what}, {PASSAGES} passages, {ACTORS} acteurs, {vendor}",
                ours=found[page],
                goal=goal,
                note=f"{found['queries'][page]} requêtes à la base\u202f; charge {load()}",
            )


def run() -> dict[str, Any]:
    """Seconds of each page, as a facilitator opens it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    os.environ["MAILLAGE_SECOND_FACTOR"] = "0"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    shared, facilitator = _shared(random.Random(0))
    client = Client(headers={"host": "localhost"})
    client.force_login(facilitator, backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, Any] = {"queries": {}}
    one = [shared.territory.slug, shared.pk]
    addresses = {
        "index": reverse("writing:index", args=one),
        "chapter": reverse("writing:chapter", args=[*one, "viewpoints"]),
        "read": reverse("writing:read", args=one),
    }
    for page, where in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        found["queries"][page] = len(queries)
        found[page] = median_seconds(lambda where=where: client.get(where), repeat=9)
    return found


def _shared(draw: random.Random) -> tuple[Any, Any]:
    """A computed wave of many actors, and its facilitator."""
    from maillage.accounts.models import User
    from maillage.diagnosis.models import Diagnosis
    from maillage.diagnosis.services import compute, request_diagnosis
    from maillage.programmes.models import Programme, ProgrammeRole
    from maillage.sharing.models import SharedDiagnosis
    from maillage.territories.models import Territory

    day = date(2026, 1, 5)
    programme = Programme.objects.create(name="Banc", slug="banc", starts_on=day)
    user = User.objects.create_user("banc@exemple.fr", full_name="Banc")
    ProgrammeRole.objects.create(programme=programme, user=user, kind="FACILITATOR", starts_on=day)
    territory = Territory.objects.create(
        programme=programme, name="Banc", slug="banc", department="93", joined_on=day
    )
    wave = _wave(territory, day, draw)
    asked = request_diagnosis(wave=wave, user=None, replicates=20)
    compute(diagnosis_id=asked.pk)
    shared = SharedDiagnosis.objects.create(
        territory=territory, wave=wave, diagnosis=Diagnosis.objects.get(pk=asked.pk)
    )
    _write(shared, user)
    return shared, user


def _wave(territory: Any, day: date, draw: random.Random) -> Any:
    from maillage.surveys.services import create_wave, record_answers
    from maillage.territories.models import Actor

    sectors = ("EDUCATION", "DEPARTMENT", "MUNICIPALITY", "NGO", "HEALTH")
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {n}", sector=sectors[n % 5], status="VALIDATED"
        )
        for n in range(ACTORS)
    ]
    wave = create_wave(territory=territory, label="Vague 1", opened_on=day, roster=actors)
    pks = [actor.pk for actor in actors]
    ties = {
        pk: {"ties": {str(other): draw.randint(1, 4) for other in draw.sample(pks, 9) if other != pk}}
        for pk in pks
    }
    record_answers(wave=wave, kind="cooperation", values=ties)
    return wave


def _write(shared: Any, user: Any) -> None:
    """Passages in three chapters, each in three versions."""
    from django.utils import timezone

    from maillage.sharing.models import Passage, PassageRevision

    chapters = ("VIEWPOINTS", "COOPERATION", "PREVENTION")
    made = Passage.objects.bulk_create(
        Passage(shared=shared, chapter=chapters[n % 3], kind="FINDING", position=n) for n in range(PASSAGES)
    )
    PassageRevision.objects.bulk_create(
        PassageRevision(
            passage=passage,
            number=number,
            text=f"Ce que nous voyons, version {number}. " * 6,
            source_kind="WORKSHOP",
            source="La grille de l’atelier",
            author=user,
            written_at=timezone.now(),
        )
        for passage in made
        for number in (1, 2, 3)
    )


if __name__ == "__main__":
    json.dump(run(), sys.stdout)
