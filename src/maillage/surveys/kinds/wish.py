"""In a year, would you like less, as much or more of a tie with this organisation?"""

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

WISHES: Final = ("less", "same", "more")


class Wish:
    """{"wishes": {"<actor pk>": "less", "same" or "more"}}"""

    key = "wish"
    label = "Lien souhaité dans un an avec chaque structure"
    per_actor = True
    per_screen = 5

    def lint(self, question: Question) -> list[str]:
        return wrong_settings(question, counts=("per_screen", "strongest"))

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        said = {pk: data.get(f"{asked.question.key}-{pk}") for pk in asked.actors}
        return {"wishes": {pk: wish for pk, wish in said.items() if wish in WISHES}}

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        value = self.clean(self.draft(asked, data), asked)
        if asked.question.required and not set(asked.actors) <= set(value["wishes"]):
            raise refusal("choose_each")
        return value

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        wishes = table_of(value, "wishes", "La réponse attendue est un souhait par structure.")
        known(wishes, asked)
        if not all(isinstance(wish, str) and wish in WISHES for wish in wishes.values()):
            raise ValidationError("Un souhait est moins, autant ou plus de lien.")
        return {"wishes": ordered(wishes)}

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return {"wishes": ordered(old.get("wishes", {}) | new["wishes"])}

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        wishes = value["wishes"]
        return [(asked.name(pk), str(asked.say(f"wish_{wishes[pk]}"))) for pk in in_order(wishes)]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        return {
            "rows": [
                {
                    "id": (name := f"{asked.question.key}-{pk}"),
                    "name": asked.name(pk),
                    "cards": [
                        Card(name, wish, asked.say(f"wish_{wish}"), value.get("wishes", {}).get(pk) == wish, f"{name}-{wish}")
                        for wish in WISHES
                    ],
                }
                for pk in asked.actors
            ]
        }  # fmt: skip

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        """None: a wish is not a tie."""
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        return words_of(question) + 4 * actors

    def ratings(self, question: Question, actors: int) -> int:
        return actors


KIND = Wish()
