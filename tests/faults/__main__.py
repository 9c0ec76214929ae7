"""`make faults`: every fault at its full count, one after the other, on SQLite and on PostgreSQL; then the table of docs/fiabilite.md.

Each figure is kept in var/faults as it comes. Without arguments, what has no figure yet is run; `make faults ARGS="F6 F7"`
runs these again. Everything anew: remove var/faults.
"""

from __future__ import annotations

import json
import os
import platform as machine
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from tests.faults.labels import LABELS
from tests.faults.postgres import Postgres

ROOT: Final = Path(__file__).resolve().parents[2]
KEPT: Final = ROOT / "var" / "faults"
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
WEB, BASE, TWO = (
    f"tests/faults/test_{name}.py::test_" for name in ("web_faults", "base_faults", "two_devices")
)
PHONE: Final = "tests/browser/test_faults.py::test_a_phone"
KILL, SMTP = "tests/faults/test_mail_kill.py", "tests/faults/test_smtp_faults.py"
TESTS: Final = {
    "F1": [f"{WEB}killed_web_workers"],
    "F2": [f"{BASE}a_killed_database"],
    "F4": [f"{BASE}a_full_disk"],
    "F5": [f"{WEB}the_same_form_sent_fifty_times_at_once"],
    "F6": [f"{TWO}two_devices_on_one_sheet"],
    "F7": [f"{WEB}a_line_that_drops"],
    "F8": [f"{PHONE}_killed_while_one_chooses"],
    "F10": [f"{TWO}what_a_client_says_of_the_time_changes_nothing", f"{PHONE}_whose_clock_is_wrong"],
    "F12": [f"{TWO}a_wave_that_closes_while_one_answers"],
    "F14": [KILL],
    "F15": [SMTP],
    "F16": [f"{BASE}answering_needs_neither_cache_nor_queue"],
    "F20": [f"{WEB}a_hall_that_answers", f"{WEB}a_long_evening"],
    "F23": [f"{PHONE}_that_kept_the_first_shell"],
}
HEAD: Final = "| Épreuve | Base | Essais | Confirmés | Perdus | En double | Mesuré aussi | Le | Durée |"


@contextmanager
def bases() -> Iterator[dict[str, str]]:
    """The address of each database: the PostgreSQL of DATABASE_URL, else one of our own."""
    url = os.environ.get("DATABASE_URL", "")
    if url:
        yield {SQLITE: "", POSTGRESQL: url}
    elif Postgres.programs() is None:
        say("PostgreSQL n’est pas installé ici (apt-get install postgresql) : SQLite seulement.")
        yield {SQLITE: ""}
    else:
        with tempfile.TemporaryDirectory(prefix="maillage-pg-") as folder:
            Path(folder).chmod(0o755)
            own = Postgres(Path(folder) / "pg")
            own.make()
            try:
                yield {SQLITE: "", POSTGRESQL: own.url}
            finally:
                own.stop()


def run(fault: str, base: str, url: str) -> bool:
    """One fault on one database; what it gives is kept, even a defeat."""
    rows, begun = KEPT / f"{fault}-{base}.rows", time.monotonic()
    rows.unlink(missing_ok=True)
    env = os.environ | {"FAULTS": str(rows), "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *TESTS[fault], "-q", "-p", "no:randomly", *only(fault, base)],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    found = [json.loads(line) for line in rows.read_text().splitlines()] if rows.exists() else []
    rows.unlink(missing_ok=True)
    held, output = done.returncode == 0 and b" skipped" not in done.stdout, done.stdout.decode()
    if not held:
        say(output[-4000:])
    kept = {"held": held, "rows": found, "seconds": round(time.monotonic() - begun), "on": str(date.today())}
    (KEPT / f"{fault}-{base}.json").write_text(json.dumps(kept, ensure_ascii=False))
    say(f"{fault} {base} : {'tenu' if held else 'NON TENU'}, {kept['seconds']} s")
    return held


def is_held(fault: str, base: str) -> bool:
    path = KEPT / f"{fault}-{base}.json"
    return path.exists() and json.loads(path.read_text())["held"] is True


def only(fault: str, base: str) -> list[str]:
    return ["-k", base.lower()] if fault == "F4" else []


def table() -> str:
    """What is known, ready for the documentation."""
    lines = [HEAD, "| --- " * (HEAD.count("|") - 1) + "|"]
    for fault in TESTS:
        for base in (SQLITE, POSTGRESQL):
            path = KEPT / f"{fault}-{base}.json"
            if path.exists():
                lines += _lines(fault, base, json.loads(path.read_text()))
    return "\n".join(lines)


def _lines(fault: str, base: str, kept: dict[str, Any]) -> list[str]:
    day = date.fromisoformat(kept["on"]).strftime("%d/%m/%Y")
    rows = kept["rows"] or [{"name": fault, "cells": ["–"] * 4, "also": ""}]
    found = []
    for n, row in enumerate(rows):
        told = [french_in(row["also"]), "" if kept["held"] else "**non tenu**"]
        also = " ; ".join(filter(None, told)) or "tenu"
        took = f"{kept['seconds']}\u00a0s" if n == 0 else ""
        cells = [LABELS.get(row["name"], row["name"]), base, *map(french, row["cells"]), also, day, took]
        found.append(f"| {' | '.join(cells)} |")
    return found


def french(number: object) -> str:
    """12345 -> 12 345."""
    return f"{number:,}".replace(",", "\u00a0") if isinstance(number, int) else str(number)


def french_in(sentence: str) -> str:
    """« 23440 sent, 5.3 s » -> « 23 440 sent, 5,3 s »."""
    whole = re.sub(r"\b\d{4,}\b", lambda found: french(int(found[0])), sentence)
    return re.sub(r"(\d)\.(\d)", r"\1,\2", whole)


def where() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"Machine : {os.cpu_count()} cœurs, {memory:.0f} Go, {machine.system()}, Python {machine.python_version()}"
        f" ; charge {load} ; le {date.today():%d/%m/%Y}."
    )


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def main(asked: list[str]) -> int:
    unknown = [each for each in asked if each not in TESTS]
    if unknown:
        say(f"Épreuves inconnues : {' '.join(unknown)}. Il y a {' '.join(TESTS)}.")
        return 2
    KEPT.mkdir(parents=True, exist_ok=True)
    held = True
    with bases() as found:
        for fault in asked or TESTS:
            for base, url in found.items():
                if fault == "F2" and base == SQLITE:
                    continue  # it has no process that one could kill
                if asked or not is_held(fault, base):
                    held = run(fault, base, url) and held
    say(f"\n{where()}\n\n{table()}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
