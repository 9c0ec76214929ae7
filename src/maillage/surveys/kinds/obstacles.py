"""What hinders cooperation? Ten obstacles, the same in every wave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import QueryDict

from maillage.surveys.kinds._actors import wrong_settings
from maillage.surveys.kinds._options import fixed, one_seconds
from maillage.surveys.kinds._several import several_clean, several_draft, several_field, several_words

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

# domain.md §7.8, in its order; the words are in words.toml.
ICONS: Final = {
    "TIME": "clock",
    "TURNOVER": "repeat",
    "CONTACT": "signpost",
    "SECRECY": "lock",
    "CALENDAR": "calendar-x",
    "GOALS": "compass",
    "PLACE": "map-pin",
    "FUNDING": "coins",
    "DISTANCE": "route",
    "OTHER": "ellipsis",
}


class Obstacles:
    """{"obstacles": ["<code>", …], "left": "none", "unknown" or "silent" when the respondent said why there is none}"""

    key = "obstacles"
    label = "Ce qui freine la coopération"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        return wrong_settings(question, counts=("at_most",), others=("leave",))

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return several_draft(data, asked, "obstacles")

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        return several_clean(value, asked, "obstacles", fixed("obstacle_", ICONS))

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return new

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        said = several_words(value, asked, "obstacles", fixed("obstacle_", ICONS))
        return [(str(asked.tell(asked.question.text)), said)]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        return several_field(asked, value, "obstacles", fixed("obstacle_", ICONS))

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        return 3 + one_seconds(question, fixed("obstacle_", ICONS))

    def ratings(self, question: Question, actors: int) -> int:
        return 1


KIND = Obstacles()
