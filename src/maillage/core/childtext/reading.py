"""A text cut in words and sentences, and what explains a capital: a place, an organisation, an adult at work.

Every look around a word is bounded, so that the time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from maillage.core.childtext.names import Names, known_names
from maillage.core.childtext.words import Word, cut, notables, words_of

REACH: Final = 6
_JOINED: Final = re.compile(r"[\s\u00a0\u202f'’\-.«»“”\"]*")
_QUOTES: Final = re.compile(r"[\s«“\"'’\u00a0\u202f]*")
_CLOSED: Final = re.compile(r"\s*[,);.!?\n–—]")
_PLACE_PREFIXES: Final = (
    "saint-",
    "sainte-",
    "st-",
    "ste-",
    "notre-dame",
    "mont-",
    "villeneuve-",
    "bourg-",
    "port-",
    "la-",
    "le-",
)
# Bodies whose own name holds a first name after « de »: « l’association Les Amis de Jules ».
_BODIES: Final = words_of("bodies")
_ARTICLES: Final = words_of("one_articles")
_MINE: Final = words_of("mine")
_OF: Final = frozenset(["de", "d"])
_LINKS: Final = words_of("links")


@dataclass
class Reading:
    """The words of a text, each with its sentence, and those that the roster explains."""

    words: Sequence[Word]
    names: Names
    known: frozenset[int]
    sentence_of: list[int] = field(default_factory=list)
    sentences: list[set[str]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, known: Collection[str]) -> Reading:
        words = cut(text)
        reading = cls(words, known_names(), _said(words, known))
        for word in words:
            if word.first:
                reading.sentences.append(set())
            reading.sentences[-1].add(word.plain)
            reading.sentence_of.append(len(reading.sentences) - 1)
        return reading

    def plain(self, i: int) -> str:
        """The word at a place, folded; nothing outside the text."""
        return self.words[i].plain if 0 <= i < len(self.words) else ""

    def back(self, i: int) -> str:
        """The word just before, in the same sentence and not across a comma."""
        return (
            self.plain(i - 1)
            if i > 0 and not self.words[i].first and _JOINED.fullmatch(self.words[i].before)
            else ""
        )

    def on(self, i: int) -> str:
        """The word just after, in the same sentence and not across a comma."""
        return self.back_of_next(i) and self.plain(i + 1)

    def back_of_next(self, i: int) -> str:
        return self.back(i + 1) if i + 1 < len(self.words) else ""

    def after(self, i: int) -> str:
        """The signs that follow a word."""
        return self.words[i + 1].before if i + 1 < len(self.words) else "\n"

    def says(self, i: int, words: frozenset[str]) -> bool:
        """Whether the sentence of a word holds one of these."""
        return not self.sentences[self.sentence_of[i]].isdisjoint(words)

    def window(self, i: int, size: int) -> list[str]:
        """The next words of the same sentence."""
        end = min(len(self.words), i + 1 + size)
        return [self.words[j].plain for j in range(i + 1, end) if self.sentence_of[j] == self.sentence_of[i]]

    def behind(self, i: int, size: int) -> list[str]:
        """The words before in the same sentence, nearest first."""
        return [
            self.words[j].plain
            for j in range(i - 1, max(-1, i - 1 - size), -1)
            if self.sentence_of[j] == self.sentence_of[i]
        ]

    # --- Names of several words ------------------------------------------------------------------
    def run(self, i: int) -> tuple[int, int]:
        """The words with a capital that follow one another around a word: « Sophie Martin »."""
        start = end = i
        while start > 0 and i - start < REACH and self.words[start - 1].capital and self._touch(start):
            start -= 1
        while (
            end + 1 < len(self.words)
            and end - i < REACH
            and self.words[end + 1].capital
            and self._touch(end + 1)
        ):
            end += 1
        return start, end

    def _touch(self, i: int) -> bool:
        return not self.words[i].first and self.words[i].before.strip(" \u00a0\u202f-") in {"", "."}

    # --- What explains a capital -------------------------------------------------------------------
    def explained(self, i: int) -> bool:
        """Whether a name with a capital belongs to a place, an organisation, an author, or an adult at work."""
        return i in self.known or self.is_place(i) or self.is_notable(i) or self.is_adult(i)

    def is_place(self, i: int) -> bool:
        word = self.words[i]
        if word.plain.startswith(_PLACE_PREFIXES):
            return True
        start, end = self.run(i)
        if any(self.plain(j) in words_of("places") for j in range(start, i)):
            return not self._acts(start, end, i)
        if self._body_name(start):
            return True
        j = start
        if self.back(j) in _OF:
            return False
        for _ in range(REACH):
            if self.words[j].first or not _QUOTES.fullmatch(self.words[j].before.replace("-", "")):
                return False
            j -= 1
            if self.plain(j) in words_of("places"):
                return not self._acts(start, end, i)
            if self.plain(j) not in words_of("qualifiers"):
                return False
        return False

    def _acts(self, start: int, end: int, i: int) -> bool:
        """« à l’école Karim pleure »: one first name that does something is not the name of the school."""
        if end > i or "-" in self.plain(i):
            return False
        helped = self.on(end) in words_of("helpers") and self.plain(i) not in words_of("also_words")
        return helped or self.on(end) in words_of("verbs")

    def _body_name(self, start: int) -> bool:
        """« l’association Les Amis de Jules »: the capital words before « de » follow the word association."""
        j, links = start - 1, 0
        while j > 0 and links < 3 and self.plain(j) in _LINKS and not self.words[j + 1].first:
            j, links = j - 1, links + 1
        if (
            not links
            or j < 1
            or not self.words[j].capital
            or self.words[j].shouted
            or self.words[j + 1].first
        ):
            return False
        first, _ = self.run(j)
        return (
            any(self.plain(k) in _BODIES for k in range(max(0, first - 1), j)) and not self.words[first].first
        )

    def is_notable(self, i: int) -> bool:
        """« Jules Ferry », « Marie-Curie »: one does not need the word school to know."""
        parts = tuple(self.plain(i).split("-"))
        before = self.back(i).split("-")[-1]
        after = self.on(i).split("-")[0]
        pairs = {parts[:2], (parts[-1], after), (before, parts[0])}
        return not pairs.isdisjoint(notables())

    def is_adult(self, i: int) -> bool:
        """« Mme Sophie Martin », « la directrice Nadia », « Karim Benali, éducateur »."""
        start, end = self.run(i)
        roles = words_of("functions")
        if any(self.plain(j) in roles | words_of("civility") for j in range(start, i)):
            return True
        if start > 0 and not self.words[start].first:
            before, signs = self.words[start - 1], self.words[start].before
            if (
                before.plain in words_of("civility")
                and (before.capital or len(before.plain) > 2)
                and signs.strip() in {"", "."}
            ):
                return True
            if before.plain in roles and not signs.strip():
                return True
            if end > start and not signs.strip() and self._qualified_role(start):
                return True
            told = not roles.isdisjoint(self.behind(start, 5)) and signs.strip() in {",", "("}
            if told and end > start and _CLOSED.match(self.after(end)):
                return True
        return self._introduced(end)

    def _qualified_role(self, start: int) -> bool:
        """« la conseillère départementale Aurélie Moreau »."""
        qualifies = self.plain(start - 1) in words_of("qualifiers") and len(self.plain(start - 1)) > 4
        return qualifies and self.back(start - 1) in words_of("functions")

    def _introduced(self, end: int) -> bool:
        """What follows the name says what the person does at work."""
        if self.after(end).strip() not in {",", "("}:
            return False
        roles = words_of("functions")
        if self.plain(end + 1) in roles:
            return True
        if self.plain(end + 2) not in roles or end + 2 >= len(self.words):
            return False
        if self.plain(end + 1) in _MINE:
            return True
        closed = bool(_CLOSED.match(self.after(end + 2))) or self.plain(end + 3) in _LINKS
        return self.plain(end + 1) in _ARTICLES and closed


def _said(words: Sequence[Word], known: Collection[str]) -> frozenset[int]:
    """The places of the words that belong to a name of the roster."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in known:
        parts = tuple(part for word in cut(name) for part in word.plain.split("-"))
        if parts and len("".join(parts)) > 3:
            by_first.setdefault(parts[0], []).append(parts)
    if not by_first:
        return frozenset()
    flat = [(part, i) for i, word in enumerate(words) for part in word.plain.split("-")]
    found: set[int] = set()
    for at, (part, _) in enumerate(flat):
        for parts in by_first.get(part, ()):
            if tuple(p for p, _ in flat[at : at + len(parts)]) == parts:
                found.update(i for _, i in flat[at : at + len(parts)])
    return frozenset(found)
