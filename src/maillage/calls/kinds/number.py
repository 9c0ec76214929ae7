"""A whole number between two bounds. What is typed is kept as a text until it is one."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from maillage.calls.kinds import written
from maillage.calls.kinds._missing import MISSING
from maillage.calls.questions import Question
from maillage.core.typography import integer


class Number:
    """A whole number, or « what was typed »."""

    key = "number"
    empty = ""

    def read(self, question: Question, data: QueryDict) -> Any:
        typed = written(data, question.key)[:40]
        bare = re.sub(r"[\s\u00a0\u202f]", "", typed)
        return int(bare) if re.fullmatch(r"[0-9]{1,12}", bare) else typed

    def problem(self, question: Question, value: Any) -> str:
        if value == "":
            return MISSING if question.required else ""
        if not isinstance(value, int):
            return "Écrivez un nombre entier, en chiffres."
        if not question.least <= value <= (question.most or value):
            return f"Ce nombre est entre {question.least} et {question.most}."
        return ""

    def texts(self, value: Any) -> list[str]:
        return []

    def said(self, question: Question, value: Any) -> list[str]:
        if value == "":
            return []
        year = question.least > 1900 and question.most < 2200
        return [str(value) if year or not isinstance(value, int) else integer(value)]


KIND = Number()
