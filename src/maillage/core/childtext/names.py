"""The first names one knows: a list written by hand, and the one an operator imports beside the data.

The imported list is looked at on each call (one `stat`), so that a server and a worker already running use it at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from maillage.core.childtext.words import FOLDER, fold, words_of

IMPORTED: Final = "prenoms.txt"
SHORTEST: Final = 3  # two letters are too often something else


@dataclass(frozen=True)
class Names:
    """Known first names, folded, and what a slip of the keyboard makes of the longer ones."""

    exact: frozenset[str]
    sounds: frozenset[str]
    slips: frozenset[str]
    own: frozenset[str]

    def ours(self, plain: str) -> bool:
        """Whether a folded word is in the list written by hand."""
        return plain in self.own

    def holds(self, plain: str) -> bool:
        """Whether a folded word is a first name, or is made of them (« lina-rose »)."""
        if plain in self.exact:
            return True
        return "-" in plain and any(part in self.exact for part in plain.split("-"))

    def nearly(self, plain: str) -> bool:
        """Whether a folded word sounds like a first name or is one letter away from one."""
        if len(plain) < 4:
            return False
        return sound(plain) in self.sounds or (len(plain) > 4 and not self.slips.isdisjoint(_shorter(plain)))


def sound(plain: str) -> str:
    """A spelling where usual variants meet: « yassinne » and « yacine », « linna » and « lyna »."""
    for written, heard in (
        ("ph", "f"),
        ("eau", "o"),
        ("au", "o"),
        ("ss", "c"),
        ("s", "c"),
        ("qu", "k"),
        ("y", "i"),
        ("h", ""),
        ("ou", "u"),
        ("z", "c"),
    ):
        plain = plain.replace(written, heard)
    plain = re.sub(r"(.)\1+", r"\1", plain)
    return plain[:-1] if plain.endswith("e") and len(plain) > 3 else plain


def _shorter(plain: str) -> set[str]:
    """The word, and the word less each of its letters: two words that share one are one slip apart."""
    if len(plain) > 20:
        return {plain}
    return {plain} | {plain[:i] + plain[i + 1 :] for i in range(len(plain))}


def _read(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    block = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            block = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(block, []).extend(line.split())
    return found


@cache
def built_in() -> dict[str, list[str]]:
    """The list written by hand: `usual` names, and `others`."""
    return _read(FOLDER / "first_names.txt")


def imported_path() -> Path:
    """Where the list of the operator is kept."""
    return Path(settings.DATA_DIR) / IMPORTED


def known_names() -> Names:
    """Every first name known now."""
    path = imported_path()
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return _gather("", 0)
    return _gather(str(path), stamp)


@lru_cache(maxsize=4)
def _gather(path: str, stamp: int) -> Names:
    own = {fold(name) for block in built_in().values() for name in block}
    added = {fold(name) for block in _read(Path(path)).values() for name in block} if path else set()
    exact = frozenset(name for name in own | added if len(name) >= SHORTEST) - words_of("never")
    # Slips are looked for around our own names only: around twenty thousand, every word would be one.
    long = {name for name in own & exact if len(name) > 3} - words_of("also_words")
    slips = frozenset(slip for name in long if len(name) > 4 for slip in _shorter(name) if len(slip) > 4)
    return Names(exact, frozenset(map(sound, long)), slips, frozenset(own & exact))
