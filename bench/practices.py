"""Five thousand practice sheets: how long a search takes, from a question to its page.

`python -m bench.practices` measures in a process of its own, since it sets Django up, and prints what it found as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from bench.measure import Row, load, median_seconds
from bench.served import own_database, printed

SHEETS, VOCABULARY, WORDS = 5_000, 8_000, 180
QUESTIONS = {
    "one": ("un mot", "décrochage"),
    "typo": ("un mot mal écrit", "absentéime"),
    "phrase": ("une phrase", "comment faire venir les pères des collégiens qui ne dorment pas"),
}


def practices() -> Iterator[Row]:
    """A row for each question and each base, then the page."""
    for vendor, url in {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_POSTGRES", "")}.items():
        if vendor == "PostgreSQL" and not url:
            continue
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder, own_database(url) as base:
            env = {**os.environ, "MAILLAGE_DATA": folder, "DATABASE_URL": base}
            found = json.loads(printed("bench.practices", env))
        for key, (what, _) in QUESTIONS.items():
            yield Row(
                what=f"Chercher {what} parmi {SHEETS} pratiques, {vendor}",
                ours=found[key],
                goal="≤ 50\u00a0ms",
                note=f"{found['results'][key]} réponses\u202f; charge {load()}",
            )
        yield Row(
            what=f"La page de cette recherche, {SHEETS} pratiques, {vendor}",
            ours=found["page"],
            goal="≤ 80\u00a0ms",
            note=f"{found['queries']} requêtes à la base",
        )


def run() -> dict[str, Any]:
    """Seconds of each question, and of its page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from maillage.club.queries.search import find

    _publish(random.Random(0))
    found: dict[str, Any] = {"results": {}}
    for key, (_, question) in QUESTIONS.items():
        found["results"][key] = len(find(question))
        found[key] = median_seconds(lambda question=question: find(question), repeat=21)
    client, address = Client(headers={"host": "localhost"}), reverse("practices:list")
    asked = {"mots": QUESTIONS["phrase"][1], "pres": "93"}
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, asked).status_code == 200
    found["queries"] = len(queries)
    found["page"] = median_seconds(lambda: client.get(address, asked), repeat=21)
    return found


def _publish(draw: random.Random) -> None:
    """Sheets whose words are as rare as in a language: few are said everywhere, most in a few sheets."""
    from maillage.club.codes import Theme
    from maillage.club.models import Practice, Revision
    from maillage.club.services.search import index_every_practice
    from maillage.programmes.models import Programme
    from maillage.territories.models import Territory

    day, moment = date(2026, 1, 5), datetime(2026, 2, 1, tzinfo=UTC)
    programme = Programme.objects.create(name="Banc", slug="banc", starts_on=day)
    territory = Territory.objects.create(
        programme=programme, name="Banc", slug="banc", department="93", joined_on=day
    )
    made = Practice.objects.bulk_create(
        Practice(programme=programme, territory=territory, slug=f"fiche-{n}", created_at=moment)
        for n in range(SHEETS)
    )
    words = _vocabulary(draw)
    chances = [1 / (rank + 20) for rank in range(len(words))]
    revisions = Revision.objects.bulk_create(
        Revision(
            practice=each,
            number=1,
            key=uuid.UUID(int=draw.getrandbits(128)),
            written_at=moment,
            content={
                "title": " ".join(draw.choices(words, chances, k=4)),
                "summary": " ".join(draw.choices(words, chances, k=20)),
                "course": " ".join(draw.choices(words, chances, k=WORDS)),
                "themes": draw.sample(Theme.values, 2),
            },
        )
        for each in made
    )
    for each, revision in zip(made, revisions, strict=True):
        each.state, each.published, each.published_at = "PUBLISHED", revision, moment
        each.checked_on = day
    Practice.objects.bulk_update(made, ["state", "published", "published_at", "checked_on"])
    index_every_practice()


def _vocabulary(draw: random.Random) -> list[str]:
    """Words that the synonyms know, and others that sound like some."""
    from maillage.club.words import known_words

    syllables = [c + v for c in "bcdfglmnprstv" for v in ("a", "e", "i", "o", "u", "an", "on", "ai")]
    others = {"".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(VOCABULARY)}
    words = sorted(others | known_words())
    draw.shuffle(words)
    return words


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run()))
