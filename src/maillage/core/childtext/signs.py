"""What surrounds a word: an age, a class, a child before it, something that a person does after it."""

from __future__ import annotations

from typing import Final

from maillage.core.childtext.reading import Reading
from maillage.core.childtext.words import words_of

OF: Final = frozenset(["de", "d"])
YEARS: Final = frozenset(["ans", "an", "mois"])
SPELLED: Final = words_of("spelled")
AGES: Final = frozenset([*map(str, range(1, 18)), *SPELLED, "dix-sept"])
PRECISE: Final = words_of("precise")
GRADES: Final = words_of("classes") - {"cp", "maternelle", "creche", "seconde", "ce", "cm"} | {"cp"}


def is_age(reading: Reading, i: int) -> bool:
    """« 8 ans », « huit ans », at a place."""
    return reading.plain(i) in AGES and reading.plain(i + 1) in YEARS


def aged_after(reading: Reading, i: int) -> bool:
    """An age or a class just after a word: « , 8 ans », « (CE2) », « est en CE2 », « qui a 8 ans », « âgé de »."""
    near = reading.window(i, 5)
    for step, plain in enumerate(near):
        if plain in AGES and step + 1 < len(near) and near[step + 1] in YEARS:
            return True
        if plain in GRADES | {"maternelle"}:
            return True
        if plain not in words_of("before_age"):
            return False
    return False


def acts(reading: Reading, i: int) -> bool:
    """The word does what a person does: « pleure », « a été placé »."""
    after = reading.on(i)
    if after in words_of("verbs"):
        return True
    if after not in words_of("helpers") | {"ne", "n", "se", "s", "qui", "et"}:
        return False
    return not words_of("verbs").union(words_of("situation")).isdisjoint(reading.window(i, 5)[1:])


def called(reading: Reading, i: int) -> bool:
    """A word that names a child comes just before: « ma fille aînée lina », « le petit K. »."""
    j = i
    for _ in range(3):
        if reading.words[j].before in {"’", "'"} and reading.words[j - 1].capital:
            return False  # « Ado’Sphère »
        before = reading.back(j) or (
            reading.plain(j - 1) if reading.words[j].before.strip() in {":", ","} and j else ""
        )
        if before in words_of("child"):
            return reading.words[j].before.strip() != "," or before in PRECISE | {"fils", "frere", "soeur"}
        if before not in words_of("child_qualifiers"):
            return False
        j -= 1
    return False


def belongs(reading: Reading, i: int) -> bool:
    """Somebody or something of a child comes before: « la mère de lina », « le dossier d’inès »."""
    if reading.back(i) not in OF:
        return False
    return any(plain in words_of("kin") for plain in reading.behind(i - 1, 2))
