"""What people write in a shared diagnosis: passages, and the log of every version of each."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.diagnosis.chapters import CHAPTERS
from maillage.sharing.models.shared import SharedDiagnosis


class PassageKind(models.TextChoices):
    NARRATIVE = "NARRATIVE", "Récit"
    FINDING = "FINDING", "Constat"
    STRENGTH = "STRENGTH", "Force"
    WEAKNESS = "WEAKNESS", "Fragilité"
    OPPORTUNITY = "OPPORTUNITY", "Opportunité"
    RISK = "RISK", "Risque"
    PRIORITY = "PRIORITY", "Priorité"
    DISAGREEMENT = "DISAGREEMENT", "Désaccord"
    STANCE = "STANCE", "Position"


class SourceKind(models.TextChoices):
    FIGURE = "FIGURE", "Un chiffre du diagnostic"
    WORKSHOP = "WORKSHOP", "Un atelier"
    ANSWERS = "ANSWERS", "Des réponses"
    DOCUMENT = "DOCUMENT", "Un document"
    EXPERIENCE = "EXPERIENCE", "Ce que nous vivons"


class Voice(models.TextChoices):
    """The group that speaks. A passage is never attributed to a person, nor to the head of an institution."""

    GROUP = "GROUP", "Groupe de travail"
    PARENTS = "PARENTS", "Parents"
    RESIDENTS = "RESIDENTS", "Habitants"
    SCHOOL = "SCHOOL", "École"
    SOCIAL = "SOCIAL", "Action sociale"
    HEALTH = "HEALTH", "Santé"
    YOUTH = "YOUTH", "Jeunesse, sport et culture"
    ASSOCIATIONS = "ASSOCIATIONS", "Associations et bénévoles"
    ELECTED = "ELECTED", "Mairie et services de l’État"


class Passage(models.Model):
    """Something written in a chapter. What it says is in its revisions; a stance belongs to a disagreement."""

    shared = models.ForeignKey(
        SharedDiagnosis, models.CASCADE, related_name="passages", verbose_name="diagnostic partagé"
    )
    chapter = models.CharField("chapitre", max_length=20, choices=list(CHAPTERS.items()))
    kind = models.CharField("nature", max_length=12, choices=PassageKind)
    rule = models.CharField(
        "règle", max_length=40, blank=True, help_text="La phrase calculée que l’on récrit."
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="stances", verbose_name="désaccord"
    )
    position = models.PositiveIntegerField("rang", default=0)
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "passage"
        verbose_name_plural = "passages"
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shared", "rule"],
                condition=~Q(rule=""),
                name="passage_rule_once",
                violation_error_message="Cette phrase est déjà récrite.",
            ),
            models.CheckConstraint(
                condition=Q(kind="STANCE", parent__isnull=False)
                | (~Q(kind="STANCE") & Q(parent__isnull=True)),
                name="passage_stance_has_parent",
                violation_error_message="Une position appartient à un désaccord, et elle seule.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_chapter_display()}"


class PassageRevision(models.Model):
    """One version of a passage, never rewritten. The last one that has a text is read; the others are kept.

    `over`: the version that somebody else had written meanwhile. `rule_text`: what the computed sentence said then, the one
    that is rewritten or, in a passage that rests on a `figure`, the one it rests on.
    Without a text: held apart until the facilitators have read it.
    """

    passage = models.ForeignKey(
        Passage, models.CASCADE, related_name="revisions", verbose_name="passage", db_index=False
    )
    number = models.PositiveIntegerField("version")
    text = models.TextField("texte", blank=True)
    voice = models.CharField("qui parle", max_length=12, choices=Voice, default=Voice.GROUP)
    source_kind = models.CharField("nature de la source", max_length=10, choices=SourceKind, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    source_on = models.DateField("date de la source", null=True, blank=True)
    figure = models.CharField(
        "chiffre",
        max_length=40,
        blank=True,
        help_text="La règle de la phrase calculée sur laquelle on s’appuie.",
    )
    rule_text = models.TextField("phrase calculée", blank=True)
    follows_rule = models.BooleanField("reprend la phrase calculée", default=False)
    over = models.PositiveIntegerField("écrite par-dessus", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="écrite par",
    )
    written_at = models.DateTimeField("écrite le")

    class Meta:
        verbose_name = "version d’un passage"
        verbose_name_plural = "versions des passages"
        ordering = ("passage", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["passage", "number"],
                name="passage_revision_once",
                violation_error_message="Cette version existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.passage} ({self.number})"
