"""Waves and answers. In this version answers come from files collected elsewhere; collection comes next."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from maillage.territories.models import Actor, Territory


class Wave(models.Model):
    """One measure of cooperation in a territory, at one time."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="waves", verbose_name="territoire")
    number = models.PositiveSmallIntegerField("numéro")
    directed = models.BooleanField(
        "liens avec un sens", default=True, help_text="Faux quand les liens ont été recueillis sans sens."
    )
    label = models.CharField("intitulé", max_length=80)
    opened_on = models.DateField("ouverte le")
    closed_on = models.DateField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "vague"
        verbose_name_plural = "vagues"
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["territory", "number"],
                name="wave_number_once",
                violation_error_message="Une vague porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="wave_dates",
                violation_error_message="La clôture vient après l’ouverture.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Participation(models.Model):
    """An actor of the wave's roster, and whether it answered. The roster is frozen with the wave."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="roster", verbose_name="vague")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="participations", verbose_name="acteur")
    answered = models.BooleanField("a répondu", default=False)

    class Meta:
        verbose_name = "participation"
        verbose_name_plural = "participations"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["wave", "actor"],
                name="participation_once",
                violation_error_message="Cet acteur est déjà dans la vague.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor} — {self.wave}"


class Answer(models.Model):
    """What one actor answered to one question of a wave. `value` has the JSON shape of its kind (surveys/kinds)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="answers", verbose_name="participation"
    )
    kind = models.CharField("nature de question", max_length=30)
    value = models.JSONField("réponse")
    received_at = models.DateTimeField("reçue le", auto_now_add=True)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation", "kind"],
                name="answer_once",
                violation_error_message="Cette question a déjà sa réponse.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation} — {self.kind}"
