"""What one may read of the workshops of a territory; of its meetings, see the modules of this folder."""

from maillage.meetings.queries.registrations import present_or_registered
from maillage.meetings.queries.workshops import (
    Board,
    Line,
    board_of,
    grid_told,
    hands_told,
    has_spoken,
    latest_hands,
    latest_readings,
    votable,
    workshops_of,
)

__all__ = [
    "Board",
    "Line",
    "board_of",
    "grid_told",
    "hands_told",
    "has_spoken",
    "latest_hands",
    "latest_readings",
    "present_or_registered",
    "votable",
    "workshops_of",
]
