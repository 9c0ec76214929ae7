"""A star: one centre and four branches, undirected, the textbook example of Freeman 1979.

The centre has degree 4, every branch 1: centralisation 1. The centre lies on the 6 paths between branches; it is
the only cut point, and every tie is a bridge. Without it, four isolated nodes: fragmentation 1.
"""

from __future__ import annotations

from maillage_analysis.network import Network

NODES = ("centre", "a", "b", "c", "d")


def network() -> Network:
    """The star."""
    return Network.from_ties(
        [("centre", branch, 1) for branch in NODES[1:]],
        nodes=NODES,
        attributes={"group": ("x", "x", "x", "y", "y")},
        directed=False,
    )
