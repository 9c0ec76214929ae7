"""An application: who writes it, every word that was saved, what was sent, and the Département's support.

What is typed is a log (`Revision`), never rewritten: two co-authors on one field lose nothing, and what changed between two
sendings can be shown. What a reviewer reads is a `Submission`, frozen.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.calls.models.call import Call, LateCode
from maillage.territories.models import Territory


class ApplicationState(models.TextChoices):
    DRAFT = "DRAFT", "En cours d’écriture"
    SUBMITTED = "SUBMITTED", "Déposée"
    CORRECTING = "CORRECTING", "Correction demandée"
    WITHDRAWN = "WITHDRAWN", "Retirée"


class Application(models.Model):
    """A territory that asks to take part."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name="appel")
    reference = models.UUIDField("référence", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nom du territoire", max_length=120)
    department = models.CharField("département", max_length=3, blank=True)
    state = models.CharField("état", max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT)
    started_at = models.DateTimeField("commencée le", auto_now_add=True)
    submitted_at = models.DateTimeField("déposée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    shared_at = models.DateTimeField("montrée au Département le", null=True, blank=True)
    late_code = models.OneToOneField(
        LateCode,
        models.PROTECT,
        related_name="application",
        verbose_name="code d’accès tardif",
        null=True,
        blank=True,
    )
    territory = models.OneToOneField(
        Territory,
        models.PROTECT,
        related_name="application",
        verbose_name="territoire ouvert",
        null=True,
        blank=True,
    )
    correction_asked = models.TextField("correction demandée", blank=True)
    correction_until = models.DateTimeField("à corriger avant le", null=True, blank=True)

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="DRAFT") | Q(state="WITHDRAWN") | Q(submitted_at__isnull=False),
                name="application_sent_has_a_date",
                violation_error_message="Une candidature déposée a une date de dépôt.",
            ),
            models.CheckConstraint(
                condition=Q(state="WITHDRAWN", withdrawn_at__isnull=False)
                | (~Q(state="WITHDRAWN") & Q(withdrawn_at__isnull=True)),
                name="application_withdrawn_has_a_date",
                violation_error_message="Une candidature retirée a une date de retrait.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    """Somebody who writes an application."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="authors", verbose_name="candidature"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="authored", verbose_name="compte"
    )
    organisation = models.CharField("structure", max_length=120, blank=True)
    added_at = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "personne qui écrit la candidature"
        verbose_name_plural = "personnes qui écrivent la candidature"
        ordering = ("added_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "user"],
                name="author_once",
                violation_error_message="Cette personne écrit déjà la candidature.",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class Revision(models.Model):
    """One answer as it was saved once. The latest of a question is what it says now.

    `over` is the revision its author had before their eyes: when it is not the latest, two people wrote at once.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="revisions", verbose_name="candidature"
    )
    question = models.SlugField("question", max_length=40)
    value = models.JSONField("réponse", null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    over = models.ForeignKey(
        "self", models.CASCADE, related_name="+", verbose_name="à la place de", null=True, blank=True
    )
    saved_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "version d’une réponse"
        verbose_name_plural = "versions des réponses"
        ordering = ("pk",)
        indexes: ClassVar = [models.Index(fields=["application", "question", "-id"], name="revision_latest")]

    def __str__(self) -> str:
        return f"{self.question} ({self.saved_at:%d/%m %H:%M})"


class Submission(models.Model):
    """An application as it was sent, once; corrected, it is sent again."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="submissions", verbose_name="candidature"
    )
    number = models.PositiveSmallIntegerField("numéro")
    answers = models.JSONField("réponses")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="déposée par"
    )
    submitted_at = models.DateTimeField("déposée le")

    class Meta:
        verbose_name = "dépôt"
        verbose_name_plural = "dépôts"
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "number"],
                name="submission_once",
                violation_error_message="Ce dépôt existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.number})"


class Attachment(models.Model):
    """A file of an application. Taken away, it stays until the purge: a reviewer may have read it."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="attachments", verbose_name="candidature"
    )
    question = models.SlugField("question", max_length=40)
    file = models.FileField("fichier", upload_to="candidatures", max_length=200)
    name = models.CharField("nom du fichier", max_length=120)
    kind = models.CharField("format", max_length=8)
    size = models.PositiveIntegerField("taille (octets)")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="ajouté par",
        null=True,
        blank=True,
    )
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.name


class SupportState(models.TextChoices):
    ASKED = "ASKED", "Demandé"
    GIVEN = "GIVEN", "Donné"
    DECLINED = "DECLINED", "Pas donné"


class Support(models.Model):
    """What the Département says of an application: by a link, or by its letter."""

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="support", verbose_name="candidature"
    )
    email = models.EmailField("adresse écrite", blank=True)
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True, null=True, blank=True)
    state = models.CharField("état", max_length=8, choices=SupportState, default=SupportState.ASKED)
    letter = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", verbose_name="lettre", null=True, blank=True
    )
    signatory = models.CharField("fonction de la personne qui s’engage", max_length=160, blank=True)
    comment = models.TextField("précision", blank=True)
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "soutien du Département"
        verbose_name_plural = "soutiens des Départements"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="ASKED", answered_at__isnull=True)
                | (~Q(state="ASKED") & Q(answered_at__isnull=False)),
                name="support_answered_has_a_date",
                violation_error_message="Une réponse a une date.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} : {self.get_state_display()}"
