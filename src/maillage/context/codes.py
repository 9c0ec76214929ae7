"""Levels of prevention, in order, beside the ages. Codes never change; a territory may give the levels its own words."""

from __future__ import annotations

from typing import Final

from django.db import models

from maillage.territories.codes import Band as Band


class Level(models.TextChoices):
    ATTENTIVENESS = "ATTENTIVENESS", "Prévenance"
    UNIVERSAL = "UNIVERSAL", "Prévention universelle"
    TARGETED = "TARGETED", "Prévention ciblée"
    EARLY_SUPPORT = "EARLY_SUPPORT", "Soutien précoce"
    ADMIN_PROTECTION = "ADMIN_PROTECTION", "Protection administrative"
    JUDICIAL_PROTECTION = "JUDICIAL_PROTECTION", "Protection judiciaire"


# Words are disputed (« primaire, secondaire, tertiaire » do not mean the same to all): what each level is, in plain words.
MEANINGS: Final[dict[str, str]] = {
    Level.ATTENTIVENESS: "L’attention de tous les jours, par tous les adultes, avant toute difficulté.",
    Level.UNIVERSAL: "Ce qui s’adresse à toutes les familles, sans en choisir.",
    Level.TARGETED: "Ce qui s’adresse à des familles plus exposées.",
    Level.EARLY_SUPPORT: "Une première réponse, acceptée par la famille.",
    Level.ADMIN_PROTECTION: "Une aide du Département, avec l’accord des parents.",
    Level.JUDICIAL_PROTECTION: "Une mesure décidée par le juge des enfants.",
}
CROWDED: Final = 4  # actions for the same ages at the same level: worth asking who does what


class Geography(models.TextChoices):
    """What a figure describes. It is said beside it, in words: a département is never the neighbourhood."""

    SCHOOL = "SCHOOL", "l’établissement"
    COMMUNE = "COMMUNE", "la commune"
    DEPARTMENT = "DEPARTMENT", "le département entier"
