"""Trust in an organisation: three sentences, from 1 (not at all) to 4 (a lot), or unknown. Never shown pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds._actors import (
    in_order,
    known,
    ordered,
    table_of,
    words_of,
    wrong_settings,
)
from maillage.surveys.kinds._options import Card
from maillage.surveys.kinds._words import refusal

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

ITEMS: Final = (
    "Cette structure tient ce qu’elle dit.",
    "On peut se parler franchement.",
    "Nos priorités pour les enfants sont proches.",
)
SCALE: Final[dict[int, str]] = {1: "Pas du tout", 2: "Un peu", 3: "Assez", 4: "Beaucoup"}
UNKNOWN: Final = "unknown"


class Trust:
    """{"ratings": {"<actor pk>": [1–4 or null, three times]}}"""

    key = "trust"
    label = "Confiance envers chaque structure"
    per_actor = True
    per_screen = 1

    def lint(self, question: Question) -> list[str]:
        return wrong_settings(question, counts=("per_screen", "strongest"))

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        """An actor of whom nothing was said is left out; « je ne sais pas » is a null note, and is kept."""
        found = {}
        for pk in asked.actors:
            said = [data.get(f"{asked.question.key}-{pk}-{item}", "") for item in range(len(ITEMS))]
            if any(said):
                found[pk] = [int(note) if note in {str(n) for n in SCALE} else None for note in said]
        return {"ratings": found}

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        value = self.clean(self.draft(asked, data), asked)
        if asked.question.required and not set(asked.actors) <= set(value["ratings"]):
            raise refusal("answer_each")
        return value

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        ratings = table_of(
            value, "ratings", "La réponse attendue est trois notes de confiance par structure."
        )
        known(ratings, asked)
        for notes in ratings.values():
            if not isinstance(notes, list) or len(notes) != len(ITEMS) or not all(map(self._is_note, notes)):
                raise ValidationError("Une note de confiance va de 1 à 4, ou reste vide.")
        return {"ratings": ordered({actor: list(notes) for actor, notes in ratings.items()})}

    @staticmethod
    def _is_note(note: Any) -> bool:
        return note is None or (type(note) is int and note in SCALE)

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return {"ratings": ordered(old.get("ratings", {}) | new["ratings"])}

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        return [
            (
                f"{asked.name(pk)} – {asked.say(f'trust_{n}')}",
                str(asked.say(f"note_{note}" if note else UNKNOWN)),
            )
            for pk in in_order(value["ratings"])
            for n, note in enumerate(value["ratings"][pk])
        ]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        ratings = value.get("ratings", {})
        return {
            "rows": [
                {
                    "id": f"{asked.question.key}-{pk}",
                    "name": asked.name(pk),
                    "sentences": [
                        {"said": asked.say(f"trust_{n}"), "cards": self._cards(asked, pk, n, ratings.get(pk))}
                        for n in range(len(ITEMS))
                    ],
                }
                for pk in asked.actors
            ]
        }

    @staticmethod
    def _cards(asked: Asked, pk: str, item: int, notes: list[int | None] | None) -> list[Card]:
        name = f"{asked.question.key}-{pk}-{item}"
        words = {**{str(note): f"note_{note}" for note in SCALE}, UNKNOWN: UNKNOWN}
        chosen = None if notes is None else str(notes[item] or UNKNOWN)
        return [Card(name, v, asked.say(word), v == chosen, f"{name}-{v}") for v, word in words.items()]

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        """The mean of the notes given, rounded half up; nobody is rated without a note."""
        given = {actor: [n for n in notes if n is not None] for actor, notes in value["ratings"].items()}
        return {actor: int(sum(n) / len(n) + 0.5) for actor, n in given.items() if n}

    def seconds(self, question: Question, actors: int) -> float:
        """Five seconds a note: the sentences are short and come back."""
        return words_of(question) + 5 * len(ITEMS) * actors

    def ratings(self, question: Question, actors: int) -> int:
        return len(ITEMS) * actors


KIND = Trust()
