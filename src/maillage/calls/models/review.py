"""The review: when one reads, with which grid, who reads which file, what keeps somebody away, and what is said.

A review is a log too (`ReviewRevision`): nothing that was saved is ever rewritten. A conflict is ended, never erased.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.calls.models.application import Application, Submission
from maillage.calls.models.call import Call


class PhaseKind(models.TextChoices):
    READING = "READING", "Lecture"
    DISCUSSION = "DISCUSSION", "Discussion"


class Others(models.TextChoices):
    NEVER = "NEVER", "jamais"
    AFTER_OWN = "AFTER_OWN", "après avoir rendu la sienne"
    ALWAYS = "ALWAYS", "toujours"


class ReviewPhase(models.Model):
    """A time of the review, with its rights. Between phases, nobody reads."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="review_phases", verbose_name="appel")
    label = models.CharField("nom de l’étape", max_length=80)
    kind = models.CharField("ce que l’on fait", max_length=10, choices=PhaseKind, default=PhaseKind.READING)
    starts_at = models.DateTimeField("commence le")
    ends_at = models.DateTimeField("finit le")
    all_files = models.BooleanField("chaque personne lit tous les dossiers", default=False)
    others = models.CharField(
        "voir les autres expertises", max_length=9, choices=Others, default=Others.AFTER_OWN
    )
    unsigned = models.BooleanField("sans le nom de qui les a écrites", default=True)
    anonymised = models.BooleanField("cacher ce qui dit qui candidate", default=False)

    class Meta:
        verbose_name = "étape de l’expertise"
        verbose_name_plural = "étapes de l’expertise"
        ordering = ("starts_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="review_phase_dates_in_order",
                violation_error_message="Une étape finit après avoir commencé.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def is_on(self, now: datetime | None = None) -> bool:
        return self.starts_at <= (now or timezone.now()) < self.ends_at


class Criterion(models.Model):
    """One line of the grid: what is looked at, its weight, its levels from the weakest to the strongest."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria", verbose_name="appel")
    key = models.SlugField("clé", max_length=40)
    label = models.CharField("critère", max_length=80)
    help = models.CharField("ce que l’on regarde", max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField("poids", default=1)
    levels = models.JSONField("niveaux", default=list)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "key"],
                name="criterion_once",
                violation_error_message="Ce critère est déjà dans la grille.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Reviewer(models.Model):
    """Somebody who reads applications for one call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="reviewers", verbose_name="appel")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviewing", verbose_name="compte"
    )
    organisation = models.CharField("structure", max_length=120, blank=True)
    departments = models.JSONField("départements où elle travaille", default=list, blank=True)
    since = models.DateTimeField("depuis le", auto_now_add=True)
    reminded_at = models.DateTimeField("rappel envoyé le", null=True, blank=True)
    left_at = models.DateTimeField("partie le", null=True, blank=True)

    class Meta:
        verbose_name = "personne experte"
        verbose_name_plural = "personnes expertes"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "user"],
                name="reviewer_once",
                violation_error_message="Cette personne lit déjà pour cet appel.",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class ConflictLevel(models.TextChoices):
    SOFT = "SOFT", "à signaler"
    HARD = "HARD", "récusation"


class ConflictSource(models.TextChoices):
    DETECTED = "DETECTED", "Trouvé par la plateforme"
    DECLARED = "DECLARED", "Déclaré par la personne"


class Conflict(models.Model):
    """A tie between a reviewer and a territory: a soft one is shown, a hard one keeps away. Ended, it stays written."""

    reviewer = models.ForeignKey(
        Reviewer, models.CASCADE, related_name="conflicts", verbose_name="personne experte"
    )
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="conflicts", verbose_name="candidature"
    )
    level = models.CharField("portée", max_length=4, choices=ConflictLevel)
    source = models.CharField("origine", max_length=8, choices=ConflictSource)
    reason = models.CharField("motif", max_length=300)
    declared_at = models.DateTimeField("depuis le", default=timezone.now)
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "conflit d’intérêts"
        verbose_name_plural = "conflits d’intérêts"
        ordering = ("declared_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reviewer", "application", "source", "level", "reason"],
                condition=Q(ended_at__isnull=True),
                name="conflict_once",
                violation_error_message="Ce conflit est déjà noté.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} / {self.application}"


