"""One answer among a few, written in the settings of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from maillage.surveys.kinds._options import (
    lint_options,
    one_clean,
    one_draft,
    one_field,
    one_seconds,
    one_words,
    options_of,
)

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question


class Choice:
    """{"choice": "<option>" or null, "left": "unknown" or "silent" when the respondent said why there is none}"""

    key = "choice"
    label = "Une réponse parmi plusieurs"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        return lint_options(question)

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return one_draft(data, asked.question, "choice")

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        return one_clean(value, asked, "choice", [option.value for option in options_of(asked.question)])

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return new

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        said = one_words(value, asked, "choice", options_of(asked.question))
        return [(str(asked.tell(asked.question.text)), said)]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        return one_field(asked, value, "choice", options_of(asked.question))

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        return one_seconds(question, options_of(question))

    def ratings(self, question: Question, actors: int) -> int:
        return 1


KIND = Choice()
