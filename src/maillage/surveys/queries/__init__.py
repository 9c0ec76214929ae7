"""What one may read: waves and their participation (`waves`), sheets (`sheets`)."""

from maillage.surveys.queries.waves import (
    Share,
    names_of,
    participation_of,
    shares_of,
    waves_of,
)

__all__ = [
    "Share",
    "names_of",
    "participation_of",
    "shares_of",
    "waves_of",
]
