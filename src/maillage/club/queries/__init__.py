"""What one may read of the Club: practices first; the search of them, see `search`."""

from maillage.club.queries.practices import (
    CHOICES,
    Asked,
    answering,
    clubs_of,
    latest_of,
    may_read_as_peer,
    others_doing,
    own_territories,
    practices_of,
    published,
    readings_of,
)

__all__ = [
    "CHOICES",
    "Asked",
    "answering",
    "clubs_of",
    "latest_of",
    "may_read_as_peer",
    "others_doing",
    "own_territories",
    "practices_of",
    "published",
    "readings_of",
]
