"""Searching a commune among as many as the country has, and judging the heaviest files.

`python -m bench.places` measures in a process of its own, since it sets Django up, and prints what it found as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator

from bench.measure import Row, load, median_seconds
from bench.served import own_database, printed

COMMUNES = 35_000
TYPED = ("saint den", "st-val", "bourg", "la ro", "rive 34", "nulle part ailleurs")
BEGINNINGS = ("Saint-", "Sainte-", "Bourg-", "La ", "Le Mas-", "Val-", "Rive", "Mont", "", "", "", "")
ENDS = ("denis", "roche", "val", "orve", "loriot", "brune", "garance", "mésange", "tilleul", "sable")


def places() -> Iterator[Row]:
    """A row for each base, and one for the guard of files."""
    for vendor, url in {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_POSTGRES", "")}.items():
        if vendor == "PostgreSQL" and not url:
            continue
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder, own_database(url) as base:
            env = {**os.environ, "MAILLAGE_DATA": folder, "DATABASE_URL": base}
            found = json.loads(printed("bench.places", env))
        what = f"Chercher une commune parmi {COMMUNES:_}, {vendor}".replace("_", "\u202f")
        note = f"la plus lente de {len(TYPED)} recherches\u202f; liste gardée en {found['kept']:.1f}\u00a0s".replace(
            ".", ","
        )
        yield Row(what=what, ours=found["search"], goal="≤ 20\u00a0ms", note=f"{note}\u202f; charge {load()}")
        if vendor == "SQLite":
            what = "Juger un PDF qui se déplie en 250\u00a0Mo"
            yield Row(
                what=what, ours=found["pdf"], goal="≤ 2\u00a0s", note="le plus lourd qui soit lu en entier"
            )


def run() -> dict[str, float]:
    """Seconds of the slowest search, of keeping the list, and of judging a heavy file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from maillage.territories.official import keep_communes
    from maillage.territories.queries import search_communes

    names, populations = _communes()
    kept = median_seconds(
        lambda: keep_communes(names=names, former={}, parents={}, populations=populations),
        repeat=1,
        warm=False,
    )
    searches = [median_seconds(lambda text=text: search_communes(text)) for text in TYPED]  # type: ignore[misc]
    return {"search": max(searches), "kept": kept, "pdf": _heavy_pdf()}


def _communes() -> tuple[dict[str, str], dict[str, int]]:
    chance = random.Random(0)
    names, populations = {}, {}
    for number in range(COMMUNES):
        code = f"{number // 400 + 1:02d}{number % 400 + 500}"
        middle = "".join(chance.choices("abcdeilmnorstuv", k=chance.randrange(0, 6)))
        names[code] = f"{chance.choice(BEGINNINGS)}{middle}{chance.choice(ENDS)}".capitalize()
        populations[code] = int(chance.paretovariate(0.9) * 200)
    return names, populations


def _heavy_pdf() -> float:
    """Twenty-five pictures of ten megabytes each, once unfolded."""
    import zlib

    from django.core.files.uploadedfile import SimpleUploadedFile

    from maillage.core.uploads import accept

    chance = random.Random(0)
    line = bytes(chance.choices(range(256), k=4_000))
    folded = zlib.compress(line * 2_500, 1)
    head = f"<< /Subtype /Image /Filter /FlateDecode /Length {len(folded)} >>\nstream\n".encode()
    picture = b"4 0 obj\n" + head + folded + b"\nendstream\nendobj\n"
    content = b"%PDF-1.7\n" + picture * 25 + b"startxref\n0\n%%EOF"
    sent = SimpleUploadedFile("heavy.pdf", content)
    return median_seconds(lambda: accept(sent), repeat=3)


if __name__ == "__main__":
    json.dump(run(), sys.stdout)
