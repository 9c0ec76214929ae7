"""Loading the real official files, each from its bytes to the figures that are read, in place of the same of last year.

`python -m bench.official` measures in a process of its own, since it sets Django up, and prints what it found as JSON.
The files are not the project's: without the folder that holds them, the rows say so.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, load
from bench.served import own_database, printed

SHARED = Path(os.environ.get("MAILLAGE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
FOLDER = SHARED / "opendata"
LEGAL = ("donnees_communes", "donnees_communes_mayotte", "collectivites-outremer")
COG = ("communes", "mouvements-communes", *LEGAL)
# Dataset, vintage, files.
FILES = (
    ("communes", "2026", tuple(f"cog2026/{name}.csv" for name in COG)),
    ("qpv", "2024", ("qpv2024/qpv2024_liste.csv",)),
    ("population", "2023", tuple(f"cog2026/{name}.csv" for name in LEGAL)),
    ("filosofi", "2021", ("contexte/filosofi2021_communes.csv",)),
    ("bpe", "2024", ("contexte/bpe2024_par_commune_extrait.csv",)),
    ("ips_schools", "2024-2025", ("contexte/ips_ecoles_2024-2025_par_commune.csv",)),
    ("ase", "2020", ("ase/ase_departements_2020.csv",)),
)


def official() -> Iterator[Row]:
    """A row a file, on each base."""
    if not FOLDER.is_dir():
        yield Row(what="Charger un fichier officiel", ours=None, note="les fichiers réels ne sont pas là")
        return
    for vendor, url in {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_POSTGRES", "")}.items():
        if vendor == "PostgreSQL" and not url:
            continue
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder, own_database(url) as base:
            found = json.loads(
                printed("bench.official", {**os.environ, "MAILLAGE_DATA": folder, "DATABASE_URL": base})
            )
        for title, told in found.items():
            lines = f"{told['lines']:_}".replace("_", "\u202f")
            note = f"{lines}\u00a0lignes, {told['refused']} refusée\u202f; charge {load()}"
            yield Row(what=f"Charger {title}, {vendor}", ours=told["seconds"], goal="≤ 6\u00a0s", note=note)


def run() -> dict[str, dict[str, float]]:
    """Seconds of each load, the second time: the first file is there to be compared and replaced."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from maillage.context.datasets import title_of
    from maillage.context.models import Vintage
    from maillage.context.services import load_figures, load_places

    def take(dataset: str, vintage: str, paths: list[Path]) -> Vintage:
        if dataset in ("communes", "qpv"):
            return load_places(dataset=dataset, vintage=vintage, paths=paths)[0]
        files = [(path.name, path.read_bytes()) for path in paths]
        return load_figures(dataset=dataset, vintage=vintage, files=files).vintage

    found = {}
    for dataset, vintage, names in FILES:
        paths = [FOLDER / name for name in names]
        take(dataset, vintage, paths)
        Vintage.objects.filter(dataset=dataset).update(digest="")  # or the same file would be left in place
        start = time.perf_counter()
        kept = take(dataset, vintage, paths)
        found[title_of(dataset)] = {
            "seconds": time.perf_counter() - start,
            "lines": kept.lines,
            "refused": kept.report["rejected"],
        }
    return found


if __name__ == "__main__":
    json.dump(run(), sys.stdout)
