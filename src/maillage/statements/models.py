"""Conversations, the statements put forward in them, and every decision made on each: with its reason, for its author.

An author has no account and no name: a role, and a receipt of which only the digest is kept.
"""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.statements.roles import Role
from maillage.territories.models import Territory

LONGEST: Final = 140  # one idea
RULE: Final = (
    "Un énoncé est publié s’il dit une seule idée, sur la coopération ou la prévention ici, sans nommer ni laisser "
    "reconnaître une personne, un enfant ou une famille, et sans injure. Un avis n’est jamais écarté parce qu’il dérange. "
    "Deux énoncés qui disent la même chose sont réunis. Chaque refus est motivé."
)


class Conversation(models.Model):
    """A question put to everybody in a territory, and the rule by which what is answered is published."""

    public_id = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="conversations", verbose_name="territoire"
    )
    question = models.CharField("question", max_length=140)
    rule = models.TextField("règle de modération", default=RULE, max_length=1200)
    opened_at = models.DateTimeField("ouverte le")
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "conversation"
        verbose_name_plural = "conversations"
        ordering = ("-opened_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="conversation_dates",
                violation_error_message="La clôture vient après l’ouverture.",
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        """Whether one may still put a statement forward."""
        return self.closed_at is None


class State(models.TextChoices):
    PROPOSED = "PROPOSED", "À relire"
    PUBLISHED = "PUBLISHED", "Publié"
    MERGED = "MERGED", "Réuni avec un autre"
    NOT_KEPT = "NOT_KEPT", "Pas retenu"


class Statement(models.Model):
    """One idea, in a sentence that one may agree with or not. Without text: it is held by the guard of free texts."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="statements", verbose_name="conversation"
    )
    text = models.CharField("énoncé", max_length=LONGEST, blank=True)
    role = models.CharField("place de qui le propose", max_length=20, choices=Role)
    seed = models.BooleanField("écrit par qui conduit", default=False)
    state = models.CharField("état", max_length=9, choices=State, default=State.PROPOSED)
    reason = models.CharField("raison", max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="réuni avec"
    )
    outcome = models.CharField("ce qu’il est devenu", max_length=400, blank=True)
    receipt_digest = models.CharField("empreinte du reçu", max_length=64, unique=True)
    proposed_at = models.DateTimeField("proposé le")
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)

    class Meta:
        verbose_name = "énoncé"
        verbose_name_plural = "énoncés"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="MERGED", merged_into__isnull=False)
                | (~Q(state="MERGED") & Q(merged_into__isnull=True)),
                name="statement_merged_with_one",
                violation_error_message="Un énoncé réuni l’est avec un autre, et lui seul.",
            ),
            models.CheckConstraint(
                condition=~Q(state="NOT_KEPT") | ~Q(reason=""),
                name="statement_refused_with_reason",
                violation_error_message="Dites pourquoi cet énoncé n’est pas retenu.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["PUBLISHED", "MERGED"]) | ~Q(text=""),
                name="statement_published_has_text",
                violation_error_message="Cet énoncé est mis à part\u00a0: son texte n’est pas là.",
            ),
            models.UniqueConstraint(
                models.functions.Lower("text"),
                "conversation",
                condition=Q(state="PUBLISHED"),
                name="statement_published_once",
                violation_error_message="Cet énoncé est déjà publié\u00a0: réunissez les deux.",
            ),
        ]

    def __str__(self) -> str:
        return self.text or "Texte mis à part"


class Moderation(models.Model):
    """What was decided of a statement, by whom and why. Never rewritten."""

    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="moderations", verbose_name="énoncé"
    )
    state = models.CharField("décision", max_length=9, choices=State)
    words = models.CharField("raison", max_length=400, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="décidé par",
    )
    at = models.DateTimeField("décidé le")

    class Meta:
        verbose_name = "décision de modération"
        verbose_name_plural = "décisions de modération"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.statement} — {self.get_state_display()}"
