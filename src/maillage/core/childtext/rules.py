"""The rules: each reads a text and says where somebody's child or family may be named.

A rule is a function `(reading) -> iterator of (first word, last word)`; its key and its sentence are in RULES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from maillage.core.childtext.reading import Reading
from maillage.core.childtext.signs import (
    AGES,
    GRADES,
    OF,
    PRECISE,
    YEARS,
    acts,
    aged_after,
    belongs,
    called,
    is_age,
)
from maillage.core.childtext.small import written_small
from maillage.core.childtext.words import words_of

Place = tuple[int, int]
_ARTICLES: Final = words_of("articles")
_THIS: Final = frozenset(["ce", "cet", "cette"])
_MY: Final = frozenset(["ma", "mon"])
_NAMED: Final = words_of("named")
_SMALL: Final = words_of("small")
_ELIDED: Final = frozenset("ydlsnmtcjq")
_CHILD_NOUNS: Final = words_of("child_nouns")


def named(reading: Reading) -> Iterator[Place]:
    """A first name with its capital, that nothing else explains."""
    last = -1
    for i, word in enumerate(reading.words):
        if i <= last or not word.capital or len(word.text) < 2:
            continue
        if word.plain in words_of("never") | words_of("civility"):
            continue
        if word.shouted and word.plain in words_of("acronyms"):
            continue
        if _is_named(reading, i):
            _, last = reading.run(i)
            yield i, last


def _is_named(reading: Reading, i: int) -> bool:
    plain = reading.words[i].plain
    child = called(reading, i) or belongs(reading, i)
    if not reading.names.holds(plain):
        return not reading.explained(i) and _is_misspelt(reading, i, child)
    if child and i not in reading.known:
        if reading.is_notable(i):
            return False
        return not reading.is_place(i) or (plain not in words_of("also_words") and _is_small_one(reading, i))
    if reading.explained(i):
        return False
    if plain in words_of("also_words"):
        return _is_somebody(reading, i)
    return True


def _is_small_one(reading: Reading, i: int) -> bool:
    """« l’association du petit Kevin, 8 ans »: a child after a place, where « l’école du Petit Prince » is a place."""
    small = reading.back(i) in _SMALL and not reading.words[i - 1].capital
    return small or aged_after(reading, i)


def _is_somebody(reading: Reading, i: int) -> bool:
    """A word that is also a first name, with a capital."""
    if reading.words[i].first:
        kin = reading.on(i) == "et" and reading.plain(i + 2) in {"son", "sa", "ses"}
        return kin or acts(reading, i) or aged_after(reading, i)
    if reading.words[i].shouted:
        return aged_after(reading, i)
    before = reading.words[i - 1]
    titled = before.capital and not before.first and not reading.names.holds(before.plain) and reading.back(i)
    return not titled and reading.back(i) not in _ARTICLES


def _is_misspelt(reading: Reading, i: int, child: bool) -> bool:
    """Not a name one knows: what surrounds it decides."""
    word = reading.words[i]
    if word.first and not word.shouted and _is_presented(reading, i):
        return True
    if word.first or word.shouted or word.plain in words_of("functions"):
        return (
            word.first
            and not word.shouted
            and reading.names.nearly(word.plain)
            and (aged_after(reading, i) or acts(reading, i))
        )
    if child:
        small = reading.back(i) in _SMALL
        return reading.names.nearly(word.plain) or not small or acts(reading, i) or aged_after(reading, i)
    if not reading.names.nearly(word.plain):
        return False
    return aged_after(reading, i) or acts(reading, i) or _stands_alone(reading, i)


def _stands_alone(reading: Reading, i: int) -> bool:
    """« on pourrait proposer le CLAS à Oléya »: nearly a name, and neither an article nor a capital beside it."""
    if reading.run(i) != (i, i) or "-" in reading.words[i].text:
        return False
    before = reading.back(i)
    told = before in words_of("before_somebody") or before in words_of("verbs")
    return told and reading.plain(i) not in words_of("places")


def _is_presented(reading: Reading, i: int) -> bool:
    """« Amorie, 12 ans, est seule »: whatever the word is, only somebody is presented so."""
    said = reading.after(i).strip() == "," and is_age(reading, i + 1) and reading.after(i + 2).strip() == ","
    things = words_of("places") | words_of("child") | words_of("born_things") | words_of("functions")
    return said and reading.words[i].plain not in things


def initials(reading: Reading) -> Iterator[Place]:
    """« le petit K. », « K., 8 ans », « B. est en CE2 »."""
    for i, word in enumerate(reading.words):
        if (
            len(word.text) != 1
            or not word.text.isalpha()
            or "’" in reading.after(i)[:1]
            or "'" in reading.after(i)[:1]
        ):
            continue
        dotted = reading.after(i)[:1] in {".", ",", "(", ")"} or reading.after(i)[:2] == " ("
        before = reading.back(i)
        if before in words_of("lettered") | words_of("classes") or (
            not word.capital and (not dotted or word.plain in _ELIDED)
        ):
            continue
        if (
            called(reading, i)
            or (before in OF and belongs(reading, i))
            or before in {"famille", "fratrie", "jumeaux"}
        ):
            if word.plain not in {"a", "y"} or dotted:
                yield i, i
        elif dotted and word.capital and _is_initial(reading, i):
            yield i, i


def _is_initial(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    following = reading.words[i + 1] if i + 1 < len(reading.words) else None
    polite = reading.back(i) in words_of("civility")
    if word.plain == "m" and following is not None and following.capital and len(following.text) > 1:
        return False
    if polite:
        return reading.says(i, words_of("home"))
    counted = following is not None and following.text[0].isdigit() and following.plain not in GRADES
    if counted and not is_age(reading, i + 1):
        return False
    around = reading.window(i, 9)
    ages = any(is_age(reading, i + 1 + step) for step in range(len(around)))
    grades = not GRADES.isdisjoint(around) or not GRADES.isdisjoint(reading.behind(i, 6))
    past = any(
        is_age(reading, i - 1 - step)
        for step in range(min(7, i))
        if reading.sentence_of[i - 1 - step] == reading.sentence_of[i]
    )
    return ages or grades or past or acts(reading, i)


def aged(reading: Reading) -> Iterator[Place]:
    """« un garçon de 8 ans », « elle a 6 ans », « née le 3 mars 2016 »."""
    for i, word in enumerate(reading.words):
        if word.plain in AGES and reading.plain(i + 1) in YEARS:
            before = reading.behind(i, 6)
            if _is_one_child(reading, i, before):
                yield i, i + 1
        elif (
            word.plain in {"ne", "nee"}
            and word.text[-1] in "éeÉE"
            and "é" in word.text.lower()
            and _is_birth(reading, i)
        ):
            yield i, min(i + 4, len(reading.words) - 1)


def _is_one_child(reading: Reading, i: int, before: list[str]) -> bool:
    close = before[1:5] if before[:1] == ["que"] else before[:4]
    if not close or (
        close[0] in {"a", "avoir", "aura", "avait"}
        and not words_of("people").union({"qui"}).isdisjoint(before[1:4])
    ):
        return bool(close) and not reading.says(i, words_of("born_things")) and "y" not in before[1:3]
    for step, plain in enumerate(before[:5]):
        if plain in words_of("child") and plain not in _NAMED and step + 1 < len(before):
            article = before[step + 1]
            if plain in PRECISE and article in {
                "un",
                "une",
                "la",
                "le",
                "cette",
                "ce",
                "petite",
                "petit",
                "jeune",
                "ma",
                "mon",
                "sa",
                "son",
            }:
                return True
            if article in _THIS | _MY or (article in {"sa", "son"} and plain != "enfant"):
                return True
            return article in {"un", "une", "l"} and reading.says(
                i,
                words_of("situation") - {"garde", "handicap", "suivi", "absence", "placement", "signalement"},
            )
    return False


def _is_birth(reading: Reading, i: int) -> bool:
    if reading.on(i) not in {"le", "en", "a"}:
        return False
    after = reading.window(i, 4)
    dated = any(len(plain) == 4 and plain.isdigit() and plain > "2004" for plain in after) or (
        after[:1] == ["le"] and len(after) > 1 and after[1][:1].isdigit()
    )
    return dated and words_of("born_things").isdisjoint(reading.behind(i, 12))


def household(reading: Reading) -> Iterator[Place]:
    """« la famille Diallo », « les frères Benali », « les jumeaux Lina et Karim »."""
    for i in range(1, len(reading.words)):
        word, head = reading.words[i], reading.words[i - 1]
        if (
            head.plain not in words_of("household")
            or not word.capital
            or len(word.text) < 3
            or word.before.strip()
        ):
            continue
        if (
            word.first
            or (head.capital and not head.first)
            or (head.first and head.plain != "famille" and not reading.names.holds(word.plain))
        ):
            continue
        strange = words_of("not_surnames") | words_of("ethnic") | words_of("never") | words_of("acronyms")
        if (
            word.plain not in strange
            and not reading.explained(i)
            and not (word.shouted and len(word.text) < 5)
        ):
            yield i - 1, i
    yield from _of_somebody(reading)


def _of_somebody(reading: Reading) -> Iterator[Place]:
    """« le fils de Mme Durand », « la mère de M. Benali »: whoever knows the adult knows the child."""
    kin = words_of("child") | words_of("own_child") | words_of("relatives") | {"enfants", "filles"}
    for i in range(len(reading.words) - 3):
        titled = reading.plain(i + 2) in words_of("civility") and reading.words[i + 3].capital
        if titled and reading.plain(i) in kin and reading.plain(i + 1) in {"de", "a", "chez"}:
            yield i, i + 3


def own_child(reading: Reading) -> Iterator[Place]:
    """« ma fille », « mon fils »: who answers is known, so the child is too."""
    for i, word in enumerate(reading.words):
        if word.plain in _MY or (word.plain == "notre" and reading.on(i) in {"fille", "fils"}):
            near = reading.window(i, 2)
            if near[:1] and (
                near[0] in words_of("own_child")
                or (near[0] in _SMALL and near[1:] and near[1] in words_of("own_child"))
            ):
                yield i, i + 1


def situations(reading: Reading) -> Iterator[Place]:
    """« cet enfant est placé », « la mère est en prison », « un élève de CE2 … battu »."""
    for i, word in enumerate(reading.words):
        if word.plain not in _CHILD_NOUNS or not reading.says(i, words_of("situation")):
            continue
        before = reading.back(i)
        if before in _THIS or (before in _SMALL and reading.back(i - 1) in _THIS):
            yield i - 1, i
        elif before in {"sa", "son", "leur", "la", "le"} and word.plain in {
            "mere",
            "maman",
            "pere",
            "papa",
            "famille",
            "fratrie",
            "petit",
            "petite",
        }:
            if reading.on(i) in words_of("helpers") | words_of("situation") | words_of("verbs") and acts(
                reading, i
            ):
                yield i - 1, i
        elif (
            before in {"un", "une", "l"}
            and not GRADES.isdisjoint(reading.window(i, 4))
            and _acts_later(reading, i)
        ):
            yield i - 1, i
    yield from _families(reading)


def _acts_later(reading: Reading, i: int) -> bool:
    if not words_of("situation").isdisjoint(reading.window(i, 4)):
        return True
    return not {"dont", "a", "est", "avait", "etait", "qui"}.isdisjoint(reading.window(i, 8))


def _families(reading: Reading) -> Iterator[Place]:
    for i, word in enumerate(reading.words):
        if (
            word.plain in words_of("civility")
            and word.capital
            and reading.on(i)
            and reading.says(i, words_of("home"))
        ):
            following = reading.window(i, 8)
            theirs = {
                "ses",
                "son",
                "sa",
                "mere",
                "pere",
                "maman",
                "papa",
                "expulsee",
                "expulse",
                "hebergee",
                "heberge",
                "enceinte",
                "oqtf",
            }
            if (
                not theirs.isdisjoint(following)
                and not words_of("home").isdisjoint(following)
                and not words_of("functions") & set(following)
            ):
                yield i, i + 1


RULES: Final[dict[str, tuple[Callable[[Reading], Iterator[Place]], str]]] = {
    "name": (named, "On y lit ce qui peut être un prénom."),
    "small": (written_small, "On y lit ce qui peut être le prénom d’un enfant."),
    "initials": (initials, "Des initiales peuvent suffire à reconnaître un enfant."),
    "age": (aged, "Un âge ou une naissance peut suffire à reconnaître un enfant."),
    "household": (household, "On y lit ce qui peut être le nom d’une famille."),
    "own": (own_child, "Le texte parle de l’enfant de la personne qui écrit."),
    "situation": (situations, "Le texte peut raconter la situation d’un enfant ou d’une famille."),
}
