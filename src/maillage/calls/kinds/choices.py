"""Several answers among several."""

from __future__ import annotations

from django.http import QueryDict

from maillage.calls.kinds._missing import MISSING
from maillage.calls.questions import Question


class Choices:
    """["key of an option", …], in the order of the form."""

    key = "choices"
    empty: list[str] = []

    def read(self, question: Question, data: QueryDict) -> list[str]:
        said = set(data.getlist(question.key))
        return [each.key for each in question.options if each.key in said]

    def problem(self, question: Question, value: list[str]) -> str:
        return MISSING if question.required and not value else ""

    def texts(self, value: list[str]) -> list[str]:
        return []

    def said(self, question: Question, value: list[str]) -> list[str]:
        return [" · ".join(question.label_of(each) for each in value)] if value else []


KIND = Choices()
