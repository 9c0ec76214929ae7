"""How do you work with this organisation today? Five levels, asked of an organisation, never of a person."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.core.exceptions import ValidationError

# domain.md §7.8: the scale shown to those who answer.
LEVELS: Final[dict[int, str]] = {
    0: "On ne se connaît pas",
    1: "On se connaît",
    2: "On échange",
    3: "On se coordonne",
    4: "On agit ensemble",
}


class Cooperation:
    """{"ties": {"<actor pk>": level from 0 to 4}}"""

    key = "cooperation"
    label = "Niveau de coopération avec chaque structure"

    def clean(self, value: Any, roster_ids: Collection[str]) -> dict[str, Any]:
        ties = value.get("ties") if isinstance(value, dict) else None
        if not isinstance(ties, dict):
            raise ValidationError("La réponse attendue est un niveau de coopération par structure.")
        for actor, level in ties.items():
            if actor not in roster_ids:
                raise ValidationError("Une structure citée ne fait pas partie de cette vague.")
            if isinstance(level, bool) or level not in LEVELS:
                raise ValidationError("Un niveau de coopération va de 0 à 4.")
        return {
            "ties": {actor: int(level) for actor, level in sorted(ties.items(), key=lambda tie: int(tie[0]))}
        }

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        return {actor: level for actor, level in value["ties"].items() if level > 0}


KIND = Cooperation()
