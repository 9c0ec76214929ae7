"""What the Club holds."""

from maillage.club.models.practices import (
    Author,
    Facet,
    PeerReading,
    Practice,
    PracticeState,
    Revision,
)
from maillage.club.models.search import Indexed, Word

__all__ = [
    "Author",
    "Facet",
    "Indexed",
    "PeerReading",
    "Practice",
    "PracticeState",
    "Revision",
    "Word",
]
