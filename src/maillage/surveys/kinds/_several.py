"""What the kinds where several answers may be ticked share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds._actors import number
from maillage.surveys.kinds._options import (
    LEAVE_ICONS,
    Card,
    Option,
    among,
    leaves_of,
    left_of,
    tables_of,
)
from maillage.surveys.kinds._words import refusal

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked

NONE: Final = "none"  # « rien de tout cela », an answer, not a silence
LIST: Final = "La réponse attendue est une liste."


def several_draft(data: QueryDict, asked: Asked, key: str) -> dict[str, Any]:
    """The boxes ticked; those of the last row say why there is none."""
    ticked, left = data.getlist(asked.question.key), data.get(f"{asked.question.key}-left")
    return {key: ticked, "left": left} if left else {key: ticked}


def several_clean(value: Any, asked: Asked, key: str, options: list[Option]) -> dict[str, Any]:
    """{key: options in their order}, with "left" when the respondent said why there is none."""
    table, order = tables_of(value), [option.value for option in options]
    chosen = table.get(key)
    if not isinstance(chosen, list):
        raise ValidationError(LIST)
    kept = {among(each, order) for each in chosen}
    left = {"left": NONE} if table.get("left") == NONE else left_of(table, asked.question)
    if kept and left:
        raise refusal("ticked_and_none")
    if asked.question.required and not (kept or left):
        raise refusal("please")
    most = number(asked.question, "at_most", len(order) or 1)
    if len(kept) > most:
        raise refusal("at_most", most=most)
    return {key: [each for each in order if each in kept], **left}


def several_field(asked: Asked, value: dict[str, Any], key: str, options: list[Option]) -> dict[str, Any]:
    """Boxes to tick, then the ways of ticking none: boxes too, since a radio button cannot be taken back."""
    name, chosen, left = asked.question.key, set(value.get(key, [])), value.get("left")
    ways = {NONE: "circle-slash", **{way: LEAVE_ICONS[way] for way in leaves_of(asked.question)}}
    return {
        "cards": [
            Card(name, o.value, asked.tell(o.text), o.value in chosen, f"{name}-{n}", o.icon)
            for n, o in enumerate(options)
        ],
        "leaves": [
            Card(f"{name}-left", way, asked.say(way), left == way, f"{name}-{way}", icon)
            for way, icon in ways.items()
        ],
        "several": asked.say("several"),
    }


def several_words(value: dict[str, Any], asked: Asked, key: str, options: list[Option]) -> str:
    """The answers in words."""
    if not value[key]:
        return str(asked.say(value.get("left") or "nothing"))
    said = {option.value: str(asked.tell(option.text)) for option in options}
    return ", ".join(said.get(each, each) for each in value[key])
