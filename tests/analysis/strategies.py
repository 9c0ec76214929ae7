"""Networks drawn at random: empty, tiny, with isolates, with silent nodes."""

import numpy as np
from hypothesis import strategies as st

from maillage_analysis.network import Network


@st.composite
def networks(draw: st.DrawFn, *, largest: int = 9) -> Network:
    """Any small network, with groups (one of them unknown) and non-response."""
    n = draw(st.integers(0, largest))
    directed = draw(st.booleans())
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    ties = rng.integers(1, 5, (n, n)) * (
        rng.random((n, n)) < draw(st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0]))
    )
    np.fill_diagonal(ties, 0)
    if not directed:
        ties = np.triu(ties) + np.triu(ties).T
    return Network(
        nodes=tuple(f"n{i}" for i in range(n)),
        ties=ties,
        answered=rng.random(n) < draw(st.sampled_from([0.5, 0.9, 1.0, 1.0])),
        attributes={"group": tuple(str(each) for each in rng.choice(["", "a", "b", "c"], n))},
        directed=directed,
    )
