"""A made-up situation on paper: its parts are typed one by one, a letter for a relay or a number of the list for an actor."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds import Asked, kinds
from maillage.surveys.kinds._words import Said
from maillage.surveys.kinds.vignette import ACTOR, STEPS

LETTERS: Final = string.ascii_lowercase


@dataclass(frozen=True)
class Blank:
    """One part of the situation: the field that is typed, what it asks, {what one types: value}, several letters or one."""

    field: str
    part: str
    said: Said
    keys: Mapping[str, str]
    several: bool = False


@dataclass(frozen=True)
class Situation:
    """A situation as it is printed and typed back.

    relays: letter, words and icon of each relay, one line each, with a box for each part that names one. coded: letters and
    words of the parts that do not. numbered: the number of an actor may be written in place of a letter.
    """

    title: Said
    story: Said
    danger: tuple[Said, ...]
    relays: tuple[tuple[str, Said, str], ...]
    blanks: tuple[Blank, ...]
    coded: Mapping[str, tuple[tuple[str, Said], ...]]
    numbered: bool

    def posted(self, typed: Mapping[str, str]) -> QueryDict:
        """What a phone would have sent; ValidationError by field."""
        data = QueryDict(mutable=True)
        for blank in self.blanks:
            for value in _values(blank, typed.get(blank.field, "")):
                data.appendlist(blank.field, value)
        return data

    def typed(self, value: Mapping[str, Any]) -> dict[str, str]:
        """What one would have typed for this value."""
        found = {}
        for blank in self.blanks:
            key_of = {value: key for key, value in blank.keys.items()}
            said = value.get(blank.part)
            listed = said if isinstance(said, list) else [said]
            found[blank.field] = "".join(key_of[each] for each in listed if each in key_of)
        return found


def situation_of(asked: Asked, numbers: Mapping[str, int]) -> Situation:
    """The situation of a question. numbers: {actor pk: its number in the list printed on the same sheet}."""
    question, shown = asked.question, kinds()["vignette"].field(asked, {})
    step = shown["steps"][0]
    cards = [*(step["cards"] if asked.easy else step["relays"]), *step["quiet"]]
    letters = dict(zip(LETTERS, cards, strict=False))
    relays = {letter: card.value for letter, card in letters.items()}
    named = {} if asked.easy else {str(number): f"{ACTOR}{pk}" for pk, number in numbers.items()}
    around = {letter: card.value for letter, card in zip(LETTERS, shown["around"], strict=False)}
    coded = {
        each["id"]: tuple(zip(LETTERS, (card.said for card in each["cards"]), strict=False))
        for each in shown["coded"]
    }
    blanks = [
        Blank(each["id"], part, each["said"], relays | named)
        for part, each in zip(STEPS, shown["steps"], strict=True)
    ]
    blanks.append(Blank(f"{question.key}-around", "around", shown["around_said"], around, several=True))
    for each in shown["coded"]:
        codes = {letter: card.value for letter, card in zip(LETTERS, each["cards"], strict=False)}
        blanks.append(Blank(each["id"], each["id"].rsplit("-", 1)[1], each["said"], codes))
    return Situation(
        title=shown["title"],
        story=shown["story"],
        danger=tuple(said for said in (shown["danger"], shown["crip"]) if said),
        relays=tuple((key, card.said, card.icon if asked.easy else "") for key, card in letters.items()),
        blanks=tuple(blanks),
        coded=coded,
        numbered=bool(named),
    )


def printed(situation: Situation) -> dict[str, Any]:
    """The situation as JSON for the template, its words still to be told."""
    around = next(blank for blank in situation.blanks if blank.several)
    return {
        "title": situation.title,
        "story": situation.story,
        "danger": list(situation.danger),
        "heads": [blank.said for blank in situation.blanks[: len(STEPS) + 1]],
        "relays": [
            {"key": letter, "said": said, "icon": icon, "around": letter in around.keys}
            for letter, said, icon in situation.relays
        ],
        "coded": [
            {"said": blank.said, "boxes": [{"key": key, "said": said} for key, said in boxes]}
            for blank in situation.blanks
            if (boxes := situation.coded.get(blank.field))
        ],
        "numbered": situation.numbered,
    }


def _values(blank: Blank, typed: str) -> list[str]:
    """The values of what was typed, spaces and commas aside."""
    plain = "".join(each for each in typed.lower() if each not in " ,;.")
    if not plain:
        return []
    if plain in blank.keys:
        return [blank.keys[plain]]
    strange = [each for each in plain if each not in blank.keys or each.isdigit()]
    if strange or plain.isdigit():
        wrong = plain if plain.isdigit() else strange[0]
        raise ValidationError(
            {blank.field: f"«\u00a0{wrong}\u00a0» n’est ni une lettre ni un numéro proposés ici."}
        )
    if not blank.several and len(set(plain)) > 1:
        raise ValidationError(
            {blank.field: "Une seule réponse\u00a0: si la feuille en a deux, laissez vide."}
        )
    return [blank.keys[each] for each in dict.fromkeys(plain)]
