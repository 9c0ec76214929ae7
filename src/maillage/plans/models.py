"""Commitments: what follows from a shared priority, who carries it, what became of it, and the ties it aims at."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from maillage.context.codes import Band, Level
from maillage.meetings.models import Decision
from maillage.sharing.models import Passage
from maillage.surveys.models import Wave
from maillage.territories.models import Actor, Territory


class Answer(models.TextChoices):
    INDIVIDUAL = "INDIVIDUAL", "Une réponse pour chaque famille"
    COLLECTIVE = "COLLECTIVE", "Une réponse collective"
    BOTH = "BOTH", "Les deux"


class State(models.TextChoices):
    """What a commitment has become. Given up is a result: why it stopped teaches others."""

    ONGOING = "ONGOING", "En cours"
    KEPT = "KEPT", "Tenu"
    TRANSFORMED = "TRANSFORMED", "Transformé"
    GIVEN_UP = "GIVEN_UP", "Abandonné"


ENDED: Final = (State.KEPT, State.TRANSFORMED, State.GIVEN_UP)
EXPLAINED: Final = (State.TRANSFORMED, State.GIVEN_UP)  # never without a reason


class Commitment(models.Model):
    """What several actors will do about a shared priority, by when, and how one will know."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="commitments", verbose_name="territoire"
    )
    title = models.CharField("ce que nous ferons", max_length=160)
    priority = models.ForeignKey(
        Passage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name="priorité partagée",
    )
    priority_said = models.TextField("la priorité, ce jour-là", blank=True)
    decision = models.ForeignKey(
        Decision,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name="décision d’où il vient",
    )
    wave = models.ForeignKey(
        Wave, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vague de départ"
    )
    difficulty = models.CharField("la difficulté visée", max_length=200, blank=True)
    bands = models.JSONField("âges", default=list, blank=True)
    levels = models.JSONField("niveaux de prévention", default=list, blank=True)
    answer = models.CharField("nature de la réponse", max_length=10, choices=Answer, blank=True)
    means = models.TextField("les moyens", blank=True)
    evidence = models.TextField("à quoi verrons-nous que c’est fait\u202f?", blank=True)
    due_on = models.DateField("pour le")
    is_public = models.BooleanField("proposé au public", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="noté par",
    )
    created_at = models.DateTimeField("noté le")
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "engagement"
        verbose_name_plural = "engagements"
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Ages and levels are known ones."""
        for name, codes in (("bands", Band.values), ("levels", Level.values)):
            if not set(getattr(self, name)) <= set(codes):
                raise ValidationError({name: "Choisissez dans la liste."})


class PartyRole(models.TextChoices):
    HOLDER = "HOLDER", "Porte l’engagement"
    PARTNER = "PARTNER", "Y prend part"


class Party(models.Model):
    """An actor of a commitment, with a link of its own. Whoever leaves stays written, with the day."""

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="parties", verbose_name="engagement"
    )
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="commitments", verbose_name="acteur")
    role = models.CharField("place", max_length=7, choices=PartyRole, default=PartyRole.HOLDER)
    email = models.EmailField(
        "adresse électronique", blank=True, help_text="Où envoyer le lien et les rappels."
    )
    seed = models.UUIDField("graine du lien", default=uuid.uuid4, editable=False)
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    joined_at = models.DateTimeField("depuis le")
    agreed_at = models.DateTimeField("accepté le", null=True, blank=True)
    agrees_public = models.BooleanField("accepte qu’il soit public", default=False)
    agrees_tie = models.BooleanField("accepte que le lien soit lu des deux côtés", default=False)
    reminders_off_at = models.DateTimeField("rappels arrêtés le", null=True, blank=True)
    left_at = models.DateTimeField("parti le", null=True, blank=True)

    class Meta:
        verbose_name = "partie prenante"
        verbose_name_plural = "parties prenantes"
        ordering = ("role", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "actor"],
                condition=Q(left_at__isnull=True),
                name="party_once",
                violation_error_message="Cet acteur prend déjà part à cet engagement.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.commitment}"


class Aim(models.Model):
    """A tie that a commitment wants to see made or grow. `one` and `other` have no order: a tie has two ends."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="aims", verbose_name="engagement")
    one = models.ForeignKey(Actor, models.PROTECT, related_name="+", verbose_name="entre")
    other = models.ForeignKey(Actor, models.PROTECT, related_name="+", verbose_name="et")

    class Meta:
        verbose_name = "lien visé"
        verbose_name_plural = "liens visés"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "one", "other"],
                name="aim_once",
                violation_error_message="Ce lien est déjà visé.",
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="aim_ordered",
                violation_error_message="Un lien se noue entre deux acteurs différents.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class Update(models.Model):
    """Where a commitment stands, said once by one of its parties or by the pilots. Never rewritten: the last one counts.

    `key` makes the same page sent twice one update. Without text while its words are held apart.
    """

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="updates", verbose_name="engagement"
    )
    state = models.CharField("état", max_length=11, choices=State)
    percent = models.PositiveSmallIntegerField("avancement (%)", validators=[MaxValueValidator(100)])
    text = models.TextField("nouvelles", blank=True)
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="updates", verbose_name="dit par"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="noté par",
    )
    key = models.UUIDField("clé d’envoi", unique=True)
    said_at = models.DateTimeField("dit le")

    class Meta:
        verbose_name = "point d’étape"
        verbose_name_plural = "points d’étape"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="update_percent",
                violation_error_message="L’avancement va de 0 à 100.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment}\u00a0: {self.get_state_display()}, {self.percent}\u00a0%"
