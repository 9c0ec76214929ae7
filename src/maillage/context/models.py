"""What actors offer, for which ages and at which level of prevention; the words of a territory for these levels; and
official figures, as their producers publish them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from maillage.context.codes import Band, Geography, Level
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


class Vintage(models.Model):
    """A file of official figures that was loaded, for one year. One a dataset is read: the last that was accepted.

    Those before it keep their line, so that one knows what was read and when; their figures are gone.
    """

    dataset = models.CharField("jeu de données", max_length=30)
    label = models.CharField("millésime", max_length=40)
    digest = models.CharField("empreinte du fichier", max_length=64)
    is_current = models.BooleanField("en service", default=False)
    lines = models.PositiveIntegerField("lignes lues")
    places = models.PositiveIntegerField("lieux décrits")
    report = models.JSONField("compte rendu", default=dict)
    loaded_at = models.DateTimeField("chargé le", auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="chargé par"
    )

    class Meta:
        verbose_name = "millésime"
        verbose_name_plural = "millésimes"
        ordering = ("dataset", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset"],
                condition=Q(is_current=True),
                name="one_vintage_is_read",
                violation_error_message="Un millésime de ce jeu de données est déjà en service.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.label}"


class PlaceFigures(models.Model):
    """What a file says of one place: {indicator: number, or nothing when the file says that it is missing}."""

    vintage = models.ForeignKey(
        Vintage, models.CASCADE, related_name="figures", verbose_name="millésime", db_index=False
    )
    geography = models.CharField("géographie", max_length=10, choices=Geography)
    code = models.CharField("code officiel", max_length=12)
    commune = models.CharField("commune", max_length=5, blank=True, db_index=True)
    name = models.CharField("nom publié", max_length=160, blank=True)
    values = models.JSONField("chiffres", default=dict)

    class Meta:
        verbose_name = "chiffres d’un lieu"
        verbose_name_plural = "chiffres des lieux"
        ordering = ("code", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vintage", "geography", "code"],
                name="place_once_a_vintage",
                violation_error_message="Ce lieu est décrit deux fois.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
