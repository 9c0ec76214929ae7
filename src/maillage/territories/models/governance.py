"""Who may do what, between two dates, and the bodies where it is discussed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.territories.models.actor import Actor
from maillage.territories.models.territory import Territory


class RoleKind(models.TextChoices):
    PILOT = "PILOT", "Pilote du territoire"
    DEPARTMENT = "DEPARTMENT", "Personne référente du Département"
    CONTRIBUTOR = "CONTRIBUTOR", "Personne contributrice"
    CLUB = "CLUB", "Membre du Club"


class Role(models.Model):
    """A role on one territory, with its dates. Several holders at once; history is kept."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="roles", verbose_name="territoire")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="territory_roles", verbose_name="compte"
    )
    kind = models.CharField("rôle", max_length=15, choices=RoleKind)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "rôle"
        verbose_name_plural = "rôles"
        ordering = ("kind", "starts_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_dates",
                violation_error_message="La fin d’un rôle vient après son début.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.user}"


class Body(models.Model):
    """An instance of any form: the shape of governance is data."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="bodies", verbose_name="territoire")
    name = models.CharField("nom", max_length=120)
    form = models.CharField(
        "forme",
        max_length=80,
        blank=True,
        help_text="Comité de pilotage, comité technique, groupe de travail…",
    )
    purpose = models.TextField("rôle de l’instance", blank=True)

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An actor sits in a body, between two dates; `starts_on` is empty when nobody knows. History is kept."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="memberships", verbose_name="instance")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="memberships", verbose_name="acteur")
    starts_on = models.DateField("depuis le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "siège dans une instance"
        verbose_name_plural = "sièges dans les instances"
        ordering = ("body", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="membership_dates",
                violation_error_message="La date de fin vient après la date de début.",
            ),
            models.UniqueConstraint(
                fields=["body", "actor"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once",
                violation_error_message="Cet acteur siège déjà dans cette instance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.body}"


class Handover(models.Model):
    """A role that one person passed to another: what the first left in writing, so that what they knew stays."""

    before = models.OneToOneField(Role, models.CASCADE, related_name="handed_over", verbose_name="rôle passé")
    after = models.OneToOneField(Role, models.CASCADE, related_name="taken_over", verbose_name="rôle repris")
    note = models.TextField("qui sait quoi", blank=True, max_length=4000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="noté par",
    )
    made_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "passation"
        verbose_name_plural = "passations"
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.before.user} → {self.after.user}"
