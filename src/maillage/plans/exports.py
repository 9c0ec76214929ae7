"""The commitments of a territory as a table to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from maillage.context.queries import level_names
from maillage.plans.queries.commitments import (
    actors_today,
    aimed_ties,
    band_labels,
    cards_of,
    commitments_of,
    level_labels,
)
from maillage.territories.models import Territory

COLUMNS: Final = (
    "engagement",
    "pour le",
    "qui",
    "état",
    "avancement (%)",
    "dernières nouvelles",
    "priorité",
    "difficulté",
    "âges",
    "moments",
    "réponse",
    "moyens",
    "à quoi on le verra",
    "public",
    "liens visés",
)


def table_of(territory: Territory) -> list[Sequence[str | int]]:
    """One line a commitment, for the members of the territory; dates as a spreadsheet reads them."""
    names = level_names(territory)
    ties = {card.commitment.pk: lives for card, lives in aimed_ties(territory)}
    lines: list[Sequence[str | int]] = []
    for card in cards_of(commitments_of(territory), actors_today(territory)):
        each = card.commitment
        lives = [f"{life.one} – {life.other}\u00a0: {life.says}" for life in ties.get(each.pk, [])]
        lines.append(
            (
                each.title,
                each.due_on.isoformat(),
                ", ".join(card.who),
                card.words,
                card.percent,
                each.last_said_at.date().isoformat() if each.last_said_at else "",
                each.priority_said,
                each.difficulty,
                ", ".join(band_labels(each.bands)),
                ", ".join(level_labels(each.levels, names)),
                each.get_answer_display() if each.answer else "",
                each.means,
                each.evidence,
                "oui" if each.is_public else "non",
                " | ".join(lives),
            )
        )
    return lines
