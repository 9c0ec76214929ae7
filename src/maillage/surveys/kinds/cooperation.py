"""How do you work with this organisation today? Five levels, asked of an organisation, never of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds._actors import (
    in_order,
    known,
    ordered,
    reading,
    table_of,
    words_of,
    wrong_settings,
)
from maillage.surveys.kinds._options import Card
from maillage.surveys.kinds._words import refusal, words

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

# domain.md §7.8: the scale shown to those who answer. Its other languages are in words.toml.
LEVELS: Final[dict[int, str]] = {
    0: "On ne se connaît pas",
    1: "On se connaît",
    2: "On échange",
    3: "On se coordonne",
    4: "On agit ensemble",
}
OUTSIDE: Final = "not_concerned"
CHOICES: Final = (*(f"level_{level}" for level in LEVELS), OUTSIDE)
PER_SCREEN: Final = 4


class Cooperation:
    """{"ties": {"<actor pk>": level from 0 to 4}, "not_concerned": ["<actor pk>", …] when there are any}"""

    key = "cooperation"
    label = "Niveau de coopération avec chaque structure"
    per_actor = True
    per_screen = PER_SCREEN

    def lint(self, question: Question) -> list[str]:
        return wrong_settings(question, counts=("per_screen", "strongest"))

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        chosen = {pk: data.get(f"{asked.question.key}-{pk}", "") for pk in asked.actors}
        value: dict[str, Any] = {
            "ties": {pk: int(c[-1]) for pk, c in chosen.items() if c in CHOICES and c != OUTSIDE}
        }
        outside = [pk for pk, c in chosen.items() if c == OUTSIDE]
        return {**value, OUTSIDE: outside} if outside else value

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        value = self.clean(self.draft(asked, data), asked)
        if asked.question.required and not set(asked.actors) <= {*value["ties"], *value.get(OUTSIDE, [])}:
            raise refusal("level_each")
        return value

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        ties = table_of(value, "ties", "La réponse attendue est un niveau de coopération par structure.")
        outside = value.get(OUTSIDE, [])
        if not isinstance(outside, list):
            raise ValidationError("La réponse attendue est une liste de structures.")
        known([*ties, *outside], asked)
        if any(type(level) is not int or level not in LEVELS for level in ties.values()):
            raise ValidationError("Un niveau de coopération va de 0 à 4.")
        if set(ties) & set(outside):
            raise ValidationError("Une structure ne peut pas avoir un niveau et ne pas être concernée.")
        cleaned: dict[str, Any] = {"ties": ordered(ties)}
        return {**cleaned, OUTSIDE: in_order(set(outside))} if outside else cleaned

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        said = {*new["ties"], *new.get(OUTSIDE, [])}
        ties = {pk: level for pk, level in old.get("ties", {}).items() if pk not in said} | new["ties"]
        outside = {pk for pk in old.get(OUTSIDE, []) if pk not in said} | set(new.get(OUTSIDE, []))
        merged: dict[str, Any] = {"ties": ordered(ties)}
        return {**merged, OUTSIDE: in_order(outside)} if outside else merged

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        levels = {pk: f"level_{level}" for pk, level in value["ties"].items()}
        levels |= dict.fromkeys(value.get(OUTSIDE, []), OUTSIDE)
        return [(asked.name(pk), str(asked.say(levels[pk]))) for pk in in_order(levels)]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        alone = len(asked.actors) == 1
        return {
            "rows": [
                {
                    "id": f"{asked.question.key}-{pk}",
                    "name": asked.name(pk),
                    "last": asked.say(f"level_{asked.last[pk]}") if pk in asked.last else None,
                    "cards": self._cards(asked, pk, value, alone),
                }
                for pk in asked.actors
            ],
            "alone": alone,
            "first": not set(value.get("ties", {})) - set(asked.actors),  # later, one knows the levels
            "title": asked.say("levels"),
            "last_time": asked.say("last_time"),
            "meanings": [(asked.say(choice), asked.say(f"{choice}_means")) for choice in CHOICES],
        }

    @staticmethod
    def _cards(asked: Asked, pk: str, value: dict[str, Any], alone: bool) -> list[Card]:
        # What was said the last time is ticked, to be kept or changed: it counts once this screen is sent.
        name, level = f"{asked.question.key}-{pk}", value.get("ties", {}).get(pk, asked.last.get(pk))
        chosen = OUTSIDE if pk in value.get(OUTSIDE, []) else f"level_{level}"
        return [
            Card(
                name, choice, asked.say(choice), choice == chosen, f"{name}-{n}",
                note=asked.say(f"{choice}_means") if alone else None,
            )
            for n, choice in enumerate(CHOICES)
        ]  # fmt: skip

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {actor: level for actor, level in value["ties"].items() if level > 0}

    def seconds(self, question: Question, actors: int) -> float:
        """The definitions once, then eight seconds to weigh each organisation."""
        return words_of(question) + reading(*(words()[f"{c}_means"]["fr"] for c in CHOICES)) + 8 * actors

    def ratings(self, question: Question, actors: int) -> int:
        return actors


KIND = Cooperation()
