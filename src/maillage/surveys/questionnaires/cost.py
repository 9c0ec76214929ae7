"""About whom each question is asked, on which screens, and what answering costs."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from maillage.surveys.kinds import kinds
from maillage.surveys.kinds._actors import number, only, slices
from maillage.surveys.questionnaires.data import RESIDENTS, Question, Questionnaire

LONG: Final = 12  # minutes; above, people give up (ACC-25)
AROUND: Final = 40  # seconds to read what will be done with the answers, and to send them
TURN: Final = 2  # seconds to go from a screen to the next
EASY: Final = 2  # residents read easy words and pictures, or listen to them: twice as long
WORTH_TRUST: Final = 2  # the level from which trust can be spoken of: « on échange »


@dataclass(frozen=True)
class Cost:
    """What answering costs: minutes for a careful reader, judgements asked, screens."""

    minutes: float
    ratings: int
    screens: int

    @property
    def too_long(self) -> bool:
        return self.minutes > LONG


def slices_of(
    questionnaire: Questionnaire,
    question: Question,
    values: Mapping[str, Mapping[str, Any]],
    roster: Collection[str],
) -> list[tuple[str, ...]]:
    """The actors of each screen of a question: as many screens as it takes when it is asked about each actor picked,
    none when nobody is picked, and one about nobody for the other kinds. values: {question key: current value}.
    """
    kind = kinds()[question.kind]
    if not kind.per_actor:
        return [()]
    known = tuple(actor for actor in asked_about(questionnaire, question, values) if actor in roster)
    return slices(known, number(question, "per_screen", kind.per_screen))


def asked_about(
    questionnaire: Questionnaire, question: Question, values: Mapping[str, Mapping[str, Any]]
) -> tuple[str, ...]:
    """The actors a question is asked about: those picked, or the strongest ties among them when it is limited."""
    picked = tuple(values.get(question.about, {}).get("picked", ()))
    most = number(question, "strongest", 0)
    levels = _levels(questionnaire, question, values)
    if not most or levels is None:
        return picked[:most] if most else picked
    worth = [actor for actor in picked if levels.get(actor, 0) >= WORTH_TRUST]
    strongest = sorted(worth, key=lambda actor: -levels[actor])[:most]
    return tuple(actor for actor in picked if actor in strongest)


def asked_of(
    questionnaire: Questionnaire, question: Question, values: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Any]:
    """The value of a question without what was said of actors that it is no longer asked about."""
    value = values[question.key]
    if not kinds()[question.kind].per_actor:
        return value
    return only(value, asked_about(questionnaire, question, values))


def _levels(
    questionnaire: Questionnaire, question: Question, values: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, int] | None:
    """The levels of cooperation declared towards the same roster, when they were asked."""
    for each in questionnaire.questions:
        if (
            each.kind == "cooperation"
            and each.about == question.about
            and each.key in values
            and each != question
        ):
            ties: Mapping[str, int] = values[each.key].get("ties", {})
            return ties
    return None


def cost(questionnaire: Questionnaire, *, path: str, picked: int, blocks: Collection[str] = ()) -> Cost:
    """What the questionnaire costs somebody who works with `picked` actors in each list."""
    seconds, ratings, count = float(AROUND), 0, 0
    for question in questionnaire.asked(path=path, blocks=blocks):
        kind, actors = kinds()[question.kind], _actors(questionnaire, question, picked)
        turns = 1
        if kind.per_actor:
            turns = math.ceil(actors / number(question, "per_screen", kind.per_screen))
        if turns:
            seconds += kind.seconds(question, actors) + TURN * turns
            ratings += kind.ratings(question, actors)
            count += turns
    slower = EASY if questionnaire.population == RESIDENTS else 1
    return Cost(round(slower * seconds / 60, 1), ratings, count)


def _actors(questionnaire: Questionnaire, question: Question, picked: int) -> int:
    roster = questionnaire.question(question.about) if question.about else question
    actors = min(picked, number(roster or question, "at_most", picked or 1))
    return min(actors, number(question, "strongest", actors or 1))
