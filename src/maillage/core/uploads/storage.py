"""Where files are kept: once saved, a file survives a power cut, as the line of the database that names it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Files written beside their place, put on the disk, then named: whole or absent, never half."""

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        _make(target.parent)
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as into:
                for piece in content.chunks():
                    into.write(piece)
                into.flush()
                os.fsync(into.fileno())
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        _settle(target.parent)
        return str(target.relative_to(self.location)).replace("\\", "/")


def _make(folder: Path) -> None:
    """The folder, and each new one above it, on the disk."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _settle(folder.parent)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
