"""Reads the real networks kept beside the project (see the `shared` fixture)."""

import csv
from pathlib import Path

from maillage_analysis.network import Network


def network(shared: Path, folder: str, edges: str) -> Network:
    """The binary directed network of one file of edges; s50 keeps its actors in one file for all waves."""
    with (shared / "data" / folder / f"edges_{edges}.csv").open() as file:
        ties = [(row["source"], row["target"], 1) for row in csv.DictReader(file)]
    return Network.from_ties(ties, nodes=column(shared, folder, edges, "id"))


def column(shared: Path, folder: str, edges: str, name: str) -> list[str]:
    """One column of the file of actors."""
    path = shared / "data" / folder / f"nodes_{edges}.csv"
    if not path.exists():
        path = path.with_name("nodes.csv")
    with path.open() as file:
        return [row[name] for row in csv.DictReader(file)]
