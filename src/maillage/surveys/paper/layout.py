"""A questionnaire on paper: its boxes, the keys one types for them, and the values they make.

Print and entry read the same layout, so that what is typed is what was printed. A row of the grid is typed with one
key, any other question with the letters printed beside its boxes. The values are read by the kinds, as on a phone.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds import Asked, kinds
from maillage.surveys.kinds._words import FRENCH, Said
from maillage.surveys.kinds.cooperation import CHOICES, OUTSIDE
from maillage.surveys.kinds.statements import VOTES
from maillage.surveys.paper.situations import Situation, situation_of
from maillage.surveys.questionnaires import RESIDENTS, SHORT, Question, Questionnaire

TICKED: Final = "x"  # worked with, without a level
GRID, BOXES, TEXT, VOTE, SITUATION = "grid", "boxes", "text", "vote", "situation"
ROW_KEYS: Final = {
    "0": CHOICES[0],
    "1": CHOICES[1],
    "2": CHOICES[2],
    "3": CHOICES[3],
    "4": CHOICES[4],
    "9": OUTSIDE,
}
KEY_OF: Final = {choice: key for key, choice in ROW_KEYS.items()}
VOTE_KEYS: Final = {"1": "agree", "2": "disagree", "3": "pass"}
ONE_KIND: Final = ("choice", "scale", "yesno")
SEVERAL_KINDS: Final = ("choices", "obstacles")


@dataclass(frozen=True)
class Box:
    """One box to tick, and what a form would post for it."""

    key: str
    said: Said
    name: str = ""
    value: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Row:
    """An actor of the grid, or a statement put to the vote."""

    field: str
    actor: str
    number: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One question on paper; a grid is two: whom one works with, and where one stands with each."""

    shape: str
    question: Question
    text: Said
    help: Said | None = None
    boxes: tuple[Box, ...] = ()
    groups: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    level: Question | None = None
    level_text: Said | None = None
    level_help: Said | None = None
    names: tuple[str, ...] = ()  # fields where a missing actor is proposed
    nobody: Box | None = None
    situation: Situation | None = None

    @property
    def rows(self) -> list[Row]:
        return [row for _, rows in self.groups for row in rows]

    @property
    def several(self) -> bool:
        """Whether more than one box may be ticked."""
        return self.question.kind in SEVERAL_KINDS

    @property
    def fields(self) -> list[str]:
        """Everything one types for this question."""
        if self.shape == VOTE:
            return [row.field for row in self.rows]
        if self.situation:
            return [blank.field for blank in self.situation.blanks]
        if self.shape != GRID:
            return [self.question.key]
        nobody = [self.nobody.name] if self.nobody else []
        return [*(row.field for row in self.rows), *nobody, *self.names]


