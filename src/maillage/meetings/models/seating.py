"""Who sits with whom in a meeting, over several rounds. Kept after names are gone: who shared a table is data."""

from __future__ import annotations

from typing import ClassVar, Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from maillage.meetings.models.meeting import Meeting
from maillage.meetings.models.registration import Registration
from maillage.territories.codes import EngagementNature

MOST_TABLES: Final = 60
MOST_ROUNDS: Final = 6


class SeatingState(models.TextChoices):
    WAITING = "WAITING", "Le plan se calcule"
    READY = "READY", "Prêt"
    FAILED = "FAILED", "Le calcul s’est arrêté"


class Seating(models.Model):
    """One plan of a meeting. Another one is a new row: the last one that is ready is followed.

    follows: the plan that this one changes after absences. told: what the computation says of it, plain numbers, and the rules
    that could not hold.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seatings", verbose_name="rencontre")
    tables = models.PositiveSmallIntegerField(
        "tables", validators=[MinValueValidator(1), MaxValueValidator(MOST_TABLES)]
    )
    rounds = models.PositiveSmallIntegerField(
        "tours", default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_ROUNDS)]
    )
    played = models.PositiveSmallIntegerField("tours joués", default=0)
    together = models.JSONField("jamais seuls de leur nature", default=list, blank=True)
    absent = models.JSONField("inscriptions absentes", default=list, blank=True)
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="change le plan"
    )
    state = models.CharField("état", max_length=7, choices=SeatingState, default=SeatingState.WAITING)
    told = models.JSONField("ce que l’on peut en dire", default=dict, blank=True)
    asked_at = models.DateTimeField("demandé le")
    planned_at = models.DateTimeField("calculé le", null=True, blank=True)

    class Meta:
        verbose_name = "plan de table"
        verbose_name_plural = "plans de table"
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(played__lte=F("rounds")),
                name="seating_played",
                violation_error_message="On ne joue pas plus de tours qu’il n’y en a.",
            )
        ]

    def __str__(self) -> str:
        return f"Plan de {self.meeting}"

    def clean(self) -> None:
        """The kinds that are never alone are kinds one registers under."""
        if not set(self.together) <= set(EngagementNature.values):
            raise ValidationError({"together": "Choisissez dans la liste."})


class Seat(models.Model):
    """Where somebody sits in one round. Tables and rounds are counted from 1, as in the room."""

    seating = models.ForeignKey(Seating, models.CASCADE, related_name="seats", verbose_name="plan de table")
    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="seats", verbose_name="inscription"
    )
    round = models.PositiveSmallIntegerField("tour")
    table = models.PositiveSmallIntegerField("table")

    class Meta:
        verbose_name = "chaise"
        verbose_name_plural = "chaises"
        ordering = ("round", "table", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seating", "registration", "round"], name="seat_once_a_round")
        ]

    def __str__(self) -> str:
        return f"Tour {self.round}, table {self.table}"


class Apart(models.Model):
    """Two people who do not sit together. Read by those who prepare the room, erased with the names."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="apart", verbose_name="rencontre")
    one = models.ForeignKey(Registration, models.CASCADE, related_name="+", verbose_name="l’une")
    other = models.ForeignKey(Registration, models.CASCADE, related_name="+", verbose_name="l’autre")

    class Meta:
        verbose_name = "paire à tenir éloignée"
        verbose_name_plural = "paires à tenir éloignées"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "one", "other"],
                name="apart_once",
                violation_error_message="C’est déjà noté.",
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="apart_ordered",
                violation_error_message="Choisissez deux personnes différentes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} et {self.other}"
