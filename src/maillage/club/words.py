"""French words as the search of practices compares them: no accent, no empty word, the root only, and the words of the field that
mean the same. The same for both databases: neither has all of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

import snowballstemmer

from maillage.core.typography import folded

LONGEST: Final = 40  # signs of a word
_stemmer: Final = snowballstemmer.stemmer("french")

Root = str
Phrase = tuple[Root, ...]  # roots that follow each other


@cache
def _library() -> dict[str, Any]:
    source = resources.files("maillage.club") / "library" / "search.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _empty() -> frozenset[str]:
    return frozenset(_library()["empty"].split())


def words(text: str) -> list[str]:
    """The words that say something, without accents: « l’école et les parents » gives ecole, parents."""
    return [word[:LONGEST] for word in folded(text).split() if word not in _empty() and len(word) > 1]


def root(word: str) -> Root:
    """« decrochage » gives decrochag."""
    return str(_stemmer.stemWord(word))


def roots(text: str) -> list[Root]:
    """The roots of a text, in their order."""
    return [root(word) for word in words(text)]


@cache
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """{phrase: those that mean the same, itself left out}, from `library/search.toml`."""
    found: dict[Phrase, set[Phrase]] = {}
    for group in _library()["groups"]:
        phrases = [tuple(roots(each)) for each in group]
        for each in phrases:
            found.setdefault(each, set()).update(other for other in phrases if other != each)
    return {each: tuple(sorted(others)) for each, others in found.items()}


@cache
def known_words() -> frozenset[str]:
    """The words of the synonyms: what a typo may mean even when no sheet says it."""
    return frozenset(word for group in _library()["groups"] for each in group for word in words(each))


def alternatives(asked: Sequence[Root]) -> list[tuple[Phrase, ...]]:
    """What each part of a question may be said with: [(the phrase itself, its synonyms…)], the longest phrases first."""
    known, found, at = synonyms(), [], 0
    longest = max((len(each) for each in known), default=1)
    while at < len(asked):
        sizes = range(min(longest, len(asked) - at), 0, -1)
        phrase = next((p for p in (tuple(asked[at : at + n]) for n in sizes) if p in known), (asked[at],))
        found.append((phrase, *known.get(phrase, ())))
        at += len(phrase)
    return found


def distinct(texts: Iterable[str]) -> set[str]:
    """The words of several texts, once each."""
    return {word for text in texts for word in words(text)}
