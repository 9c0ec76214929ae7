"""Territories, their actors, people, dated roles and bodies.

A node of the network is an actor: an organisation, a service, a function or a collective, never a natural person.
No field here receives a child, a family, an address or a situation.
"""

from __future__ import annotations

import re
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from maillage.programmes.models import Programme
from maillage.territories.codes import ACTOR_TYPES, EngagementNature, Sector, actor_type_choices
from maillage.territories.validators import refuse_person_name

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
    members = models.ManyToManyField(Actor, blank=True, related_name="bodies", verbose_name="acteurs membres")

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
