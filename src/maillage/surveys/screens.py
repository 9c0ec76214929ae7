"""The screens of a sheet: one idea each, in order, from what was already answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from maillage.surveys.questionnaires import Question, Questionnaire, slices_of


@dataclass(frozen=True)
class Screen:
    """One question, or the part of it that is about some of the actors picked."""

    number: int
    question: Question
    actors: tuple[str, ...] = ()


def screens(
    questionnaire: Questionnaire,
    values: Mapping[str, Mapping[str, Any]],
    roster: Collection[str],
    *,
    path: str,
    blocks: Collection[str] = (),
) -> list[Screen]:
    """Every screen of a path. Before the actors are picked, what is asked about each of them has no screen yet."""
    parts = (
        (question, actors)
        for question in questionnaire.asked(path=path, blocks=blocks)
        for actors in slices_of(questionnaire, question, values, roster)
    )
    return [Screen(number, question, actors) for number, (question, actors) in enumerate(parts, start=1)]
