"""What one may read of a wave before and while it is open: what it costs to answer, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maillage.surveys.models import Invitation, Wave
from maillage.surveys.questionnaires import ACTORS, FULL, SHORT, Cost, Questionnaire, cost, questionnaires
from maillage.surveys.services.collecting import missing_before_opening

USUAL: Final = 12  # organisations that somebody works with, most often
MANY: Final = 30
PATHS: Final = ((SHORT, "Court"), (FULL, "Complet"))


@dataclass(frozen=True)
class Meter:
    """What a path of a questionnaire costs whoever works with `picked` actors."""

    title: str
    path: str
    picked: int
    cost: Cost


@dataclass(frozen=True)
class Next:
    """The one thing to do, where, and what its button says."""

    sentence: str
    page: str
    label: str


def meters_of(wave: Wave) -> list[Meter]:
    """The cost of each questionnaire, for somebody who works with a usual number of actors, then with many."""
    others = max(wave.roster.count() - 1, 1)
    chosen = questionnaires().get(wave.questionnaire)
    listed: list[Questionnaire] = [each for each in questionnaires().values() if each.population == ACTORS]
    return [
        Meter(asked.title["fr"], label, picked, cost(asked, path=path, picked=picked, blocks=_added(wave, asked, chosen)))
        for asked in listed
        for path, label in PATHS
        for picked in sorted({min(others, USUAL), min(others, MANY)})
    ]  # fmt: skip


def _added(wave: Wave, asked: Questionnaire, chosen: Questionnaire | None) -> list[str]:
    return wave.blocks if asked is chosen else []


def next_of(wave: Wave, *, answered: int | None) -> Next:
    """The one thing to do next in a wave. answered: as told to everybody, unknown in a small wave."""
    if wave.opened_at is None:
        return _before(wave, answered)
    if not wave.is_open:
        return Next(
            "La vague est close\u00a0: ce qu’elle dit peut être calculé.",
            "diagnosis:request",
            "Demander un diagnostic",
        )
    if not Invitation.objects.filter(participation__wave=wave).exists():
        return Next(
            "La vague est ouverte\u00a0: personne n’est encore invité.", "surveys:invitations", "Inviter"
        )
    return Next("La vague est ouverte\u00a0: les réponses arrivent.", "surveys:board", "Suivre les réponses")  # fmt: skip


def _before(wave: Wave, answered: int | None) -> Next:
    if not wave.questionnaire:
        if answered:
            return Next("Les réponses sont là.", "diagnosis:request", "Demander un diagnostic")
        return Next("Choisissez ce qui est demandé, et jusqu’à quand.", "surveys:collect", "Recueillir")
    if missing_before_opening(wave):
        return Next("Il reste à préparer la vague avant de l’ouvrir.", "surveys:collect", "Finir de préparer")
    return Next("Tout est prêt\u00a0: la vague peut s’ouvrir.", "surveys:collect", "Ouvrir la vague")
