"""Thresholds under which a figure is not shown. The one place where they are written (trust.md PRIV-41, -45, -47)."""

from __future__ import annotations

from typing import Final

MIN_NODES: Final = 15  # network indices of a smaller territory would point at someone
MIN_RESPONSE_RATE: Final = 0.6  # under it, indices are not publishable
MIN_RESPONDENTS: Final = 5  # inside a territory
MIN_RESPONDENTS_PUBLIC: Final = 11  # outside it
MIN_RATERS: Final = 3  # organisations behind a mean of trust
MAX_RATER_SHARE: Final = 1 / 3  # one organisation may not weigh more in a mean of trust
