"""Waves, who is asked, the sheets they fill, and the answers that the analysis reads.

An answer passes through three tables, each for one promise. `Entry` is the log of every screen saved: nothing there is
ever overwritten, so that nothing acknowledged is lost. `Sheet` is what one respondent fills, once. `Answer` is what
was sent, one value a question. Answers imported from a file have neither sheet nor entry.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.statements.models import Conversation
from maillage.territories.models import Actor, Person, Territory

GRACE: Final = timedelta(hours=24)  # a sheet begun before the closing may still be sent (trust.md REL-07)


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
    questionnaire = models.CharField("questionnaire", max_length=40, blank=True)
    questionnaire_version = models.PositiveSmallIntegerField("version du questionnaire", default=0)
    blocks = models.JSONField("questions ajoutées", default=list, blank=True)
    languages = models.JSONField("langues", default=list, blank=True)
    notice_version = models.CharField("version de l’information", max_length=20, blank=True)
    opened_at = models.DateTimeField("ouverte à", null=True, blank=True)
    closes_at = models.DateTimeField("fermeture prévue", null=True, blank=True)
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, blank=True, related_name="waves", verbose_name="conversation"
    )

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

    @property
    def is_open(self) -> bool:
        """Whether answers may begin now."""
        return self.opened_at is not None and (self.closes_at is None or timezone.now() <= self.closes_at)


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
    question = models.CharField("question", max_length=40)
    kind = models.CharField("nature de question", max_length=30)
    value = models.JSONField("réponse")
    received_at = models.DateTimeField("reçue le", auto_now_add=True)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation", "question"],
                name="answer_once",
                violation_error_message="Cette question a déjà sa réponse.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation} — {self.question}"


class Invitation(models.Model):
    """What lets one answer for an actor: a personal link and a code to type, of which only digests are kept.

    Another one replaces it when somebody else takes over; the sheet stays with the actor, and loses nothing.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="invitations", verbose_name="participation"
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name="destinataire",
    )
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    code_digest = models.CharField("empreinte du code", max_length=64, unique=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(revoked_at__isnull=True),
                name="invitation_one_alive",
                violation_error_message="Cet acteur a déjà une invitation en cours.",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation de {self.participation}"


class OpenLink(models.Model):
    """A link or QR code for whoever lives there: not personal, and never counted with the actors' answers."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="open_links", verbose_name="vague")
    questionnaire = models.CharField("questionnaire", max_length=40)
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "lien collectif"
        verbose_name_plural = "liens collectifs"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Lien collectif de {self.wave}"


class Mode(models.TextChoices):
    ALONE = "ALONE", "En ligne"
    ASSISTED = "ASSISTED", "Avec une médiatrice ou un médiateur"
    PAPER = "PAPER", "Sur papier"


class Sheet(models.Model):
    """What one respondent fills: an actor of the roster, or somebody who lives there (no participation).

    No name, no address, no machine: what is known of a respondent is in the directory, or nowhere.
    """

    public_id = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="sheets", verbose_name="vague")
    participation = models.OneToOneField(
        Participation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sheet",
        verbose_name="participation",
    )
    questionnaire = models.CharField("questionnaire", max_length=40)
    questionnaire_version = models.PositiveSmallIntegerField("version du questionnaire")
    notice_version = models.CharField("version de l’information", max_length=20)
    path = models.CharField("parcours", max_length=5, default="short")
    language = models.CharField("langue", max_length=5, default="fr")
    mode = models.CharField("mode de réponse", max_length=8, choices=Mode, default=Mode.ALONE)
    started_at = models.DateTimeField("commencée le")
    submitted_at = models.DateTimeField("envoyée le", null=True, blank=True)
    late = models.BooleanField("envoyée après la fermeture", default=False)
    aside = models.BooleanField("mise de côté", default=False)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    receipt_digest = models.CharField("empreinte du reçu", max_length=64, blank=True)

    class Meta:
        verbose_name = "feuille"
        verbose_name_plural = "feuilles"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, receipt_digest="")
                | (Q(submitted_at__isnull=False) & ~Q(receipt_digest="")),
                name="sheet_receipt_when_sent",
                violation_error_message="Une feuille envoyée a un reçu, et elle seule.",
            ),
            models.UniqueConstraint(
                fields=["receipt_digest"],
                condition=~Q(receipt_digest=""),
                name="sheet_receipt_once",
                violation_error_message="Ce reçu existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"Feuille {self.public_id}"


class Entry(models.Model):
    """One screen, saved. The current value of a question is that of its last revision; the others are kept."""

    # Without an index of its own: that of `entry_revision_once` begins with it.
    sheet = models.ForeignKey(
        Sheet, models.CASCADE, related_name="entries", verbose_name="feuille", db_index=False
    )
    question = models.CharField("question", max_length=40)
    revision = models.PositiveIntegerField("révision")
    value = models.JSONField("valeur")
    key = models.UUIDField("clé d’envoi", unique=True)
    device = models.CharField("appareil", max_length=12, blank=True)
    saved_at = models.DateTimeField("enregistrée le")

    class Meta:
        verbose_name = "saisie"
        verbose_name_plural = "saisies"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "question", "revision"],
                name="entry_revision_once",
                violation_error_message="Cette révision existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} — {self.question} ({self.revision})"
