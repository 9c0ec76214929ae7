"""The communes of a territory, found in the official list."""

from __future__ import annotations

from django.http import QueryDict

from maillage.calls.kinds._missing import MISSING
from maillage.calls.questions import Question
from maillage.territories.queries import communes_of

MOST = 60


class Communes:
    """["code of a commune", …], in the order they were chosen."""

    key = "communes"
    empty: list[str] = []

    def read(self, question: Question, data: QueryDict) -> list[str]:
        asked = list(dict.fromkeys(data.getlist(question.key)))[:MOST]
        known = {each.code for each in communes_of(asked)}
        return [code for code in asked if code in known]

    def problem(self, question: Question, value: list[str]) -> str:
        return MISSING if question.required and not value else ""

    def texts(self, value: list[str]) -> list[str]:
        return []

    def said(self, question: Question, value: list[str]) -> list[str]:
        names = {each.code: each.name for each in communes_of(value)}
        return [" · ".join(f"{names.get(code, code)} ({code})" for code in value)] if value else []


KIND = Communes()
