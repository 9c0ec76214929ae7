"""The five phases a new programme starts with (domain.md §1.6). They are then data: anyone who facilitates rewrites them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class PhaseTemplate:
    """A phase before it belongs to a programme; months are counted from its start."""

    code: str
    label: str
    start_month: int
    end_month: int
    content: str = ""
    output: str = ""


DEFAULT_PHASES: Final = (
    PhaseTemplate(
        "FRAMING", "Cadrage et mobilisation", 0, 4,
        "Accord des institutions et du Département, référents locaux, périmètre, repérage des acteurs, réunion de lancement.",
        "Feuille de route, convention, liste des acteurs",
    ),
    PhaseTemplate(
        "ASSESSMENT", "État des lieux partagé", 4, 12,
        "Données, questionnaire aux acteurs, entretiens, groupes avec des parents, croisement des regards.",
        "Diagnostic partagé, première restitution",
    ),
    PhaseTemplate(
        "CO_DESIGN", "Co-construction des réponses", 12, 18,
        "Groupes de travail, priorités, choix des actions, visite avec d’autres territoires.",
        "Plan d’action, engagements",
    ),
    PhaseTemplate(
        "EXPERIMENTATION", "Expérimentation et mise en œuvre", 18, 30,
        "Les actions sont menées, suivies et ajustées.",
        "Fiches de pratiques, tableau de suivi",
    ),
    PhaseTemplate(
        "REVIEW", "Évaluation et essaimage", 30, 36,
        "Seconde mesure de la coopération, restitution, partage au sein du Club.",
        "Bilan, rapport, fiches publiées",
    ),
)  # fmt: skip
