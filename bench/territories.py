"""`python -m bench.territories COUNT`: analyse COUNT territories one after another, in a process of its own.

Prints seconds a territory and peak memory in MB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.cases import territory
from bench.measure import Row

ACTORS = 45
REPLICATES = 200


def run(count: int) -> tuple[float, float]:
    """Seconds a territory and peak memory (MB) of this process."""
    from maillage_analysis.analysis import analyse

    analyse(territory(ACTORS, seed=0), group="sector", seed=0, replicates=REPLICATES)
    start = time.perf_counter()
    for seed in range(count):
        analyse(territory(ACTORS, seed=seed), group="sector", seed=seed, replicates=REPLICATES)
    seconds = (time.perf_counter() - start) / count
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, kilobytes / (1024 if sys.platform != "darwin" else 1024**2)


def scale(counts: tuple[int, ...] = (10, 1000)) -> Iterator[Row]:
    """Cost per territory when there are many, against the cost when there are few."""
    first: float | None = None
    for count in counts:
        done = subprocess.run(
            [sys.executable, "-m", "bench.territories", str(count)],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, memory = map(float, done.stdout.split())
        what = (
            f"Coût par territoire, {count} territoires de {ACTORS} acteurs, {REPLICATES} rééchantillonnages"
        )
        note = f"{seconds / first:.2f} fois le coût du premier cas".replace(".", ",") if first else ""
        yield Row(what=what, ours=seconds, goal="≤ 1,2 fois" if first else "", note=note)
        yield Row(
            what=f"Mémoire au plus haut, {count} territoires", ours=memory, goal="≤ 400\u00a0Mo", unit="Mo"
        )
        first = first or seconds


if __name__ == "__main__":
    print(*run(int(sys.argv[1])))
