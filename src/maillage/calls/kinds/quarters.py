"""The priority neighbourhoods (QPV) of the territory, among those of its communes."""

from __future__ import annotations

from django.http import QueryDict

from maillage.calls.kinds._missing import MISSING
from maillage.calls.questions import Question
from maillage.territories.models import Quarter

MOST = 60


class Quarters:
    """["code of a quarter", …], in the order of codes."""

    key = "quarters"
    empty: list[str] = []

    def read(self, question: Question, data: QueryDict) -> list[str]:
        asked = sorted(set(data.getlist(question.key)))[:MOST]
        return sorted(Quarter.objects.filter(code__in=asked).values_list("code", flat=True))

    def problem(self, question: Question, value: list[str]) -> str:
        return MISSING if question.required and not value else ""

    def texts(self, value: list[str]) -> list[str]:
        return []

    def said(self, question: Question, value: list[str]) -> list[str]:
        names = dict(Quarter.objects.filter(code__in=value).values_list("code", "name"))
        return [" · ".join(f"{names.get(code, code)} ({code})" for code in value)] if value else []


KIND = Quarters()
