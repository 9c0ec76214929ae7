"""What one may do in the Club: with practices first; the others, see the modules of this folder."""

from maillage.club.services.practices import (
    MEANWHILE,
    NAMED,
    RESERVED,
    UNREAD,
    Written,
    add_author,
    confirm_practice,
    inspire,
    propose_practice,
    publish_practice,
    read_as_peer,
    refused_in,
    restore_practice,
    start_practice,
    withdraw_practice,
    write_practice,
)

__all__ = [
    "MEANWHILE",
    "NAMED",
    "RESERVED",
    "UNREAD",
    "Written",
    "add_author",
    "confirm_practice",
    "inspire",
    "propose_practice",
    "publish_practice",
    "read_as_peer",
    "refused_in",
    "restore_practice",
    "start_practice",
    "withdraw_practice",
    "write_practice",
]