@dataclass(frozen=True)
class Paper:
    """A questionnaire of a wave, for one respondent, always the short path.

    `language`: that of the print. The boxes and their keys are the same in all of them; one types back in French.
    """

    questionnaire: Questionnaire
    roster: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[str, ...] = ()
    language: str = FRENCH
    statements: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def parts(self) -> list[Part]:
        asked = self.questionnaire.asked(path=SHORT, blocks=self.blocks)
        printed = [each for each in asked if self.statements or each.kind != "statements"]
        return [self._part(each, asked) for each in printed if not self._level_of(each, asked)]

    @property
    def fields(self) -> list[str]:
        return [each for part in self.parts for each in part.fields]

    @property
    def coded(self) -> list[str]:
        """The fields that are ticked, not written: what is typed twice. Words are guarded where they are first typed."""
        written = {
            name for part in self.parts for name in (part.fields if part.shape == TEXT else part.names)
        }
        return [each for each in self.fields if each not in written]

    @staticmethod
    def _level_of(question: Question, asked: tuple[Question, ...]) -> bool:
        """Whether it is the second half of a grid, printed with the first."""
        return question.kind == "cooperation" and any(q.key == question.about for q in asked)

    def asked(self, question: Question, actors: tuple[str, ...] = ()) -> Asked:
        """What a kind needs. A blank on paper cannot be asked again: nothing is required."""
        return Asked(
            question=replace(question, required=False),
            roster=self.roster,
            actors=actors or tuple(self.roster),
            groups=self.groups,
            language=self.language,
            beside=self.language not in self.questionnaire.validated,
            easy=self.questionnaire.population == RESIDENTS,
            statements=self.statements,
        )

    def _part(self, question: Question, asked: tuple[Question, ...]) -> Part:
        one = self.asked(question)
        said: dict[str, Any] = {
            "question": question,
            "text": one.tell(question.easy if one.easy and question.easy else question.text),
            "help": one.tell(question.help) if question.help else None,
        }
        if question.kind == "roster":
            level = next((q for q in asked if q.kind == "cooperation" and q.about == question.key), None)
            return self._grid(said, question, level)
        if question.kind == "text":
            return Part(shape=TEXT, **said)
        if question.kind == "statements":
            return self._vote(said, question)
        if question.kind == "vignette":
            return Part(shape=SITUATION, situation=situation_of(one, self._numbers(asked)), **said)
        if question.kind not in {*ONE_KIND, *SEVERAL_KINDS}:
            label = kinds()[question.kind].label
            raise ValidationError(f"Cette question ne va pas sur le papier\u00a0: «\u00a0{label}\u00a0».")
        shown = kinds()[question.kind].field(one, {})
        cards = [*shown["cards"], *shown["leaves"]]
        boxes = tuple(
            Box(letter, card.said, card.name, card.value, card.icon if one.easy else "")
            for letter, card in zip(string.ascii_lowercase, cards, strict=False)
        )
        return Part(shape=BOXES, boxes=boxes, **said)

    def _numbers(self, asked: tuple[Question, ...]) -> dict[str, int]:
        """{actor pk: its number in the list of the sheet}; empty when there is no list."""
        roster = next((each for each in asked if each.kind == "roster"), None)
        if roster is None:
            return {}
        groups = self._groups(roster, kinds()["roster"].field(self.asked(roster), {}))
        return {row.actor: row.number for _, rows in groups for row in rows}

    def _vote(self, said: dict[str, Any], question: Question) -> Part:
        one = self.asked(question)
        rows = tuple(
            Row(f"{question.key}-{pk}", pk, number, text)
            for number, (pk, text) in enumerate(self.statements.items(), start=1)
        )
        boxes = tuple(Box(key, one.say(f"vote_{vote}")) for key, vote in VOTE_KEYS.items())
        return Part(shape=VOTE, groups=(("", rows),), boxes=boxes, **said)

    @staticmethod
    def _groups(question: Question, shown: Mapping[str, Any]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The actors of a list under their headings, numbered from the first to the last."""
        numbers = itertools.count(1)
        return tuple(
            (
                group["label"],
                tuple(
                    Row(f"{question.key}-{card.value}", card.value, next(numbers), str(card.said))
                    for card in group["cards"]
                ),
            )
            for group in shown["groups"]
        )

    def _grid(self, said: dict[str, Any], question: Question, level: Question | None) -> Part:
        shown = kinds()["roster"].field(self.asked(question), {})
        groups = self._groups(question, shown)
        nobody = shown["nobody"]
        return Part(
            shape=GRID,
            groups=groups,
            level=level,
            level_text=self.asked(level).tell(level.text) if level else None,
            level_help=self.asked(level).tell(level.help) if level and level.help else None,
            names=tuple(f"{question.key}-new-{n}" for n, _ in shown["proposed"]),
            nobody=Box(TICKED, nobody.said, nobody.name, nobody.value),
            **said,
        )

    def levels(self, part: Part) -> list[tuple[str, Said, Said]]:
        """(key, word, meaning) of each column of the grid."""
        if part.level is None:
            return []
        asked = self.asked(part.level)
        return [(key, asked.say(choice), asked.say(f"{choice}_means")) for key, choice in ROW_KEYS.items()]

    def read(self, typed: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """{question: value} of what was typed, {} for a question left blank; ValidationError by field otherwise."""
        values: dict[str, dict[str, Any]] = {}
        wrong: dict[str, list[str]] = {}
        for part in self.parts:
            try:
                data, picked = self._posted(part, typed)
                values[part.question.key] = self._value(part.question, data)
                if part.level is not None:
                    values[part.level.key] = self._value(part.level, data, tuple(picked)) if picked else {}
            except ValidationError as refusal:
                found = getattr(refusal, "error_dict", None)
                wrong |= refusal.message_dict if found else {part.fields[0]: refusal.messages}
        if wrong:
            raise ValidationError({key: list(sentences) for key, sentences in wrong.items()})
        return values

    def _value(self, question: Question, data: QueryDict, actors: tuple[str, ...] = ()) -> dict[str, Any]:
        kind, asked = kinds()[question.kind], self.asked(question, actors)
        value = kind.read(asked, data)
        return {} if value == kind.read(asked, QueryDict()) else value

    def _posted(self, part: Part, typed: Mapping[str, str]) -> tuple[QueryDict, list[str]]:
        """What a phone would have sent, and the actors picked."""
        data, picked = QueryDict(mutable=True), []
        if part.shape == TEXT:
            data[part.question.key] = typed.get(part.question.key, "")
            return data, []
        if part.situation:
            return part.situation.posted(typed), []
        if part.shape == VOTE:
            for row in part.rows:
                key = typed.get(row.field, "").strip()
                if key not in {"", *VOTE_KEYS}:
                    raise ValidationError({row.field: f"Phrase {row.number}\u00a0: tapez 1, 2 ou 3."})
                if key:
                    data[row.field] = VOTE_KEYS[key]
            return data, []
        if part.shape == BOXES:
            for box in _boxes(part, typed.get(part.question.key, "")):
                data.appendlist(box.name, box.value)
            return data, []
        for row in part.rows:
            key = typed.get(row.field, "").strip().lower()
            if key not in {"", TICKED, *(ROW_KEYS if part.level else ())}:
                raise ValidationError({row.field: f"{row.name}\u00a0: tapez x, un chiffre de 0 à 4, ou 9."})
            if key:
                picked.append(row.actor)
            if part.level and key in ROW_KEYS:
                data[f"{part.level.key}-{row.actor}"] = ROW_KEYS[key]
        data.setlist(part.question.key, list(picked))
        for name in part.names:
            data[name] = typed.get(name, "")
        if part.nobody and typed.get(part.nobody.name, "").strip():
            data[part.nobody.name] = part.nobody.value
        return data, picked

    def typed(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What one would have typed for these values: how two entries are compared, field by field."""
        found: dict[str, str] = {}
        for part in self.parts:
            value = values.get(part.question.key) or {}
            if part.shape == TEXT:
                found[part.question.key] = value.get("text", "")
            elif part.shape == BOXES:
                found[part.question.key] = self._letters(part, value)
            elif part.shape == VOTE:
                found |= self._vote_keys(part, value)
            elif part.situation:
                found |= part.situation.typed(value)
            else:
                found |= self._row_keys(part, value, values)
        return found

    @staticmethod
    def _vote_keys(part: Part, value: dict[str, Any]) -> dict[str, str]:
        said = {VOTES[vote]: key for key, vote in VOTE_KEYS.items()}
        votes = value.get("votes", {})
        return {row.field: said[votes[row.actor]] if row.actor in votes else "" for row in part.rows}

    def _letters(self, part: Part, value: dict[str, Any]) -> str:
        shown = kinds()[part.question.kind].field(self.asked(part.question), value)
        ticked = {(card.name, card.value) for card in [*shown["cards"], *shown["leaves"]] if card.checked}
        return "".join(box.key for box in part.boxes if (box.name, box.value) in ticked)

    @staticmethod
    def _row_keys(part: Part, value: dict[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
        levels = (values.get(part.level.key) or {}) if part.level else {}
        keys = {pk: KEY_OF[f"level_{level}"] for pk, level in levels.get("ties", {}).items()}
        keys |= dict.fromkeys(levels.get(OUTSIDE, []), KEY_OF[OUTSIDE])
        picked = set(value.get("picked", []))
        found = {row.field: keys.get(row.actor, TICKED) if row.actor in picked else "" for row in part.rows}
        names = [each["name"] for each in value.get("proposed", [])]
        found |= dict(zip(part.names, [*names, "", "", ""], strict=False))
        if part.nobody:
            found[part.nobody.name] = TICKED if value.get("nobody") else ""
        return found

    def labels(self) -> list[tuple[str, str]]:
        """(field, what it asks) of everything one types, in the order of the sheet."""
        found = []
        for part in self.parts:
            names = {row.field: row.name for row in part.rows}
            if part.situation:
                title = part.situation.title
                names = {each.field: f"{title} – {each.said}" for each in part.situation.blanks}
            if part.nobody:
                names[part.nobody.name] = str(part.nobody.said)
            found += [
                (key, names.get(key, str(part.text) if part.shape != GRID else "Structure ajoutée"))
                for key in part.fields
            ]
        return found

    def words(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The values in words, to be read over before they are kept."""
        found = []
        for part in self.parts:
            for question in filter(None, (part.question, part.level)):
                value = values.get(question.key)
                said = kinds()[question.kind].describe(value, self.asked(question)) if value else []
                found += said or (
                    [(question.text["fr"], "Sans réponse")] if question is part.question else []
                )
        return found


def _boxes(part: Part, typed: str) -> list[Box]:
    """The boxes whose letters were typed, spaces and commas aside."""
    letters = [each for each in typed.lower() if each not in " ,;."]
    known = {box.key: box for box in part.boxes}
    strange = [each for each in letters if each not in known]
    if strange:
        raise ValidationError(f"«\u00a0{strange[0]}\u00a0» n’est la lettre d’aucune case de cette question.")
    if not part.several and len(set(letters)) > 1:
        raise ValidationError("Une seule case\u00a0: si la feuille en a deux, laissez vide.")
    return [known[each] for each in dict.fromkeys(letters)]
