"""The call for participation: what is offered, to whom, until when.

What a call says is Markdown in sections, written by the facilitator; nothing here knows what a programme is about.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.programmes.models import Programme

# A page opened before the deadline may still be sent a little after it: nobody loses a file to a slow line.
GRACE: Final = timedelta(minutes=15)


class Call(models.Model):
    """A call for participation of one programme."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls", verbose_name="programme")
    title = models.CharField("titre", max_length=160)
    slug = models.SlugField("adresse", max_length=60, unique=True)
    summary = models.CharField("en une phrase", max_length=300, help_text="Ce qu’un élu pressé doit retenir.")
    contact_email = models.EmailField("adresse de contact")
    places = models.PositiveSmallIntegerField("places offertes", default=10)
    opens_at = models.DateTimeField("ouvre le")
    closes_at = models.DateTimeField("ferme le")
    form_key = models.SlugField("formulaire", max_length=40, default="cite_educative")
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    retention_months = models.PositiveSmallIntegerField(
        "conservation des candidatures non retenues (mois)", default=24
    )

    class Meta:
        verbose_name = "appel à participation"
        verbose_name_plural = "appels à participation"
        ordering = ("-opens_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="call_dates_in_order",
                violation_error_message="Un appel ferme après avoir ouvert.",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="call_has_a_place",
                violation_error_message="Un appel offre au moins une place.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    def is_to_come(self, now: datetime | None = None) -> bool:
        return self.is_public and (now or timezone.now()) < self.opens_at

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether a new application may begin and be sent."""
        moment = now or timezone.now()
        return self.is_public and self.opens_at <= moment < self.closes_at

    def takes_last_ones(self, now: datetime | None = None) -> bool:
        """Whether an application already begun may still be sent: until the deadline, and its few minutes of grace."""
        moment = now or timezone.now()
        return self.is_public and self.opens_at <= moment < self.closes_at + GRACE


class Section(models.Model):
    """One part of the page of a call, in Markdown."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="sections", verbose_name="appel")
    title = models.CharField("titre", max_length=120)
    body = models.TextField("texte", blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "partie de l’appel"
        verbose_name_plural = "parties de l’appel"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A date to know: a meeting of information, the announcement of the results."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="milestones", verbose_name="appel")
    label = models.CharField("ce qui se passe", max_length=160)
    on = models.DateField("date")
    place = models.CharField("où", max_length=160, blank=True)
    changed_at = models.DateTimeField("modifiée le", auto_now=True)

    class Meta:
        verbose_name = "date de l’appel"
        verbose_name_plural = "dates de l’appel"
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return self.label


class Document(models.Model):
    """A file offered « en complément »."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="documents", verbose_name="appel")
    title = models.CharField("titre", max_length=160)
    file = models.FileField("fichier", upload_to="appels", max_length=200)
    name = models.CharField("nom du fichier", max_length=120)
    kind = models.CharField("format", max_length=8)
    size = models.PositiveIntegerField("taille (octets)")
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    class Meta:
        verbose_name = "document en complément"
        verbose_name_plural = "documents en complément"
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class Inquiry(models.Model):
    """A question about the call and its public answer. Who asked is never shown."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="inquiries", verbose_name="appel")
    question = models.TextField("question", max_length=1000)
    answer = models.TextField("réponse", blank=True)
    email = models.EmailField("adresse pour répondre", blank=True)
    asked_at = models.DateTimeField("posée le", auto_now_add=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)

    class Meta:
        verbose_name = "question sur l’appel"
        verbose_name_plural = "questions sur l’appel"
        ordering = ("asked_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(answer=""),
                name="inquiry_answered_before_shown",
                violation_error_message="On répond avant de publier.",
            )
        ]

    def __str__(self) -> str:
        return self.question[:80]


class LateCode(models.Model):
    """A code that lets one application be sent after the deadline."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="late_codes", verbose_name="appel")
    digest = models.CharField("empreinte", max_length=64, unique=True)
    reason = models.CharField("pourquoi", max_length=200)
    valid_until = models.DateTimeField("valable jusqu’au")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="donné par"
    )
    given_at = models.DateTimeField("donné le", auto_now_add=True)

    class Meta:
        verbose_name = "code d’accès tardif"
        verbose_name_plural = "codes d’accès tardif"
        ordering = ("-given_at", "-pk")

    def __str__(self) -> str:
        return self.reason


class DepartmentReferent(models.Model):
    """Somebody of a Département, who reads the applications of that Département once they are shared."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="referents", verbose_name="appel")
    department = models.CharField("département", max_length=3)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="referred_calls", verbose_name="compte"
    )
    since = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "personne référente d’un Département"
        verbose_name_plural = "personnes référentes des Départements"
        ordering = ("department", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "department", "user"],
                name="department_referent_once",
                violation_error_message="Cette personne est déjà référente de ce Département.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} : {self.user}"
