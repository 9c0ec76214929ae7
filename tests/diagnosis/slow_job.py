"""A job for the kill test: slow the first time it is delivered, short after."""

from __future__ import annotations

import time
from pathlib import Path


def run(journal: str) -> None:
    path = Path(journal)
    first = not path.exists()
    with path.open("a") as out:
        out.write("started\n")
    if first:
        time.sleep(60)
    with path.open("a") as out:
        out.write("done\n")
