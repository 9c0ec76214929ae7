"""Who signs, with which reservations; and each version that was published, frozen."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.diagnosis.models import Audience
from maillage.sharing.models.restitution import Institution
from maillage.sharing.models.shared import SharedDiagnosis


class Verdict(models.TextChoices):
    VALIDATED = "VALIDATED", "Validé"
    RESERVED = "RESERVED", "Validé avec réserves"
    REFUSED = "REFUSED", "Non validé"


class Validation(models.Model):
    """What an institution decided about the diagnosis. A log: the last one counts, the others are kept."""

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="validations", verbose_name="institution"
    )
    verdict = models.CharField("décision", max_length=9, choices=Verdict)
    reservations = models.TextField("réserves ou raisons", blank=True)
    decided_on = models.DateField("décidé le")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="noté par"
    )
    recorded_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "validation"
        verbose_name_plural = "validations"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.institution}\u00a0: {self.get_verdict_display()}"


class Publication(models.Model):
    """One version, as it was read that day: blocks with their level. Archived, only its numbers stay."""

    shared = models.ForeignKey(
        SharedDiagnosis, models.CASCADE, related_name="publications", verbose_name="diagnostic partagé"
    )
    number = models.PositiveSmallIntegerField("version")
    audience = models.CharField("pour qui", max_length=9, choices=Audience)
    cover = models.JSONField("couverture", default=dict)
    content = models.JSONField("contenu", default=list)
    reason = models.CharField("ce qui change", max_length=300, blank=True)
    published_at = models.DateTimeField("publiée le")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="publiée par"
    )
    archived_at = models.DateTimeField("archivée le", null=True, blank=True)

    class Meta:
        verbose_name = "version publiée"
        verbose_name_plural = "versions publiées"
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shared", "number"],
                name="publication_number_once",
                violation_error_message="Cette version existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["shared"],
                condition=Q(archived_at__isnull=True),
                name="publication_one_current",
                violation_error_message="Une version est déjà en cours\u00a0: archivez-la d’abord.",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} de {self.shared}"
