"""What the log never holds: the secret part of an address, which opens a sheet or an account (trust.md SEC-05)."""

from __future__ import annotations

import logging
import re
from typing import Final

# After / or =, long and mixed as only a secret is; a file or a place has no capital and no figure in so long a name.
SECRET: Final = re.compile(r"(?<=[/=])(?=[\w-]*[A-Z0-9])[\w-]{20,}")


class Formatter(logging.Formatter):
    """The usual line, and the usual traceback, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub("…", super().format(record))
