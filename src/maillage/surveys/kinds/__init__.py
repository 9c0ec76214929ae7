"""Kinds of question: one file, one kind; the file's name is the key. Stored shapes never change: a new shape is a new kind."""

from __future__ import annotations

import pkgutil
from collections.abc import Collection
from functools import cache
from importlib import import_module
from typing import Any, Protocol


class Kind(Protocol):
    """What every kind offers."""

    key: str
    label: str

    def clean(self, value: Any, roster_ids: Collection[str]) -> dict[str, Any]:
        """The value to store, or ValidationError with a French sentence."""

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        """{actor pk: level} of a stored value, without the zeros."""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind, by key."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").KIND for name in names}