class Assignment(models.Model):
    """One file given to one reviewer."""

    reviewer = models.ForeignKey(
        Reviewer, models.PROTECT, related_name="assignments", verbose_name="personne experte"
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="assignments", verbose_name="candidature"
    )
    automatic = models.BooleanField("attribuée par le calcul", default=False)
    assigned_at = models.DateTimeField("attribuée le", auto_now_add=True)

    class Meta:
        verbose_name = "attribution"
        verbose_name_plural = "attributions"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reviewer", "application"],
                name="assignment_once",
                violation_error_message="Ce dossier est déjà attribué à cette personne.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} → {self.reviewer}"


class ReviewState(models.TextChoices):
    DRAFT = "DRAFT", "Commencée"
    IN = "IN", "Rendue"


class Review(models.Model):
    """What one reviewer says of one file. scores: {criterion: value of a level, or null when one cannot say}."""

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="review", verbose_name="attribution"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="+", verbose_name="dépôt lu", null=True, blank=True
    )
    state = models.CharField("état", max_length=5, choices=ReviewState, default=ReviewState.DRAFT)
    scores = models.JSONField("niveaux donnés", default=dict, blank=True)
    comment = models.TextField("avis motivé", blank=True)
    changed_at = models.DateTimeField("gardée le", auto_now=True)
    sent_at = models.DateTimeField("rendue le", null=True, blank=True)

    class Meta:
        verbose_name = "expertise"
        verbose_name_plural = "expertises"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="DRAFT", sent_at__isnull=True) | Q(state="IN", sent_at__isnull=False),
                name="review_in_has_a_date",
                violation_error_message="Une expertise rendue a une date.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} ({self.get_state_display()})"


class ReviewRevision(models.Model):
    """A review as it was saved once. None is ever rewritten."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="revisions", verbose_name="expertise")
    scores = models.JSONField("niveaux donnés", default=dict, blank=True)
    comment = models.TextField("avis motivé", blank=True)
    saved_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "version d’une expertise"
        verbose_name_plural = "versions des expertises"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.review} ({self.saved_at:%d/%m %H:%M})"


class ReviewReopening(models.Model):
    """A review that was in and was given back to its reader, why, and what it said then: it stays written."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reopenings", verbose_name="expertise")
    reason = models.CharField("pourquoi", max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    reopened_at = models.DateTimeField("rouverte le", default=timezone.now)
    was_sent_at = models.DateTimeField("avait été rendue le")
    scores = models.JSONField("niveaux d’alors", default=dict, blank=True)
    comment = models.TextField("avis motivé d’alors", blank=True)

    class Meta:
        verbose_name = "réouverture d’une expertise"
        verbose_name_plural = "réouvertures des expertises"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.review} ({self.reopened_at:%d/%m %H:%M})"


class Remark(models.Model):
    """Something said in the discussion of a file; it stays with it."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="remarks", verbose_name="candidature"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    text = models.TextField("remarque", max_length=3000)
    written_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "remarque"
        verbose_name_plural = "remarques"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:80]


class AdviceState(models.TextChoices):
    ASKED = "ASKED", "Attendu"
    YES = "YES", "Favorable"
    RESERVED = "RESERVED", "Réservé"
    NO = "NO", "Défavorable"


class Advice(models.Model):
    """What somebody without an account is asked about a file, by a link."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="advices", verbose_name="candidature"
    )
    email = models.EmailField("adresse")
    capacity = models.CharField("au titre de", max_length=160)
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    state = models.CharField("avis", max_length=8, choices=AdviceState, default=AdviceState.ASKED)
    reason = models.TextField("motif", max_length=2000, blank=True)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)
    answered_at = models.DateTimeField("donné le", null=True, blank=True)
    revoked_at = models.DateTimeField("demande retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ("asked_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "email"],
                condition=Q(revoked_at__isnull=True),
                name="advice_once",
                violation_error_message="L’avis de cette personne est déjà demandé pour ce dossier.",
            ),
            models.CheckConstraint(
                condition=Q(state="ASKED", answered_at__isnull=True)
                | (~Q(state="ASKED") & Q(answered_at__isnull=False)),
                name="advice_given_has_a_date",
                violation_error_message="Un avis donné a une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} : {self.capacity}"
