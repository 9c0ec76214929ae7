"""A territory and its perimeter."""

from __future__ import annotations

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from maillage.programmes.models import Programme

DEPARTMENT_CODE = re.compile(r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[4-8])")


class Territory(models.Model):
    """A « cité éducative » taking part in the programme."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="territories", verbose_name="programme"
    )
    name = models.CharField("nom", max_length=120)
    slug = models.SlugField("adresse", max_length=60, unique=True)
    department = models.CharField(
        "département", max_length=3, help_text="Code à deux ou trois caractères, par exemple 93, 2A ou 974."
    )
    joined_on = models.DateField("entrée dans le programme")

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.department and not DEPARTMENT_CODE.fullmatch(self.department):
            raise ValidationError(
                {"department": "Ce code de département n’existe pas. Écrivez par exemple 93, 2A ou 974."}
            )


class AreaKind(models.TextChoices):
    COMMUNE = "COMMUNE", "Commune"
    QPV = "QPV", "Quartier prioritaire (QPV)"


class Area(models.Model):
    """A commune or a priority neighbourhood of the perimeter, with dates: perimeters change."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="areas", verbose_name="territoire")
    kind = models.CharField("nature", max_length=10, choices=AreaKind)
    code = models.CharField("code officiel", max_length=12)
    name = models.CharField("nom", max_length=120)
    starts_on = models.DateField("depuis le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "élément du périmètre"
        verbose_name_plural = "périmètre"
        ordering = ("kind", "name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["territory", "code"],
                name="area_once",
                violation_error_message="Ce code est déjà dans le périmètre.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="area_dates",
                violation_error_message="La date de fin vient après la date de début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
