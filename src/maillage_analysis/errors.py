"""Errors of the package, drawn first so that a caller chooses at which height to catch.

AnalysisError
├── NetworkError        the values given do not describe a network
├── VotesError          the values given do not describe votes
├── SeatingError        the values given do not describe a room to seat
├── FileError           a file cannot be read as a network (carries a line number)
└── UnknownMetric       no metric has this key
"""

from __future__ import annotations


class AnalysisError(ValueError):
    """Anything this package refuses, with one sentence that says where and what to do."""


class NetworkError(AnalysisError):
    """The values given do not describe a network."""


class VotesError(AnalysisError):
    """The values given do not describe votes on statements."""


class SeatingError(AnalysisError):
    """The values given do not describe a room to seat."""


class FileError(AnalysisError):
    """A file cannot be read as a network.

    `line` is the 1-based line of the file, header included, or None when the whole file is at fault; `file` is the
    name of the file, once known.
    """

    def __init__(self, message: str, *, line: int | None = None, file: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.file = file


class UnknownMetric(AnalysisError):
    """No metric has this key."""
