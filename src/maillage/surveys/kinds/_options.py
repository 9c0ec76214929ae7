"""What the kinds that offer a list of answers share: the options, and the two ways of not answering."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds._actors import reading, words_of, wrong_settings
from maillage.surveys.kinds._words import Said, refusal, words

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

# Ways of not answering, always honest: they are kept under "left", never as a level.
LEAVE: Final = ("unknown", "silent")
LEAVE_ICONS: Final = {"unknown": "circle-question-mark", "silent": "eye-off"}
VALUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{0,39}")
STRANGE: Final = "La réponse n’est pas une de celles qui sont proposées."


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen, in every language."""

    value: str
    text: dict[str, str]
    icon: str = ""


@dataclass(frozen=True)
class Card:
    """One answer as it is shown: a radio button or a box to tick."""

    name: str
    value: str
    said: Said
    checked: bool
    id: str
    icon: str = ""
    note: Said | None = None


def options_of(question: Question) -> list[Option]:
    """The options of a question, written in its settings. Those that cannot be read are told by the linter."""
    written = question.settings.get("options")
    found = []
    for option in written if isinstance(written, list) else []:
        if (
            isinstance(option, dict)
            and isinstance(option.get("value"), str)
            and isinstance(option.get("text"), dict)
        ):
            text = {str(k): v for k, v in option["text"].items() if isinstance(v, str)}
            icon = option.get("icon", "")
            found.append(Option(option["value"], text, icon if isinstance(icon, str) else ""))
    return found


def fixed(prefix: str, icons: dict[str, str]) -> list[Option]:
    """Options whose words belong to the kind."""
    return [Option(value, words()[f"{prefix}{value}"], icon) for value, icon in icons.items()]


def leaves_of(question: Question) -> tuple[str, ...]:
    """Which ways of not answering are offered: both, unless the question says otherwise."""
    written = question.settings.get("leave", LEAVE)
    return tuple(way for way in LEAVE if way in written) if isinstance(written, list | tuple) else LEAVE


def lint_options(question: Question) -> list[str]:
    """What is wrong in a list of options."""
    wrong = wrong_settings(question, others=("options", "leave"))
    found, written = options_of(question), question.settings.get("options")
    if not isinstance(written, list) or len(written) < 2:
        return [*wrong, "il faut au moins deux réponses proposées («\u00a0options\u00a0»)."]
    if len(found) != len(written):
        wrong.append(
            "chaque réponse proposée a une valeur («\u00a0value\u00a0») et un texte («\u00a0text\u00a0»)."
        )
    values = [option.value for option in found]
    if len(set(values)) != len(values):
        wrong.append("deux réponses proposées ont la même valeur.")
    if any(not VALUE.fullmatch(value) or value in LEAVE for value in values):
        wrong.append(
            "une valeur est un mot court, sans accent ni espace, autre que «\u00a0unknown\u00a0» et «\u00a0silent\u00a0»."
        )
    return wrong


def tables_of(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValidationError(STRANGE)
    return value


def left_of(value: dict[str, Any], question: Question) -> dict[str, str]:
    """{"left": way} when the respondent said why there is no answer."""
    left = value.get("left")
    if left is None:
        return {}
    if not isinstance(left, str) or left not in leaves_of(question):
        raise ValidationError(STRANGE)
    return {"left": left}


def among(chosen: Any, allowed: Iterable[str]) -> str:
    if not isinstance(chosen, str) or chosen not in set(allowed):
        raise ValidationError(STRANGE)
    return chosen


def one_draft(data: QueryDict, question: Question, key: str) -> dict[str, Any]:
    """One radio button: an option, or a way of not answering."""
    chosen = data.get(question.key) or None
    return {key: None, "left": chosen} if chosen in LEAVE else {key: chosen}


def one_clean(value: Any, asked: Asked, key: str, allowed: Iterable[str]) -> dict[str, Any]:
    """{key: option or null}, with "left" when the respondent said why there is none."""
    table, question = tables_of(value), asked.question
    left, chosen = left_of(table, question), table.get(key)
    if chosen is None:
        if not left and question.required:
            raise refusal("please")
        return {key: None, **left}
    if left:
        raise refusal("both")
    return {key: among(chosen, allowed)}


def one_field(asked: Asked, value: dict[str, Any], key: str, options: Iterable[Option]) -> dict[str, Any]:
    """Cards of a single answer."""
    name, chosen = asked.question.key, value.get(key)
    return {
        "cards": [
            Card(name, o.value, asked.tell(o.text), o.value == chosen, f"{name}-{n}", o.icon)
            for n, o in enumerate(options)
        ],
        "leaves": leave_cards(asked, value, name),
    }


def leave_cards(asked: Asked, value: dict[str, Any], name: str) -> list[Card]:
    return [
        Card(name, way, asked.say(way), value.get("left") == way, f"{name}-{way}", LEAVE_ICONS[way])
        for way in leaves_of(asked.question)
    ]


def one_words(value: dict[str, Any], asked: Asked, key: str, options: Iterable[Option]) -> str:
    """A single answer in words."""
    chosen = value.get(key)
    if chosen is None:
        return str(asked.say(value.get("left") or "nothing"))
    return next((str(asked.tell(o.text)) for o in options if o.value == chosen), str(chosen))


def one_seconds(question: Question, options: Iterable[Option]) -> float:
    """Reading everything, then three seconds to decide."""
    return 3 + words_of(question) + reading(*(o.text.get("fr", "") for o in options))
