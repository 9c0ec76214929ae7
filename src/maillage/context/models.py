"""What actors offer, for which ages and at which level of prevention; and the words of a territory for these levels."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from maillage.context.codes import Band, Level
from maillage.territories.models import Actor, Territory
from maillage.territories.validators import refuse_person_name


class Action(models.Model):
    """Something that one or several actors offer: a place, a service, a moment. Never what is done for somebody."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="actions", verbose_name="territoire"
    )
    label = models.CharField("action", max_length=120, validators=[refuse_person_name])
    actors = models.ManyToManyField(Actor, blank=True, related_name="actions", verbose_name="portée par")
    bands = models.JSONField("âges", default=list)
    levels = models.JSONField("niveaux de prévention", default=list)
    note = models.CharField("précision", max_length=200, blank=True)

    class Meta:
        verbose_name = "action"
        verbose_name_plural = "actions"
        ordering = ("label", "pk")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Ages and levels are known ones, at least one of each."""
        for name, codes in (("bands", Band.values), ("levels", Level.values)):
            said = getattr(self, name)
            if not said or not set(said) <= set(codes):
                raise ValidationError({name: "Choisissez au moins une case de la liste."})


class LevelName(models.Model):
    """What a territory calls a level of prevention. The code stays: readings are compared from one territory to another."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="level_names", verbose_name="territoire"
    )
    level = models.CharField("niveau", max_length=20, choices=Level)
    label = models.CharField("nom choisi ici", max_length=60)

    class Meta:
        verbose_name = "nom d’un niveau"
        verbose_name_plural = "noms des niveaux"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["territory", "level"],
                name="level_name_once",
                violation_error_message="Ce niveau a déjà un nom ici.",
            )
        ]

    def __str__(self) -> str:
        return self.label
