"""The words of the rules and the cutting of a text: accents and capitals are put aside, positions are kept."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
# A word keeps its inner hyphens; an apostrophe cuts it (« l’élève », « d’Inès »). No part of it can match twice: linear.
_WORD: Final = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:-[^\W_][\w\u0300-\u036f]*)*")
_STOP: Final = re.compile(r"[.!?…:;\n\r•|]")
_LIGATURES: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ı": "i", "ß": "ss", "ø": "o", "ł": "l"}
)


@cache
def _plain(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))


def fold(word: str) -> str:
    """The word in small letters, without its accents: « Léa » and « LEA » are one."""
    if word.isascii():
        return word.lower()
    return "".join(map(_plain, word.translate(_LIGATURES))).lower()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, where it stands and what comes before it."""

    text: str
    start: int
    end: int
    plain: str
    before: str  # the signs between the word before and this one
    first: bool  # it opens a sentence, so its capital says nothing

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


# A point ends a sentence, except after an initial or « M. », « Mme. », « Dr. ».
_SHORT: Final = frozenset({"m", "mm", "mme", "dr", "pr", "st", "ste", "av", "bd", "cf", "ex"})


def cut(text: str) -> list[Word]:
    """The words of a text, in order."""
    words: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        last = words[-1] if words else None
        stopped = last is None or bool(_STOP.search(between))
        if last is not None and (len(last.text) == 1 or last.plain in _SHORT):
            stopped = bool(_STOP.search(between.replace(".", "", 1)))
        written = match.group()
        words.append(Word(written, match.start(), match.end(), fold(written), between, stopped))
        end = match.end()
    return words


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))


@cache
def words_of(key: str) -> frozenset[str]:
    """One list of `words.toml`."""
    return frozenset(_lists()[key].split())


@cache
def notables() -> frozenset[tuple[str, ...]]:
    """The two first words of the names of famous people."""
    pairs = _lists()["notables"].replace("\n", "|").split("|")
    return frozenset(tuple(re.split(r"[ -]", pair.strip())[:2]) for pair in pairs if pair.strip())
