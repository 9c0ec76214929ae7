"""Yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import QueryDict

from maillage.surveys.kinds._actors import wrong_settings
from maillage.surveys.kinds._options import fixed, one_clean, one_draft, one_field, one_seconds, one_words

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

ICONS: Final = {"yes": "thumbs-up", "no": "thumbs-down"}


class YesNo:
    """{"choice": "yes", "no" or null, "left": "unknown" or "silent" when the respondent said why there is none}"""

    key = "yesno"
    label = "Oui ou non"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        return wrong_settings(question, others=("leave",))

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return one_draft(data, asked.question, "choice")

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        return one_clean(value, asked, "choice", ICONS)

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return new

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        return [(str(asked.tell(asked.question.text)), one_words(value, asked, "choice", fixed("", ICONS)))]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        return one_field(asked, value, "choice", fixed("", ICONS))

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        return one_seconds(question, fixed("", ICONS))

    def ratings(self, question: Question, actors: int) -> int:
        return 1


KIND = YesNo()
