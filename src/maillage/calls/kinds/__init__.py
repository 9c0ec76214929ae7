"""Kinds of question of an application: one file, one kind; the file's name is the key.

What is typed in a draft is kept as it is, even when it is not finished: `read` refuses nothing but what cannot be kept,
`problem` says in one sentence what is missing before it can be sent. Stored shapes never change: a new shape is a new kind.
Each kind has its template in templates/calls/kinds/.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from django.http import QueryDict

from maillage.calls.questions import Question

LONGEST = 20_000  # characters; the limits in words come long before


class Kind(Protocol):
    """What every kind offers. `empty` is the value of a question nobody answered."""

    key: str
    empty: Any

    def read(self, question: Question, data: QueryDict) -> Any:
        """The value of a question in what a form sent."""

    def problem(self, question: Question, value: Any) -> str:
        """What keeps a value from being sent, as one sentence; nothing when all is well."""

    def texts(self, value: Any) -> list[str]:
        """What was written in one's own words, for the guard."""

    def said(self, question: Question, value: Any) -> list[str]:
        """The value as paragraphs to read."""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind, by its key."""
    names = [each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")]
    return {name: import_module(f"{__name__}.{name}").KIND for name in names}


def kind_of(question: Question) -> Kind:
    return kinds()[question.kind]


def written(data: QueryDict, name: str) -> str:
    """One text of a form: a browser counts a new line as one character and sends two."""
    return data.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()[:LONGEST]
