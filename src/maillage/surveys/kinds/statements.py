"""Short sentences put to the vote: agree, disagree, or pass on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds._actors import ordered, table_of, words_of, wrong_settings
from maillage.surveys.kinds._options import STRANGE, Card
from maillage.surveys.kinds._words import Said, refusal

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

VOTES: Final = {"agree": 1, "disagree": -1, "pass": 0}  # in the order of the buttons
ICONS: Final = {"agree": "thumbs-up", "disagree": "thumbs-down", "pass": "arrow-right"}
USUAL: Final = 12  # statements, when nobody knows how many there will be
EACH: Final = 7  # seconds to read a sentence and to make up one's mind
MOST: Final = 500


class Statements:
    """{"votes": {"<statement pk>": 1, 0 or -1}}: agree, pass, disagree. A statement without a vote is not there.

    A vote on a statement that was merged meanwhile is kept: what was said is never lost, the reading decides.
    """

    key = "statements"
    label = "Énoncés mis aux voix"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        return wrong_settings(question)

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        start = f"{asked.question.key}-"
        found = {name.removeprefix(start): data.get(name, "") for name in data if name.startswith(start)}
        return {"votes": {pk: VOTES.get(vote, vote) for pk, vote in found.items()}}

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        votes = table_of(value, "votes", "La réponse attendue est un vote par énoncé.")
        for pk, vote in votes.items():
            number = isinstance(pk, str) and pk.isascii() and pk.isdigit() and len(pk) < 19
            if not number or type(vote) is not int or vote not in VOTES.values():
                raise ValidationError(STRANGE)
        if len(votes) > MOST:
            raise ValidationError(STRANGE)
        if asked.question.required and not votes:
            raise refusal("please")
        return {"votes": ordered(votes)}

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return {"votes": ordered(old.get("votes", {}) | new["votes"])}

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        word = {vote: str(asked.say(f"vote_{name}")) for name, vote in VOTES.items()}
        said = [
            (text, word[value["votes"][pk]]) for pk, text in asked.statements.items() if pk in value["votes"]
        ]
        return said or [(str(asked.tell(asked.question.text)), str(asked.say("nothing")))]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        votes = value.get("votes", {})
        rows = [
            {
                "id": f"{asked.question.key}-{pk}-s",
                "said": Said(text, only_french=asked.language != "fr"),
                "cards": [
                    Card(
                        f"{asked.question.key}-{pk}",
                        name,
                        asked.say(f"vote_{name}"),
                        votes.get(pk) == vote and type(votes.get(pk)) is int,
                        f"{asked.question.key}-{pk}-{name}",
                        ICONS[name],
                    )
                    for name, vote in VOTES.items()
                ],
            }
            for pk, text in asked.statements.items()
        ]
        return {"rows": rows, "none_yet": asked.say("no_statement"), "any": asked.say("vote_any")}

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        return words_of(question) + USUAL * EACH

    def ratings(self, question: Question, actors: int) -> int:
        return USUAL


KIND = Statements()
