"""Three pairs of colours in a row, to see every role of Gould and Fernandez, and trust.

Directed ties: a1→a2, a2→a3 (a2 coordinates), a3→b1, b1→a1 (b1 is an itinerant of a3→b1→a1), b1→b2, b2→c1.
No pair i→k closes a path i→j→k. Roles by hand: a2: a1→a2→a3 coordinator. a3: a2→a3→b1 representative.
b1: a3→b1→a1 itinerant, a3→b1→b2 gatekeeper. a1: b1→a1→a2 gatekeeper. b2: b1→b2→c1 representative. Total 6, and no liaison.

Trust, on a scale of 1 to 4: the three a rate c1 4, 3, 2 and c2 4, 3, 2: six ratings by three raters, mean 3. Any other
pair of groups has fewer than five ratings.
"""

from __future__ import annotations

from maillage_analysis.network import Network

NODES = ("a1", "a2", "a3", "b1", "b2", "c1", "c2")
GROUPS = ("a", "a", "a", "b", "b", "c", "c")
TIES = (("a1", "a2", 1), ("a2", "a3", 1), ("a3", "b1", 1), ("b1", "a1", 1), ("b1", "b2", 1), ("b2", "c1", 1))
TRUST = (
    ("a1", "c1", 4), ("a2", "c1", 3), ("a3", "c1", 2), ("a1", "c2", 4), ("a2", "c2", 3), ("a3", "c2", 2),
    ("b1", "c1", 1),
)  # fmt: skip


def network() -> Network:
    """Who works with whom."""
    return Network.from_ties(TIES, nodes=NODES, attributes={"group": GROUPS})


def trust() -> Network:
    """Who trusts whom."""
    return Network.from_ties(TRUST, nodes=NODES, attributes={"group": GROUPS})
