"""A few words on one line."""

from __future__ import annotations

from typing import Final

from django.http import QueryDict

from maillage.calls.kinds import written
from maillage.calls.kinds._missing import MISSING
from maillage.calls.questions import Question

LONG: Final = 160


class Line:
    """« text »"""

    key = "line"
    empty = ""

    def read(self, question: Question, data: QueryDict) -> str:
        return " ".join(written(data, question.key).split())

    def problem(self, question: Question, value: str) -> str:
        if question.required and not value:
            return MISSING
        return f"Pas plus de {LONG} caractères." if len(value) > LONG else ""

    def texts(self, value: str) -> list[str]:
        return [value] if value else []

    def said(self, question: Question, value: str) -> list[str]:
        return [value] if value else []


KIND = Line()
