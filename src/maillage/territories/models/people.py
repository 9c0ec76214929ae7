"""Adults who take part, and the structures they speak for."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from maillage.territories.codes import EngagementNature
from maillage.territories.models.actor import Actor
from maillage.territories.models.territory import Territory


class Person(models.Model):
    """An adult who takes part. Never a node of the network."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="people", verbose_name="territoire")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="compte",
    )
    name = models.CharField("prénom et nom", max_length=120)
    email = models.EmailField("adresse électronique", blank=True)
    natures = models.JSONField(
        "à quel titre", default=list, help_text="Une ou plusieurs natures d’engagement."
    )

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["territory", "email"],
                condition=~Q(email=""),
                name="person_email_once",
                violation_error_message="Cette adresse est déjà dans l’annuaire du territoire.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not isinstance(self.natures, list) or any(
            nature not in EngagementNature.values for nature in self.natures
        ):
            raise ValidationError({"natures": "Choisissez des natures d’engagement dans la liste."})

    @property
    def nature_labels(self) -> list[str]:
        """French labels of the natures of engagement."""
        return [EngagementNature(code).label for code in self.natures]


class Affiliation(models.Model):
    """A person speaks for an actor, in a function, between two dates."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations", verbose_name="personne")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="affiliations", verbose_name="acteur")
    job_function = models.CharField("fonction", max_length=120, blank=True)
    starts_on = models.DateField("depuis le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.person} — {self.actor}"

    def clean(self) -> None:
        if self.person_id and self.actor_id and self.person.territory_id != self.actor.territory_id:
            raise ValidationError({"actor": "Choisissez un acteur du territoire de cette personne."})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "La date de fin vient après la date de début."})
