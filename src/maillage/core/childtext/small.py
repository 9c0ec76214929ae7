"""First names in small letters: what surrounds them, and what they can be besides, decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maillage.core.childtext.reading import Reading
from maillage.core.childtext.signs import AGES, OF, YEARS, acts, aged_after, belongs, called
from maillage.core.childtext.words import words_of

Place = tuple[int, int]
_ARTICLES: Final = words_of("articles")
_NAMED: Final = words_of("named")
_RELATIVES: Final = words_of("relatives")
_ORDINARY: Final = words_of("ordinary")


def _of_relative(reading: Reading, i: int) -> bool:
    """« la mère de rose »: a person has a mother, a word has none."""
    if reading.back(i) in OF:
        return not words_of("of_a_child").isdisjoint(reading.behind(i - 1, 1))
    return reading.back(i) in _RELATIVES and reading.on(i) in words_of("verbs") | words_of("helpers")


def _worrying(reading: Reading, i: int) -> bool:
    """A name of our own list, in a sentence that tells a situation or gives an age."""
    if not reading.names.ours(reading.words[i].plain):
        return False
    aged = any(
        reading.plain(i + step) in AGES and reading.plain(i + step + 1) in YEARS for step in range(1, 7)
    )
    return aged or reading.says(i, words_of("situation") - _ORDINARY)


def _has_family(reading: Reading, i: int) -> bool:
    """« valentin et sa mère »."""
    return reading.window(i, 2)[:1] == ["et"] and (
        reading.plain(i + 2) in {"son", "sa", "ses"} and reading.plain(i + 3) in words_of("kin")
    )


def _is_only_a_name(reading: Reading, i: int) -> bool:
    """« je m’inquiète pour chiara »: a name of our own list that is no other word, and that nothing else explains."""
    plain = reading.words[i].plain
    ours = any(
        reading.names.ours(part) and part not in words_of("small_words") | words_of("also_words")
        for part in {plain, *(part for part in plain.split("-") if len(part) > 3)}
    )
    return ours and not (reading.explained(i) or reading.back(i) in words_of("functions"))


def written_small(reading: Reading) -> Iterator[Place]:
    """A first name in small letters, when the words around speak of a child."""
    for i, word in enumerate(reading.words):
        if word.capital or len(word.text) < 3 or i in reading.known:
            continue
        sure = reading.names.holds(word.plain)
        if sure and _has_family(reading, i):
            yield i, i
        elif sure and word.plain not in words_of("also_words"):
            if (
                called(reading, i)
                or belongs(reading, i)
                or aged_after(reading, i)
                or acts(reading, i)
                or _worrying(reading, i)
                or _is_only_a_name(reading, i)
                or reading.back(i) in words_of("fetched") | words_of("fetched_too")
            ):
                yield i, i
        elif sure:
            if (
                reading.back(i) in _NAMED | words_of("fetched")
                or _of_relative(reading, i)
                or (aged_after(reading, i) and reading.back(i) not in _ARTICLES)
            ):
                yield i, i
        elif (reading.back(i) in words_of("child") and reading.names.nearly(word.plain)) and (
            aged_after(reading, i) or acts(reading, i) or reading.back(i) in _NAMED
        ):
            yield i, i
