"""What red-dwarf takes for votes read from a file: run by a Python that has it (BENCH_RED_DWARF), never by ours.

It needs pandas and scikit-learn, which the platform has no use for. Prints the seconds of one warm run.
"""

from __future__ import annotations

import sys
import time

import numpy as np


def main(path: str) -> None:
    """Votes as red-dwarf takes them: a list of dictionaries."""
    from reddwarf.implementations.base import run_pipeline

    values = np.load(path)
    rows, columns = np.nonzero(np.isfinite(values))
    votes = [
        {"participant_id": i, "statement_id": j, "vote": int(values[i, j]), "modified": at}
        for at, (i, j) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))
    ]
    run_pipeline(votes=votes[: len(votes) // 50], random_state=0)  # imports and first calls are not counted
    start = time.perf_counter()
    run_pipeline(votes=votes, random_state=0)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(sys.argv[1])
