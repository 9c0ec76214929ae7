"""The files a document is given in. Each is written by a module of `diagnosis.render`, loaded when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from maillage.diagnosis.sections import Section

Writer = Callable[[dict[str, str], Sequence[Section]], bytes]


@dataclass(frozen=True)
class Download:
    """One kind of file."""

    label: str
    module: str
    suffix: str
    content_type: str

    def writer(self) -> Writer | None:
        """What writes it; nothing where it is not installed."""
        name = f"maillage.diagnosis.render.{self.module}"
        if find_spec(name) is None:
            return None
        write: Writer | None = getattr(importlib.import_module(name), "write", None)
        return write


WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOWNLOADS: Final = {
    "pdf": Download("PDF", "document", ".pdf", "application/pdf"),
    "word": Download("Word", "word", ".docx", WORD),
    "diapositives": Download("Diapositives", "slides", ".pptx", SLIDES),
    "affiche": Download("Affiche", "poster", "-affiche.pdf", "application/pdf"),
    "resume": Download("Résumé en une page", "summary", "-resume.pdf", "application/pdf"),
    "archive": Download("Archive", "archive", ".zip", "application/zip"),
}


def available() -> dict[str, Download]:
    """The kinds of file that can be written here."""
    return {key: each for key, each in DOWNLOADS.items() if each.writer() is not None}
