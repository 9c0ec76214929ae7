"""The research-action itself: who carries it, in which phases, with how many places.

The accompanying body is a role (« tiers facilitateur »), never a hard-coded organisation: its name and
notices are data of the programme.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Programme(models.Model):
    """A research-action offered to several territories."""

    name = models.CharField("nom", max_length=160)
    slug = models.SlugField("adresse", max_length=60, unique=True)
    summary = models.TextField("présentation", blank=True)
    facilitator_name = models.CharField(
        "tiers facilitateur", max_length=160, help_text="L’organisme qui accompagne les territoires."
    )
    facilitator_contact = models.EmailField("adresse de contact", blank=True)
    legal_notice = models.TextField("mentions légales", blank=True)
    places = models.PositiveSmallIntegerField("places ouvertes aux territoires", default=10)
    starts_on = models.DateField("début")

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"
        ordering = ("-starts_on", "pk")

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """An institution that supports the programme."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="partners", verbose_name="programme"
    )
    name = models.CharField("nom", max_length=160)
    contribution = models.CharField("apport", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="partner_once",
                violation_error_message="Ce partenaire est déjà dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A step of the programme. Phases are data: labels and months change without code."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="phases", verbose_name="programme")
    code = models.SlugField("code", max_length=40)
    label = models.CharField("intitulé", max_length=120)
    content = models.TextField("contenu", blank=True)
    output = models.CharField("ce qui en sort", max_length=200, blank=True)
    start_month = models.PositiveSmallIntegerField("du mois", default=0)
    end_month = models.PositiveSmallIntegerField("au mois")

    class Meta:
        verbose_name = "étape"
        verbose_name_plural = "étapes"
        ordering = ("start_month", "end_month", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="phase_code_once",
                violation_error_message="Ce code est déjà pris.",
            ),
            models.CheckConstraint(
                condition=Q(end_month__gt=F("start_month")),
                name="phase_months_in_order",
                violation_error_message="La fin d’une étape vient après son début.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ProgrammeRoleKind(models.TextChoices):
    FACILITATOR = "FACILITATOR", "Tiers facilitateur"
    NATIONAL = "NATIONAL", "Coordination nationale"


class ProgrammeRole(models.Model):
    """A role on the whole programme, with its dates. Several holders at once; history is kept."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="roles", verbose_name="programme")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="programme_roles", verbose_name="compte"
    )
    kind = models.CharField("rôle", max_length=20, choices=ProgrammeRoleKind)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "rôle dans le programme"
        verbose_name_plural = "rôles dans le programme"
        ordering = ("kind", "starts_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programme_role_dates",
                violation_error_message="La fin d’un rôle vient après son début.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.user}"


class HeldTextState(models.TextChoices):
    PENDING = "PENDING", "En attente de décision"
    TRANSMITTED = "TRANSMITTED", "Transmis à la CRIP ou au 119"
    NO_DANGER = "NO_DANGER", "Pas de danger, effacé"
    FALSE_ALARM = "FALSE_ALARM", "Fausse alerte, rendu"


class HeldText(models.Model):
    """A text that may speak of somebody's child, kept apart until a facilitator has decided.

    Nobody else sees it. Where it came from is a sentence without a name; what was written is sealed, then erased:
    only the decision stays.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="held_texts", verbose_name="programme"
    )
    origin = models.CharField("d’où il vient", max_length=200)
    rules = models.JSONField("pourquoi il est retenu", default=list, blank=True)
    sealed = models.BinaryField("texte scellé", blank=True)
    digest = models.CharField("empreinte", max_length=64, blank=True)
    on_release = models.CharField("comment le rendre", max_length=160, blank=True)
    release_with = models.JSONField("où le rendre", default=dict, blank=True)
    state = models.CharField("décision", max_length=16, choices=HeldTextState, default=HeldTextState.PENDING)
    held_at = models.DateTimeField("retenu le", auto_now_add=True)
    escalated_at = models.DateTimeField("rappelé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="décidé par",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)

    class Meta:
        verbose_name = "texte retenu"
        verbose_name_plural = "textes retenus"
        ordering = ("-held_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="PENDING", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="PENDING") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="held_text_decided_by_somebody",
                violation_error_message="Une décision a un auteur et une date.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | ~Q(state="PENDING"),
                name="held_text_decided_before_erased",
                violation_error_message="On décide avant d’effacer.",
            ),
        ]

    def __str__(self) -> str:
        return self.origin

    @property
    def waits(self) -> bool:
        return self.state == HeldTextState.PENDING
