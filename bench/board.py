"""The follow-up board of a wave of three hundred actors, half of which have answered, as its facilitator asks for it.

`python -m bench.board` measures in a process of its own, since it sets Django up, and prints what it found as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator

from bench.measure import Row, load, median_seconds
from bench.served import own_database, printed

SMALL, LARGE = 20, 300
BOARD = "Suivi d’une vague de 300 acteurs (temps du serveur)"


def board() -> Iterator[Row]:
    """A row for each base."""
    for vendor, url in {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_POSTGRES", "")}.items():
        if vendor == "PostgreSQL" and not url:
            continue
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder, own_database(url) as base:
            env = {**os.environ, "MAILLAGE_DATA": folder, "MAILLAGE_DEMO": "1", "DATABASE_URL": base}
            found = json.loads(printed("bench.board", env))
        few, many = found["queries"]
        told = (
            f"{many} requêtes, autant que pour {SMALL} acteurs"
            if few == many
            else f"{few} puis {many} requêtes"
        )
        note = f"150 réponses\u202f; {told}\u202f; charge {load()}"
        yield Row(what=f"{BOARD}, {vendor}", ours=found["seconds"], goal="≤ 50\u00a0ms", note=note)


def run() -> dict[str, object]:
    """The seconds of the large board, and the queries of a small one and of the large one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench.pages import queries_of
    from bench.served import make_waves

    pages = []
    for size in (SMALL, LARGE):
        make_waves(1, size)
        pages.append(_page(answered=size // 2))
    queries = [queries_of(each)[0] for each in pages]
    return {"queries": queries, "seconds": median_seconds(pages[1], repeat=15)}


def _page(*, answered: int) -> Callable[[], bytes]:
    """The board of the last wave made, once so many have answered."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from maillage.programmes.services import grant_role
    from maillage.surveys.models import Wave
    from maillage.surveys.services import sheets

    wave = Wave.objects.latest("pk")
    for each in wave.roster.order_by("pk")[:answered]:
        sheets.send_sheet(sheet=sheets.start_sheet(wave=wave, participation=each))
    reader = get_user_model().objects.create_user(email=f"{wave.pk}@exemple.fr")
    programme = wave.territory.programme
    grant_role(programme=programme, user=reader, kind="FACILITATOR", starts_on=programme.starts_on)
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("surveys:board", args=[wave.territory.slug, wave.number])

    def fetch() -> bytes:
        response = client.get(address)
        if response.status_code != 200:
            raise LookupError(f"{address} a répondu {response.status_code}")
        return bytes(response.content)

    return fetch


if __name__ == "__main__":
    json.dump(run(), sys.stdout)
