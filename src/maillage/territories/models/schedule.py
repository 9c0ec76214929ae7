"""The calendar of a territory: its own phases and its own milestones. Nothing here names anybody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from maillage.territories.models.territory import Territory


class LocalPhase(models.Model):
    """A step as the territory lives it. A territory without any follows the calendar of the programme."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="local_phases", verbose_name="territoire"
    )
    label = models.CharField("intitulé", max_length=120)
    content = models.TextField("contenu", blank=True)
    output = models.CharField("ce qui en sort", max_length=200, blank=True)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta:
        verbose_name = "étape du territoire"
        verbose_name_plural = "étapes des territoires"
        ordering = ("starts_on", "ends_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="local_phase_dates",
                violation_error_message="La fin d’une étape vient après son début.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class LocalMilestone(models.Model):
    """A day that counts: a launch, a vote, a return to the families."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="local_milestones", verbose_name="territoire"
    )
    label = models.CharField("jalon", max_length=120)
    due_on = models.DateField("prévu le")
    done_on = models.DateField("fait le", null=True, blank=True, help_text="À remplir le jour où c’est fait.")

    class Meta:
        verbose_name = "jalon du territoire"
        verbose_name_plural = "jalons des territoires"
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.label
