"""Practice sheets: written by several hands, read by a peer, published by the facilitator. Nothing that was written is lost."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.club.codes import Depth
from maillage.programmes.models import Programme
from maillage.territories.models import Territory


class PracticeState(models.TextChoices):
    DRAFT = "DRAFT", "Brouillon"
    PROPOSED = "PROPOSED", "Proposée à la lecture"
    PUBLISHED = "PUBLISHED", "Publiée"
    WITHDRAWN = "WITHDRAWN", "Retirée"


class Practice(models.Model):
    """Something that a territory does, and that others may do. The public reads `published`, never what is being written."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="practices", verbose_name="programme"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="practices", verbose_name="territoire"
    )
    slug = models.SlugField("adresse", max_length=80, unique=True)
    state = models.CharField("état", max_length=10, choices=PracticeState, default=PracticeState.DRAFT)
    depth = models.CharField("niveau", max_length=10, choices=Depth, default=Depth.SPOTTED)
    published = models.ForeignKey(
        "club.Revision",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="version publiée",
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    checked_on = models.DateField("vérifiée le", null=True, blank=True)
    inspiring_why = models.TextField("pourquoi elle inspire", blank=True, max_length=600)
    withdrawn_why = models.TextField("pourquoi elle est retirée", blank=True, max_length=600)
    created_at = models.DateTimeField("commencée le")

    class Meta:
        verbose_name = "fiche de pratique"
        verbose_name_plural = "fiches de pratiques"
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=PracticeState.PUBLISHED)
                | (Q(published__isnull=False) & Q(published_at__isnull=False)),
                name="practice_published_has_a_version",
                violation_error_message="Une fiche publiée a une version lue et une date.",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_inspiring(self) -> bool:
        """Whether the facilitator said why it should spread."""
        return bool(self.inspiring_why)


class Revision(models.Model):
    """A sheet as it was on one day. Never rewritten: correcting makes the next one."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="revisions", verbose_name="fiche")
    number = models.PositiveIntegerField("version")
    content = models.JSONField("contenu", default=dict, blank=True)
    key = models.UUIDField("clé d’envoi", unique=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="écrite par",
    )
    written_at = models.DateTimeField("écrite le")

    class Meta:
        verbose_name = "version d’une fiche"
        verbose_name_plural = "versions des fiches"
        ordering = ("practice", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "number"], name="practice_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice} ({self.number})"

    @property
    def title(self) -> str:
        """How it is called."""
        return str(self.content.get("title") or "Sans titre")


class Author(models.Model):
    """Somebody who writes a sheet."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="authors", verbose_name="fiche")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="practices", verbose_name="compte"
    )

    class Meta:
        verbose_name = "autrice ou auteur"
        verbose_name_plural = "autrices et auteurs"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice", "user"],
                name="practice_author_once",
                violation_error_message="Cette personne écrit déjà cette fiche.",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class PeerReading(models.Model):
    """What somebody of another territory says of one version: kindly, and so that it may be published."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="readings", verbose_name="version")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="lue par"
    )
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, related_name="+", verbose_name="depuis le territoire"
    )
    is_clear = models.BooleanField("on comprend ce qui se fait")
    is_repeatable = models.BooleanField("on saurait le refaire")
    names_nobody = models.BooleanField("personne n’y est reconnaissable")
    likes = models.TextField("ce qui donne envie", max_length=1000)
    wishes = models.TextField("ce qui manque encore", blank=True, max_length=1000)
    read_at = models.DateTimeField("lue le")

    class Meta:
        verbose_name = "lecture par un pair"
        verbose_name_plural = "lectures par des pairs"
        ordering = ("-read_at", "-pk")

    def __str__(self) -> str:
        return f"{self.revision} – {self.territory}"

    @property
    def is_ready(self) -> bool:
        """Whether nothing holds it back for this reader."""
        return self.is_clear and self.is_repeatable and self.names_nobody


class Facet(models.Model):
    """One ticked box of the published version: what lists are filtered by."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="facets", verbose_name="fiche")
    kind = models.CharField("liste", max_length=12)
    code = models.CharField("code", max_length=30)

    class Meta:
        verbose_name = "facette"
        verbose_name_plural = "facettes"
        ordering = ("practice", "kind", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "kind", "code"], name="practice_facet_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "code"], name="practice_facet_by_code")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"
