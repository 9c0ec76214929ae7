"""One answer among several."""

from __future__ import annotations

from django.http import QueryDict

from maillage.calls.kinds._missing import MISSING
from maillage.calls.questions import Question


class Choice:
    """« key of the option », or an empty text."""

    key = "choice"
    empty = ""

    def read(self, question: Question, data: QueryDict) -> str:
        said = data.get(question.key, "")
        return said if said in {each.key for each in question.options} else ""

    def problem(self, question: Question, value: str) -> str:
        return MISSING if question.required and not value else ""

    def texts(self, value: str) -> list[str]:
        return []

    def said(self, question: Question, value: str) -> list[str]:
        return [question.label_of(value)] if value else []


KIND = Choice()
