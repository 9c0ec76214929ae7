"""Something one accepts: a box to tick."""

from __future__ import annotations

from django.http import QueryDict

from maillage.calls.questions import Question


class Agreement:
    """true once accepted."""

    key = "agreement"
    empty = False

    def read(self, question: Question, data: QueryDict) -> bool:
        return question.key in data

    def problem(self, question: Question, value: bool) -> str:
        return "Cette clause est à accepter." if question.required and not value else ""

    def texts(self, value: bool) -> list[str]:
        return []

    def said(self, question: Question, value: bool) -> list[str]:
        return ["Accepté."] if value else []


KIND = Agreement()
