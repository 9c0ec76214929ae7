"""Votes on statements: what Polis computes, against red-dwarf, at 10,000 people × 500 statements."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.measure import Row, median_seconds
from maillage_analysis.opinions import polis
from maillage_analysis.opinions.counts import count
from maillage_analysis.opinions.groups import find_groups
from maillage_analysis.opinions.readings import opinions as read
from maillage_analysis.opinions.votes import Votes

SCRIPT = Path(__file__).with_name("red_dwarf.py")
PEOPLE, STATEMENTS, CAST = 10_000, 500, 0.25
ROLES = ("école", "santé", "social", "associations", "parents")


def voted(people: int, statements: int, *, seed: int = 0, cast: float = CAST) -> Votes:
    """Three camps, whose members follow theirs three times in five, and one vote in four."""
    rng = np.random.default_rng(seed)
    camp, profile = rng.integers(0, 3, people), rng.choice([-1.0, 1.0], (3, statements))
    values = np.where(
        rng.random((people, statements)) < 0.6,
        profile[camp],
        rng.choice([-1.0, 0.0, 1.0], (people, statements)),
    )
    values[rng.random((people, statements)) >= cast] = np.nan
    names = (
        tuple(f"{letter}{i}" for i in range(size)) for letter, size in (("p", people), ("s", statements))
    )
    return Votes(*names, values, tuple(rng.choice(ROLES, people).tolist()))


def as_polis(votes: Votes) -> object:
    """Who is in, plane, groups, then figures given the groups: all that red-dwarf gives."""
    inside = votes.of(polis.who_is_in(votes))
    groups = find_groups(inside, polis.space(inside), draws=0)
    labels = [str(each) for each in groups.labels.tolist()]
    counts = count(inside, labels)
    total = count(votes)
    return (
        polis.representative(counts, votes.read),
        polis.group_aware_consensus(counts),
        polis.consensus(total, votes.read),
    )


def peer_seconds(votes: Votes) -> float:
    """Seconds that red-dwarf takes, votes given as it wants them; `LookupError` when no Python has it."""
    python = os.environ.get("BENCH_RED_DWARF")
    if not python:
        raise LookupError("red-dwarf absent\u00a0: BENCH_RED_DWARF nomme un Python qui l’a (version 0.4.0)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "votes.npy"
        np.save(path, votes.values)
        done = subprocess.run([python, str(SCRIPT), str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise LookupError("red-dwarf en échec")
    return float(done.stdout.strip().splitlines()[-1])


def opinions() -> Iterator[Row]:
    """The whole of Polis, then the reading by role of a territory."""
    votes = voted(PEOPLE, STATEMENTS)
    cast = f"{int(votes.cast.sum()):,}".replace(",", "\u202f")
    what = f"Opinions\u00a0: plan, groupes, consensus, 10\u202f000 personnes × 500 énoncés ({cast} votes)"
    row = Row(what=what, ours=median_seconds(lambda: as_polis(votes)), peer="red-dwarf", goal="≥ 20")
    try:
        yield Row(
            **{
                **vars(row),
                "theirs": peer_seconds(votes),
                "note": "sans la stabilité des groupes, qu’il ne donne pas",
            }
        )
    except LookupError as error:
        yield Row(**{**vars(row), "note": str(error)})
    small = voted(150, 40, seed=1, cast=0.8)
    yield Row(
        what="Opinions\u00a0: lecture par rôle et groupes stables, 150 personnes × 40 énoncés",
        ours=median_seconds(lambda: read(small)),
        goal="≤ 1\u00a0s",
    )
