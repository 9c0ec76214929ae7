"""Timing, rows of the table, and what the machine was doing."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table. `theirs` is None when the peer is absent, and `note` says why."""

    what: str
    ours: float | None
    peer: str = ""
    theirs: float | None = None
    goal: str = ""
    note: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        """How many times faster than the peer."""
        return self.theirs / self.ours if self.ours and self.theirs else None


def median_seconds(work: Callable[[], object], *, repeat: int = 5, warm: bool = True) -> float:
    """Median duration; the first call, which may compile or load, is left out."""
    if warm:
        work()
    durations = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)


def short(value: float | None, unit: str = "s") -> str:
    """A figure a person reads: 3 significant digits, a unit that fits, a French comma."""
    if value is None:
        return "—"
    if unit != "s":
        return f"{value:.0f}\u00a0{unit}"
    for scale, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if value >= scale:
            return f"{value / scale:.3g}\u00a0{name}".replace(".", ",")
    return f"{value * 1e9:.3g}\u00a0ns".replace(".", ",")


def machine() -> str:
    """Processor, cores this process may use, system, Python."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        model = names[0] if names else model
    from maillage_analysis.threads import cores

    return f"{model}, {cores()} cœurs, {platform.system()}, Python {platform.python_version()}"


def load() -> str:
    """Load average of the last minute, or why it is not known."""
    try:
        return f"{os.getloadavg()[0]:.2f}".replace(".", ",")
    except (AttributeError, OSError):
        return "inconnue sur ce système"


def today() -> str:
    """Date and time of the run, local."""
    return datetime.now().astimezone().strftime("%d/%m/%Y %H:%M %Z")
