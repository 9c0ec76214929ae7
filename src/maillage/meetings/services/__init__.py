"""What one may do with the workshops of a territory; with its meetings, see the modules of this folder."""

from maillage.meetings.services.workshops import (
    LONGEST,
    NAMED,
    Hands,
    Kept,
    Said,
    close_workshop,
    count_hands,
    hold_workshop,
    link_of,
    remove_workshop,
    reopen_workshop,
    save_readings,
    seat_table,
    table_of_link,
    token_of,
    update_workshop,
)

__all__ = [
    "LONGEST",
    "NAMED",
    "Hands",
    "Kept",
    "Said",
    "close_workshop",
    "count_hands",
    "hold_workshop",
    "link_of",
    "remove_workshop",
    "reopen_workshop",
    "save_readings",
    "seat_table",
    "table_of_link",
    "token_of",
    "update_workshop",
]
