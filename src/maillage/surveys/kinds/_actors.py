"""What the kinds asked about each actor share."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

STRANGER = "Une structure citée ne fait pas partie de cette vague."
WORDS_A_SECOND = 3.0  # a slow reader, who weighs what is read; twice as fast is usual


def table_of(value: Any, key: str, sentence: str) -> dict[str, Any]:
    """value[key] when it is a table of actors."""
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise ValidationError(sentence)
    return found


def known(actors: Iterable[Any], asked: Asked) -> None:
    """Refuse an actor that is not in the roster."""
    if not all(isinstance(actor, str) and actor in asked.roster for actor in actors):
        raise ValidationError(STRANGER)


def in_order(actors: Iterable[str]) -> list[str]:
    """Primary keys in the order of numbers, whatever the order in which they came."""
    return sorted(actors, key=lambda pk: (len(pk), pk))


def ordered(values: Mapping[str, Any]) -> dict[str, Any]:
    return {actor: values[actor] for actor in in_order(values)}


def reading(*texts: str) -> float:
    """Seconds to read."""
    return sum(len(text.split()) for text in texts) / WORDS_A_SECOND


def words_of(question: Question) -> float:
    """Seconds to read a question and its help."""
    return reading(question.text.get("fr", ""), question.help.get("fr", ""))


def number(question: Question, setting: str, default: int) -> int:
    """A setting that counts something; a wrong one is told by the linter and does not stop a page."""
    found = question.settings.get(setting)
    return found if type(found) is int and found > 0 else default


def wrong_settings(
    question: Question, *, counts: Iterable[str] = (), others: Iterable[str] = ()
) -> list[str]:
    """Settings that the kind does not know, and counts that are not."""
    counts = tuple(counts)
    unknown = sorted(set(question.settings) - set(counts) - set(others))
    wrong = [name for name in counts if name in question.settings and number(question, name, 0) == 0]
    return [
        f"le réglage «\u00a0{name}\u00a0» n’existe pas pour cette nature de question." for name in unknown
    ] + [f"le réglage «\u00a0{name}\u00a0» est un nombre entier, à partir de 1." for name in wrong]


def slices(actors: tuple[str, ...], size: int) -> list[tuple[str, ...]]:
    """The actors of each screen, as even as can be: 9 by 4 gives 3 screens of 3."""
    if not actors:
        return []
    count = math.ceil(len(actors) / size)
    share, more = divmod(len(actors), count)
    ends = [0]
    for n in range(count):
        ends.append(ends[-1] + share + (n < more))
    return [actors[a:b] for a, b in itertools.pairwise(ends)]


def only(value: Mapping[str, Any], actors: Iterable[str]) -> dict[str, Any]:
    """A value asked about each actor, kept to these: {part: {actor: …} or [actor, …]}."""
    kept = set(actors)
    return {
        key: {pk: each for pk, each in part.items() if pk in kept}
        if isinstance(part, dict)
        else [pk for pk in part if pk in kept]
        for key, part in value.items()
    }
