"""The lists of a practice sheet: codes never change, words may (domain.md §2.7 and §6.5)."""

from __future__ import annotations

from django.db import models


class Theme(models.TextChoices):
    EARLY_CHILDHOOD = "EARLY_CHILDHOOD", "Petite enfance"
    SCHOOL_SUPPORT = "SCHOOL_SUPPORT", "Accompagnement à la scolarité"
    DROPOUT = "DROPOUT", "Décrochage"
    SCHOOL_CLIMATE = "SCHOOL_CLIMATE", "Climat scolaire"
    PARENTING = "PARENTING", "Parentalité"
    HEALTH = "HEALTH", "Santé"
    MENTAL_HEALTH = "MENTAL_HEALTH", "Santé mentale"
    PSYCHOSOCIAL_SKILLS = "PSYCHOSOCIAL_SKILLS", "Compétences psychosociales"
    SCREENS_DIGITAL = "SCREENS_DIGITAL", "Numérique et écrans"
    CULTURE = "CULTURE", "Culture"
    SPORT = "SPORT", "Sport"
    LANGUAGE = "LANGUAGE", "Langage et lecture"
    CITIZENSHIP = "CITIZENSHIP", "Citoyenneté et engagement"
    GENDER_EQUALITY = "GENDER_EQUALITY", "Égalité filles-garçons"
    INTERCULTURAL = "INTERCULTURAL", "Interculturalité"
    MOBILITY = "MOBILITY", "Mobilité"
    GUIDANCE_JOBS = "GUIDANCE_JOBS", "Orientation et insertion"
    ACCESS_RIGHTS = "ACCESS_RIGHTS", "Accès aux droits"
    SUSTAINABILITY = "SUSTAINABILITY", "Développement durable"
    PROFESSIONAL_PRACTICE = "PROFESSIONAL_PRACTICE", "Soutien aux pratiques professionnelles"
    URBAN_LIFE = "URBAN_LIFE", "Cadre de vie"
    CHILD_PROTECTION = "CHILD_PROTECTION", "Prévention et protection de l’enfance"


class Audience(models.TextChoices):
    CHILDREN = "CHILDREN", "Enfants et jeunes"
    PARENTS = "PARENTS", "Parents"
    SIBLINGS = "SIBLINGS", "Fratries"
    PROFESSIONALS = "PROFESSIONALS", "Professionnels et bénévoles"


class Evidence(models.TextChoices):
    DECLARED = "DECLARED", "Ce que disent ceux qui le font"
    COUNTED = "COUNTED", "Compté"
    EVALUATED = "EVALUATED", "Évalué par d’autres"


class Means(models.TextChoices):
    """What it costs in a year, beside the time of those who do it."""

    NONE = "NONE", "Rien ou presque"
    LITTLE = "LITTLE", "Moins de 1\u202f000\u00a0€ par an"
    SOME = "SOME", "De 1\u202f000 à 10\u202f000\u00a0€ par an"
    MUCH = "MUCH", "Plus de 10\u202f000\u00a0€ par an"


class Depth(models.TextChoices):
    SPOTTED = "SPOTTED", "Repérée"
    DOCUMENTED = "DOCUMENTED", "Documentée"
    ASSESSED = "ASSESSED", "Expertisée"
