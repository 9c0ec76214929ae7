"""A few words, never needed. What names or reaches a person is refused here; what may speak of a child is held by the service.

A text that speaks of a child is not refused: somebody must read it (PRIV-21). `texts` gives it to the guard.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds._actors import number, words_of, wrong_settings
from maillage.surveys.kinds._words import refusal
from maillage.territories.validators import EMAIL, PHONE

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

MAX_LENGTH: Final = 300
# In a sentence, unlike in the name of an organisation, a civility needs no separator before it.
CIVILITY: Final = re.compile(
    r"\b(?:M\.|MM\.|Mr|Mme|Mmes|Mlle|Melle|Dr|Pr|Monsieur|Madame|Mademoiselle|Docteur|Docteure)\.?[\s\u00a0\u202f]+[A-ZÀ-Ý]"
)


class Text:
    """{"text": "a few words, or nothing"}"""

    key = "text"
    label = "Quelques mots"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        wrong = wrong_settings(question, counts=("max_length",))
        if question.required:
            wrong.append("un texte libre n’est jamais obligatoire.")
        if number(question, "max_length", MAX_LENGTH) > MAX_LENGTH:
            wrong.append(f"un texte libre tient en {MAX_LENGTH}\u00a0caractères.")
        return wrong

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        """A browser counts a new line as one character and sends two."""
        return {"text": data.get(asked.question.key, "").replace("\r\n", "\n").strip()}

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or "\x00" in text:
            raise ValidationError("La réponse attendue est un texte.")
        text, most = text.strip(), self._most(asked.question)
        if len(text) > most:
            raise refusal("text_too_long", most=most, now=len(text))
        if EMAIL.search(text) or PHONE.search(text):
            raise refusal("no_address")
        if CIVILITY.search(text):
            raise refusal("no_person")
        return {"text": text}

    @staticmethod
    def _most(question: Question) -> int:
        return min(number(question, "max_length", MAX_LENGTH), MAX_LENGTH)

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return new

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        return [(str(asked.tell(asked.question.text)), value["text"] or str(asked.say("nothing")))]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        return {
            "written": value.get("text", ""),
            "max_length": self._most(asked.question),
            "warning": asked.say("warning"),
            "hint": asked.say("hint"),
        }

    def texts(self, value: dict[str, Any]) -> list[str]:
        return [value["text"]] if value["text"] else []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        """A sentence or two on a phone."""
        return words_of(question) + 35

    def ratings(self, question: Question, actors: int) -> int:
        return 0


KIND = Text()
