"""Several answers among a few, written in the settings of the question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from maillage.surveys.kinds._actors import wrong_settings
from maillage.surveys.kinds._options import lint_options, one_seconds, options_of
from maillage.surveys.kinds._several import several_clean, several_draft, several_field, several_words

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question


class Choices:
    """{"chosen": ["<option>", …], "left": "none", "unknown" or "silent" when the respondent said why there is none}"""

    key = "choices"
    label = "Plusieurs réponses parmi plusieurs"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        without = {name: value for name, value in question.settings.items() if name != "at_most"}
        wrong = wrong_settings(question, counts=("at_most",), others=("options", "leave"))
        wrong += lint_options(replace(question, settings=without))
        if any(option.value == "none" for option in options_of(question)):
            wrong.append(
                "la valeur «\u00a0none\u00a0» est celle de «\u00a0rien de tout cela\u00a0», déjà proposé."
            )
        return list(dict.fromkeys(wrong))

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return several_draft(data, asked, "chosen")

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        return several_clean(value, asked, "chosen", options_of(asked.question))

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return new

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        said = several_words(value, asked, "chosen", options_of(asked.question))
        return [(str(asked.tell(asked.question.text)), said)]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        return several_field(asked, value, "chosen", options_of(asked.question))

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        return 3 + one_seconds(question, options_of(question))

    def ratings(self, question: Question, actors: int) -> int:
        return 1


KIND = Choices()
