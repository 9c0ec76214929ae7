"""A text of a few paragraphs, with a limit in words."""

from __future__ import annotations

import re
from typing import Final

from django.http import QueryDict

from maillage.calls.kinds import written
from maillage.calls.kinds._missing import MISSING
from maillage.calls.questions import Question
from maillage.core.typography import plural

WORD: Final = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def count_words(text: str) -> int:
    """Words as a person counts them: « aujourd’hui » and « peut-être » are one, « l’école » too."""
    return len(WORD.findall(text))


class Text:
    """« text », paragraphs separated by an empty line."""

    key = "text"
    empty = ""

    def read(self, question: Question, data: QueryDict) -> str:
        return written(data, question.key)

    def problem(self, question: Question, value: str) -> str:
        if question.required and not value:
            return MISSING
        over = count_words(value) - question.words
        if question.words and over > 0:
            return f"{plural(over, 'mot')} de trop\u00a0: {question.words} au plus."
        return ""

    def texts(self, value: str) -> list[str]:
        return [value] if value else []

    def said(self, question: Question, value: str) -> list[str]:
        return [part.strip() for part in re.split(r"\n\s*\n", value) if part.strip()]


KIND = Text()
