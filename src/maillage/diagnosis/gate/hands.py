"""Hands raised in a room, as they may be told: levels by role, of five people or more, and nothing exact of a small room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from maillage.core import privacy
from maillage.diagnosis.gate.levels import Said, level, shown


def hands_shown(rooms: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is kept with a diagnosis: no count, only levels. A statement on which fewer than five people raised a hand is left out.

    rooms: what `meetings.queries.hands_told` gives.
    """
    found = []
    for room in rooms:
        lines = [line for each in room["statements"] if (line := _line(each))]
        if lines:
            found.append({"title": room["title"], "held_on": room["held_on"], "statements": lines})
    return found


def _line(statement: Mapping[str, Any]) -> dict[str, Any] | None:
    said = {
        role: Said(agree, disagree, agree + disagree + passing)
        for role, (agree, disagree, passing) in sorted(statement["roles"].items())
    }
    total = Said(*(sum(getattr(each, name) for each in said.values()) for name in ("yes", "no", "size")))
    if total.size < privacy.MIN_RESPONDENTS:
        return None
    told = {role: each for role, each in said.items() if each.size >= privacy.MIN_RESPONDENTS}
    seen = shown(list(told.values()), total)
    of_all = [level(total.yes, total.size), level(total.no, total.size)] if seen.has_levels else None
    roles = {role: list(pair) for role, pair in zip(told, seen.levels, strict=True)}
    return {"text": statement["text"], "total": of_all, "roles": roles}
