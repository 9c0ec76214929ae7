"""Diagnoses and findings. A page never computes: it reads what was kept here."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from maillage.surveys.models import Wave
from maillage.territories.models import Territory


class DiagnosisState(models.TextChoices):
    WAITING = "WAITING", "En attente"
    RUNNING = "RUNNING", "Calcul en cours"
    READY = "READY", "Prêt à relire"
    PUBLISHED = "PUBLISHED", "Publié"
    FAILED = "FAILED", "Calcul interrompu"


class Diagnosis(models.Model):
    """The figures of one wave, computed once on a frozen snapshot, compared with an earlier wave when there is one."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="diagnoses", verbose_name="territoire"
    )
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="diagnoses", verbose_name="vague")
    previous_wave = models.ForeignKey(
        Wave, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vague précédente"
    )
    state = models.CharField("état", max_length=10, choices=DiagnosisState, default=DiagnosisState.WAITING)
    progress = models.PositiveSmallIntegerField("avancement (%)", default=0)
    progress_label = models.CharField("étape en cours", max_length=120, blank=True)
    message = models.CharField("message", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    seed = models.PositiveIntegerField("graine", default=2021)
    replicates = models.PositiveIntegerField("tirages", default=1000)
    snapshot = models.JSONField("instantané", default=dict, help_text="Acteurs et liens au moment du calcul.")
    input_hash = models.CharField("empreinte des données", max_length=64, blank=True)
    package_version = models.CharField("version du calcul", max_length=40, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="demandé par"
    )
    requested_at = models.DateTimeField("demandé le", auto_now_add=True)
    computed_at = models.DateTimeField("calculé le", null=True, blank=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)

    class Meta:
        verbose_name = "diagnostic"
        verbose_name_plural = "diagnostics"
        ordering = ("-requested_at", "-pk")

    def __str__(self) -> str:
        return f"Diagnostic : {self.wave}"


class Finding(models.Model):
    """One figure of a diagnosis: JSON of the result, with what is needed to recompute it."""

    diagnosis = models.ForeignKey(
        Diagnosis, models.CASCADE, related_name="findings", verbose_name="diagnostic"
    )
    key = models.CharField("mesure", max_length=40)
    version = models.PositiveSmallIntegerField("version de la mesure")
    scope = models.CharField(
        "portée", max_length=10, default="wave", help_text="wave : la vague ; change : entre deux vagues."
    )
    value = models.JSONField("valeur")
    n_answered = models.PositiveIntegerField("réponses")
    withheld = models.CharField("raison de ne pas montrer", max_length=300, blank=True)

    class Meta:
        verbose_name = "constat"
        verbose_name_plural = "constats"
        ordering = ("key", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["diagnosis", "scope", "key"],
                name="finding_once",
                violation_error_message="Ce constat existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Audience(models.TextChoices):
    TERRITORY = "TERRITORY", "Le territoire"
    PUBLIC = "PUBLIC", "Tout le monde"


class Release(models.Model):
    """Figures that were shown, to whom and when. Never rewritten: what was seen cannot be unseen."""

    diagnosis = models.ForeignKey(
        Diagnosis, models.CASCADE, related_name="releases", verbose_name="diagnostic"
    )
    audience = models.CharField("montré à", max_length=9, choices=Audience)
    released_at = models.DateTimeField("montré le")
    figures = models.JSONField("chiffres", default=dict, help_text="Chaque mesure montrée et sa version.")
    prints = models.JSONField(
        "empreintes", default=dict, help_text="De quoi voir qu’une réponse a changé, sans la lire."
    )

    class Meta:
        verbose_name = "diffusion"
        verbose_name_plural = "diffusions"
        ordering = ("-released_at", "-pk")

    def __str__(self) -> str:
        return f"{self.diagnosis} — {self.get_audience_display()}"
