"""Giving the diagnosis back before it is published: the pilots' mirror, then everybody who answered or is named."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.sharing.models.shared import SharedDiagnosis
from maillage.territories.models import Actor


class Mirror(models.Model):
    """The time when each pilot institution writes its reading alone, before they see one another's."""

    shared = models.OneToOneField(
        SharedDiagnosis, models.CASCADE, related_name="mirror", verbose_name="diagnostic partagé"
    )
    opened_at = models.DateTimeField("ouvert le")
    until = models.DateTimeField("lectures attendues jusqu’au")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="ouvert par"
    )

    class Meta:
        verbose_name = "miroir"
        verbose_name_plural = "miroirs"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")),
                name="mirror_dates",
                violation_error_message="La fin des lectures vient après leur ouverture.",
            )
        ]

    def __str__(self) -> str:
        return f"Miroir de {self.shared}"


class Institution(models.Model):
    """An institution that signs the diagnosis. How many there are, and which, is data: some territories have six pilots."""

    shared = models.ForeignKey(
        SharedDiagnosis, models.CASCADE, related_name="institutions", verbose_name="diagnostic partagé"
    )
    name = models.CharField("nom", max_length=120)
    actor = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="acteur de la liste"
    )
    reads_first = models.BooleanField(
        "écrit sa lecture d’abord",
        default=False,
        help_text="La préfecture, l’Éducation nationale et la ville, ou qui pilote chez vous.",
    )
    email = models.EmailField("adresse électronique", blank=True, help_text="Où envoyer le lien de lecture.")
    seed = models.UUIDField("graine du lien", default=uuid.uuid4, editable=False)
    token_digest = models.CharField("empreinte du lien", max_length=64, blank=True, db_index=True)
    joins = models.BooleanField("joint sa lecture au diagnostic", default=False)

    class Meta:
        verbose_name = "institution"
        verbose_name_plural = "institutions"
        ordering = ("-reads_first", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shared", "name"],
                name="institution_name_once",
                violation_error_message="Cette institution est déjà dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PilotReading(models.Model):
    """What one institution reads in the diagnosis. A log: the last one counts, the others are kept. Empty: held apart."""

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="readings", verbose_name="institution"
    )
    text = models.TextField("lecture", blank=True)
    written_at = models.DateTimeField("écrite le")

    class Meta:
        verbose_name = "lecture"
        verbose_name_plural = "lectures"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.institution}, le {self.written_at:%d/%m/%Y}"


class Reader(models.Model):
    """An actor to whom the preview is given, with a link of its own of which only a digest is kept."""

    class Way(models.TextChoices):
        MAIL = "MAIL", "Par courriel"
        LETTER = "LETTER", "Par lettre"

    shared = models.ForeignKey(
        SharedDiagnosis, models.CASCADE, related_name="readers", verbose_name="diagnostic partagé"
    )
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+", verbose_name="acteur")
    way = models.CharField("comment", max_length=6, choices=Way)
    seed = models.UUIDField("graine du lien", default=uuid.uuid4, editable=False)
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    naming = models.BooleanField("accepte d’être nommé sur la carte", null=True)
    naming_at = models.DateTimeField("accord donné le", null=True, blank=True)
    created_at = models.DateTimeField("lien créé le")

    class Meta:
        verbose_name = "destinataire"
        verbose_name_plural = "destinataires"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shared", "actor"],
                name="reader_once",
                violation_error_message="Cet acteur a déjà son lien de relecture.",
            )
        ]

    def __str__(self) -> str:
        return f"Lien de {self.actor}"


class ReactionKind(models.TextChoices):
    COMMENT = "COMMENT", "Commentaire"
    CONTEST = "CONTEST", "Contestation"


class Outcome(models.TextChoices):
    CORRECTED = "CORRECTED", "Corrigé"
    KEPT = "KEPT", "Gardé, avec le désaccord écrit"
    REMOVED = "REMOVED", "Retiré"


class Reaction(models.Model):
    """What a reader says of one item. A contest freezes its item until the pilots have answered. Empty: held apart."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="reactions", verbose_name="destinataire")
    kind = models.CharField("nature", max_length=7, choices=ReactionKind)
    section = models.CharField("partie", max_length=60)
    item = models.CharField("passage", max_length=16)
    excerpt = models.CharField("début du passage", max_length=200)
    text = models.TextField("texte", blank=True)
    written_at = models.DateTimeField("écrit le")
    outcome = models.CharField("décision", max_length=9, choices=Outcome, blank=True)
    answer = models.TextField("réponse", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="répondu par",
    )
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "réaction"
        verbose_name_plural = "réactions"
        ordering = ("written_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reader", "item"],
                condition=Q(kind="CONTEST", outcome=""),
                name="contest_open_once",
                violation_error_message="Vous contestez déjà ce passage\u00a0: il est en discussion.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(kind="CONTEST", answered_at__isnull=False),
                name="contest_answered_with_date",
                violation_error_message="Une décision porte sur une contestation, et a sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.excerpt}"

    @property
    def is_open(self) -> bool:
        """A contest that waits for the pilots."""
        return self.kind == ReactionKind.CONTEST and not self.outcome
