"""A few steps in order, each said in words: their options are numbered from 1, the lowest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds._options import (
    STRANGE,
    left_of,
    lint_options,
    one_draft,
    one_field,
    one_seconds,
    one_words,
    options_of,
    tables_of,
)
from maillage.surveys.kinds._words import refusal

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

MOST_STEPS: Final = 7


class Scale:
    """{"level": number of the step or null, "left": "unknown" or "silent" when the respondent said why there is none}"""

    key = "scale"
    label = "Échelle"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        wrong, values = lint_options(question), [option.value for option in options_of(question)]
        if values != [str(n) for n in range(1, len(values) + 1)] or len(values) > MOST_STEPS:
            wrong.append(
                f"les marches d’une échelle ont pour valeurs 1, 2, 3… dans l’ordre, {MOST_STEPS} au plus."
            )
        return wrong

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        said = one_draft(data, asked.question, "level")
        level = said["level"]
        return {**said, "level": int(level) if level in self._steps(asked) else None}

    @staticmethod
    def _steps(asked: Asked) -> list[str]:
        return [str(n) for n in range(1, len(options_of(asked.question)) + 1)]

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        table = tables_of(value)
        left, level = left_of(table, asked.question), table.get("level")
        if level is None:
            if not left and asked.question.required:
                raise refusal("please")
            return {"level": None, **left}
        if left or type(level) is not int or str(level) not in self._steps(asked):
            raise ValidationError(STRANGE)
        return {"level": level}

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return new

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        said = one_words(self._as_text(value), asked, "level", options_of(asked.question))
        return [(str(asked.tell(asked.question.text)), said)]

    @staticmethod
    def _as_text(value: dict[str, Any]) -> dict[str, Any]:
        level = value.get("level")
        return {**value, "level": None if level is None else str(level)}

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        return one_field(asked, self._as_text(value), "level", options_of(asked.question))

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        return one_seconds(question, options_of(question))

    def ratings(self, question: Question, actors: int) -> int:
        return 1


KIND = Scale()
