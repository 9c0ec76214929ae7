"""Actors: a node of the network is an organisation, a service, a function or a collective, never a natural person."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from maillage.territories.codes import ACTOR_TYPES, Sector, actor_type_choices
from maillage.territories.models.territory import Territory
from maillage.territories.validators import refuse_person_name


class ActorKind(models.TextChoices):
    ORGANISATION = "ORGANISATION", "Structure"
    SERVICE = "SERVICE", "Service"
    FUNCTION = "FUNCTION", "Fonction"
    COLLECTIVE = "COLLECTIVE", "Collectif"


class ActorStatus(models.TextChoices):
    PROPOSED = "PROPOSED", "Proposé"
    VALIDATED = "VALIDATED", "Validé"
    ARCHIVED = "ARCHIVED", "Archivé"


class Actor(models.Model):
    """An organisation, a service, a function or a collective that counts in the territory."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="actors", verbose_name="territoire")
    name = models.CharField(
        "nom",
        max_length=120,
        help_text="Le nom d’une structure, d’un service ou d’un collectif, jamais celui d’une personne.",
    )
    kind = models.CharField("nature", max_length=15, choices=ActorKind, default=ActorKind.ORGANISATION)
    sector = models.CharField("secteur", max_length=30, choices=Sector)
    actor_type = models.CharField("type", max_length=40, choices=actor_type_choices, blank=True)
    status = models.CharField("état", max_length=10, choices=ActorStatus, default=ActorStatus.PROPOSED)
    objects_to_naming = models.BooleanField(
        "ne souhaite pas être nommé",
        default=False,
        help_text="L’acteur apparaît alors sans son nom, et jamais dans un classement.",
    )
    external_code = models.CharField(
        "code extérieur", max_length=40, blank=True, help_text="UAI, SIRET ou code d’un autre outil."
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="fusionné dans"
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        verbose_name = "acteur"
        verbose_name_plural = "acteurs"
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.functions.Lower("name"),
                "territory",
                condition=~Q(status="ARCHIVED"),
                name="actor_name_once",
                violation_error_message="Un acteur de ce nom existe déjà sur ce territoire.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="ARCHIVED"),
                name="actor_merged_is_archived",
                violation_error_message="Un acteur fusionné est archivé.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            refuse_person_name(self.name)
        except ValidationError as error:
            raise ValidationError({"name": error}) from error
        if self.actor_type in ACTOR_TYPES and self.sector and ACTOR_TYPES[self.actor_type][0] != self.sector:
            sector = ACTOR_TYPES[self.actor_type][0].label
            raise ValidationError(
                {
                    "actor_type": f"Ce type appartient au secteur «\u00a0{sector}\u00a0»\u00a0: changez le type ou le secteur."
                }
            )

    @property
    def public_name(self) -> str:
        """The name shown to others: an actor may object to being named."""
        return "Acteur non nommé" if self.objects_to_naming else self.name


class Telling(models.Model):
    """A listed actor was told so, and what it asked to change on its card: kept apart until a manager decides."""

    class Way(models.TextChoices):
        MAIL = "MAIL", "Par courriel"
        LETTER = "LETTER", "Par lettre"

    actor = models.OneToOneField(Actor, models.CASCADE, related_name="telling", verbose_name="acteur")
    way = models.CharField("comment", max_length=6, choices=Way)
    told_at = models.DateTimeField("prévenu le")
    asked_name = models.CharField("nom demandé", max_length=120, blank=True)
    asked_sector = models.CharField("secteur demandé", max_length=30, choices=Sector, blank=True)
    asked_email = models.EmailField("adresse demandée", blank=True)
    asked_at = models.DateTimeField("correction demandée le", null=True, blank=True)

    class Meta:
        verbose_name = "information d’un acteur"
        verbose_name_plural = "informations des acteurs"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.actor} ({self.get_way_display()})"

    def clean(self) -> None:
        try:
            refuse_person_name(self.asked_name)
        except ValidationError as error:
            raise ValidationError({"asked_name": error}) from error
