"""Seven organisations of an invented quarter, small enough to work everything out with a pencil.

Directed ties (level): ecole→pmi 2, pmi→ecole 3, ecole→caf 1, caf→ecole 1, pmi→caf 2, caf→creche 1,
creche→asso 1, asso→creche 2, asso→mairie 4. The library (`biblio`) has no tie. Everybody answers.
Groups: public = ecole, pmi, caf, mairie; associatif = creche, asso, biblio.

By hand: 9 ties of 42 possible. Three mutual pairs (ecole-pmi, ecole-caf, creche-asso): 6 of 9 ties are returned.
Indegrees: ecole 2, pmi 1, caf 2, creche 2, asso 1, mairie 1, biblio 0; the largest is 2, the gaps sum to
0+1+0+0+1+1+2 = 5, over a maximum of (7-1)² = 36. As an undirected graph the tie lines are a triangle ecole-pmi-caf, then
a path caf-creche-asso-mairie: two components (6 and 1), cut points caf, creche, asso; bridges caf-creche,
creche-asso, asso-mairie. Two-paths i→j→k (i≠k): pmi→ecole→caf ✓ (pmi→caf); caf→ecole→pmi ✗; ecole→pmi→caf ✓;
ecole→caf→creche ✗; pmi→caf→ecole ✓; pmi→caf→creche ✗; caf→creche→asso ✗; creche→asso→mairie ✗: 3 of 8 are closed.
External ties: caf→creche, asso→mairie: 2; internal 7: E-I = (2 - 7) / 9.
"""

from __future__ import annotations

from maillage_analysis.network import Network

NODES = ("ecole", "pmi", "caf", "creche", "asso", "mairie", "biblio")
TIES = (
    ("ecole", "pmi", 2), ("pmi", "ecole", 3), ("ecole", "caf", 1), ("caf", "ecole", 1), ("pmi", "caf", 2),
    ("caf", "creche", 1), ("creche", "asso", 1), ("asso", "creche", 2), ("asso", "mairie", 4),
)  # fmt: skip
GROUPS = ("public", "public", "public", "associatif", "associatif", "public", "associatif")


def network() -> Network:
    """The quarter."""
    return Network.from_ties(TIES, nodes=NODES, attributes={"group": GROUPS})
