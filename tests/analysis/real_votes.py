"""Reads the real votes kept beside the project (see the `shared` fixture)."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from maillage_analysis.opinions.votes import Votes

FIXTURE = "polis_fixture_below-100-ptpts"


def _there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"real votes are not here: {path.name} is missing from the shared folder")
    return path


def served(shared: Path) -> tuple[Votes, dict]:
    """The votes of a conversation and what the server of Polis computed of them (its votes are worth 1 to agree)."""
    folder = _there(shared / "data" / FIXTURE)
    math = json.loads((folder / "math-pca2.json").read_text())
    cast = json.loads((folder / "votes.json").read_text())
    votes = Votes.from_votes(
        [(str(each["pid"]), str(each["tid"]), each["vote"]) for each in cast],
        statements=[str(tid) for tid in math["tids"]],
        moderated_out=[str(tid) for tid in math["mod-out"]],
    )
    return votes, math


def exported(shared: Path, name: str) -> tuple[Votes, dict[str, np.ndarray]]:
    """The votes of an export; what it counts itself: votes of each participant, votes on each statement."""
    folder = _there(shared / "data" / name)
    with (folder / "participants-votes.csv").open() as file:
        rows = list(csv.DictReader(file))
    with (folder / "comments.csv").open() as file:
        comments = {row["comment-id"]: row for row in csv.DictReader(file)}
    statements = [column for column in rows[0] if column.isdigit()]
    votes = Votes.from_votes(
        [(row["participant"], at, int(row[at])) for row in rows for at in statements if row[at]],
        participants=[row["participant"] for row in rows],
        statements=statements,
    )
    said = {
        column: np.array([int(row[column]) for row in rows])
        for column in ("n-votes", "n-agree", "n-disagree")
    }
    on = {way: np.array([int(comments[at][way]) for at in statements]) for way in ("agrees", "disagrees")}
    return votes, said | on
