"""A call of three hundred applications with their files: the organiser's lists, and the composition of ten places.

`python -m bench.calls` measures in a process of its own, since it sets Django up, and prints what it found as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from bench.measure import Row, load, median_seconds
from bench.served import own_database, printed

FILES = 300
READERS = 40
PAGES = {
    "filing": "Liste des candidatures",
    "review": "Tableau des expertises",
    "composition": "Page de la composition",
}


def calls() -> Iterator[Row]:
    """A row for each page and each base; the solver alone does not depend on it."""
    for vendor, url in {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_POSTGRES", "")}.items():
        if vendor == "PostgreSQL" and not url:
            continue
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder, own_database(url) as base:
            env = {**os.environ, "MAILLAGE_DATA": folder, "DATABASE_URL": base}
            found = json.loads(printed("bench.calls", env))
        for page, what in PAGES.items():
            goal = {"filing": "≤ 80\u00a0ms", "composition": "≤ 2\u00a0s"}.get(page, "")
            yield Row(
                what=f"{what}, {FILES} dossiers, {vendor}",
                ours=found[page],
                goal=goal,
                note=f"{found['queries'][page]} requêtes à la base\u202f; charge {load()}",
            )
        if vendor == "SQLite":
            yield Row(
                what=f"Choisir dix places parmi {FILES}, douze règles",
                ours=found["compose"],
                goal="≤ 2\u00a0s",
                note="le meilleur ensemble, exactement",
            )
            yield Row(what="Ce que coûte un échange", ours=found["swap"], note="composé à nouveau")


def run() -> dict[str, Any]:
    """Seconds of each page as its facilitator opens it, of the choice, and of one swap."""
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
    call, facilitator = _call(random.Random(0))
    client = Client(headers={"host": "localhost"})
    client.force_login(facilitator, backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, Any] = {"queries": {}}
    names = {"filing": "filing:index", "review": "review:show", "composition": "composition:show"}
    for page, name in names.items():
        where = reverse(name, args=[call.programme.slug, call.slug])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        found["queries"][page] = len(queries)
        found[page] = median_seconds(_opened(client, where), repeat=3 if page == "composition" else 9)
    return found | _choice(call)


def _opened(client: Any, where: str) -> Callable[[], Any]:
    return lambda: client.get(where)


def _choice(call: Any) -> dict[str, float]:
    from maillage.calls.composing import bring_in, compose
    from maillage.calls.queries.composition import problem_of

    problem = problem_of(call)
    made = compose(problem)
    outside = next(each.key for each in problem.candidates if each.key not in set(made.kept))
    return {
        "compose": median_seconds(lambda: compose(problem)),
        "swap": median_seconds(lambda: bring_in(problem, made, outside)),
    }


def _call(chance: random.Random) -> tuple[Any, Any]:
    """Three hundred applications with two files and three reviews each, and twelve rules."""
    from django.utils import timezone

    from maillage.accounts.models import User
    from maillage.calls.models import Call, Reviewer
    from maillage.calls.services.composition import add_rule
    from maillage.calls.services.review_setup import use_grid
    from maillage.programmes.models import Programme, ProgrammeRole

    now = timezone.now()
    programme = Programme.objects.create(
        name="Bench",
        slug="bench",
        facilitator_name="B",
        facilitator_contact="b@exemple.fr",
        starts_on=now.date(),
    )
    facilitator = User.objects.create_user("b@exemple.fr")
    ProgrammeRole.objects.create(
        programme=programme, user=facilitator, kind="FACILITATOR", starts_on=now.date()
    )
    call = Call.objects.create(
        programme=programme, title="Appel", slug="appel", summary="Bench", contact_email="b@exemple.fr", places=10,
        opens_at=now - timedelta(days=60), closes_at=now - timedelta(days=9), published_at=now,
    )  # fmt: skip
    criteria = use_grid(call=call)
    readers = [
        Reviewer.objects.create(call=call, user=User.objects.create_user(f"lit{n}@exemple.fr"))
        for n in range(READERS)
    ]
    for n in range(FILES):
        _file(call, n, readers, criteria, chance, now)
    for rule in _rules():
        add_rule(call=call, **rule)
    return call, facilitator


def _file(
    call: Any, n: int, readers: list[Any], criteria: list[Any], chance: random.Random, now: Any
) -> None:
    from maillage.calls.models import Application, Assignment, Attachment, Review, Submission
    from maillage.territories.geography import DEPARTMENTS

    file = Application.objects.create(
        call=call,
        name=f"Cité {n}",
        department=chance.choice(list(DEPARTMENTS)),
        state="SUBMITTED",
        submitted_at=now,
    )
    answers = {
        "setting": chance.choice(["METROPOLIS", "TOWN", "SMALL", "RURAL"]),
        "cooperation": chance.choice(["STARTING", "PEOPLE", "ORGANISED", "SHARED"]),
        "parents": chance.choice(["NOT_YET", "CONSULTED", "PRESENT", "DECIDE"]),
        "labelled": chance.randint(2019, 2024),
    }
    sent = Submission.objects.create(
        application=file, number=1, answers=answers, author=readers[0].user, submitted_at=now
    )
    for _ in range(2):
        Attachment.objects.create(
            application=file, question="file", file="x", name="x.pdf", kind="pdf", size=1
        )
    for reader in chance.sample(readers, 3):
        given = Assignment.objects.create(application=file, reviewer=reader)
        scores = {each.key: chance.choice(each.levels)["value"] for each in criteria}
        Review.objects.create(assignment=given, submission=sent, state="IN", scores=scores, sent_at=now)


def _rules() -> list[dict[str, Any]]:
    rows = [
        ("DISTINCT", "region", "", 8, None), ("EACH", "region", "", 0, 2), ("EACH", "department", "", 0, 1),
        ("AMONG", "overseas", "yes", 1, 3), ("AMONG", "setting", "RURAL", 2, None), ("AMONG", "setting", "METROPOLIS", 0, 4),
        ("AMONG", "maturity", "STARTING", 2, 3), ("AMONG", "maturity", "SHARED", 2, 3), ("DISTINCT", "seniority", "", 3, None),
        ("AMONG", "parents", "DECIDE", 1, None), ("AMONG", "parents", "NOT_YET", 1, 3), ("AMONG", "support", "NONE", 10, None),
    ]  # fmt: skip
    return [
        {"kind": kind, "trait": trait, "value": value, "at_least": least, "at_most": most}
        for kind, trait, value, least, most in rows
    ]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run()))
