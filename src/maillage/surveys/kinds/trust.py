"""Trust in an organisation: three sentences, from 1 (not at all) to 4 (a lot), or unknown. Never shown pair by pair."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.core.exceptions import ValidationError

ITEMS: Final = (
    "Cette structure tient ce qu’elle dit.",
    "On peut se parler franchement.",
    "Nos priorités pour les enfants sont proches.",
)
SCALE: Final[dict[int, str]] = {1: "Pas du tout", 2: "Un peu", 3: "Assez", 4: "Beaucoup"}


class Trust:
    """{"ratings": {"<actor pk>": [1–4 or null, three times]}}"""

    key = "trust"
    label = "Confiance envers chaque structure"

    def clean(self, value: Any, roster_ids: Collection[str]) -> dict[str, Any]:
        ratings = value.get("ratings") if isinstance(value, dict) else None
        if not isinstance(ratings, dict):
            raise ValidationError("La réponse attendue est trois notes de confiance par structure.")
        for actor, notes in ratings.items():
            if actor not in roster_ids:
                raise ValidationError("Une structure citée ne fait pas partie de cette vague.")
            if (
                not isinstance(notes, list)
                or len(notes) != len(ITEMS)
                or not all(self._is_note(n) for n in notes)
            ):
                raise ValidationError("Une note de confiance va de 1 à 4, ou reste vide.")
        return {
            "ratings": {actor: list(n) for actor, n in sorted(ratings.items(), key=lambda item: int(item[0]))}
        }

    @staticmethod
    def _is_note(note: Any) -> bool:
        return note is None or (not isinstance(note, bool) and note in SCALE)

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        """The mean of the notes given, rounded half up; nobody is rated without a note."""
        given = {actor: [n for n in notes if n is not None] for actor, notes in value["ratings"].items()}
        return {actor: int(sum(n) / len(n) + 0.5) for actor, n in given.items() if n}


KIND = Trust()
