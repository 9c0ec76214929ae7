"""A diagnosis that its people write, discuss and sign together."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.diagnosis.models import Diagnosis
from maillage.surveys.models import Wave
from maillage.territories.models import Territory


class Step(models.TextChoices):
    WRITING = "WRITING", "En écriture"
    MIRROR = "MIRROR", "Lu par la troïka"
    PREVIEW = "PREVIEW", "En relecture"
    VALIDATION = "VALIDATION", "En validation"
    PUBLISHED = "PUBLISHED", "Publié"


class SharedDiagnosis(models.Model):
    """What a territory says of one wave: its figures, which may be computed again, and its own words, which stay."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="shared_diagnoses", verbose_name="territoire"
    )
    wave = models.OneToOneField(Wave, models.PROTECT, related_name="shared_diagnosis", verbose_name="vague")
    diagnosis = models.ForeignKey(Diagnosis, models.PROTECT, related_name="shared", verbose_name="calcul")
    step = models.CharField("étape", max_length=10, choices=Step, default=Step.WRITING)
    question = models.TextField("question posée", blank=True)
    method_agreed_on = models.DateField("méthode validée le", null=True, blank=True)
    method_agreed_by = models.CharField("méthode validée par", max_length=120, blank=True)
    preview_from = models.DateTimeField("relecture ouverte le", null=True, blank=True)
    preview_until = models.DateTimeField("relecture jusqu’au", null=True, blank=True)
    update_due_on = models.DateField("à mettre à jour avant le", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ouvert par",
    )
    created_at = models.DateTimeField("ouvert le", auto_now_add=True)

    class Meta:
        verbose_name = "diagnostic partagé"
        verbose_name_plural = "diagnostics partagés"
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(preview_until__isnull=True) | Q(preview_until__gt=F("preview_from")),
                name="shared_preview_dates",
                violation_error_message="La relecture finit après son ouverture.",
            )
        ]

    def __str__(self) -> str:
        return f"Diagnostic partagé\u00a0: {self.wave}"
