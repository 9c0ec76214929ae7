"""Jobs for the kill tests: one slow the first time it is delivered, short after; one that kills its worker each time."""

from __future__ import annotations

import os
import signal
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


def die(diagnosis_id: int) -> None:
    """A computation whose worker is killed once it has begun, as by a machine short of memory."""
    from maillage.diagnosis import services, snapshot

    def killed(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    snapshot.take = killed  # type: ignore[assignment]
    services.compute(diagnosis_id=diagnosis_id)
