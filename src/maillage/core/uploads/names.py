"""The name of a file from a stranger, without its traps."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_NAME: Final = 120
_FOREIGN: Final = re.compile(r'[<>:"|?*]')  # what a file system does not take
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_HIDDEN_EXTENSION: Final = re.compile(
    r"\.(?=[^\W\d])"
)  # « photo.php », but neither « M. Dupont » nor « 1.2 »


def clean_name(name: str, kind: str) -> str:
    """The name with the extension of what the file holds: no folder, nothing invisible, one extension."""
    text = unicodedata.normalize("NFC", name)
    # Controls, and the marks that turn the reading order round (« gnp.exe » read as « exe.png »).
    text = "".join(
        char for char in text if unicodedata.category(char)[0] != "C" and char not in "\u2028\u2029"
    )
    text = re.split(r"[/\\]", text)[-1]
    stem = _EXTENSION.sub("", text)
    while stem.lower().endswith(f".{kind}"):
        stem = stem[: -len(kind) - 1]
    stem = _HIDDEN_EXTENSION.sub("_", _FOREIGN.sub("_", stem))
    stem = " ".join(stem.split()).strip(". ")[: MAX_NAME - len(kind) - 1].rstrip(". ")
    return f"{stem or 'document'}.{kind}"
