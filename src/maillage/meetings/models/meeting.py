"""A meeting: when, where, about what, and what it speaks of in turn."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.meetings.models.workshop import MOST_PEOPLE
from maillage.territories.models import Body, Territory
from maillage.territories.validators import refuse_person_name

DOOR_OPEN: Final = timedelta(hours=3)


class Meeting(models.Model):
    """People of a territory meet, one day, somewhere; whoever has the link registers without an account."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="meetings", verbose_name="territoire"
    )
    title = models.CharField("intitulé", max_length=120)
    purpose = models.TextField("à quoi elle sert", max_length=600, blank=True)
    body = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name="instance"
    )
    starts_at = models.DateTimeField("commence le")
    ends_at = models.DateTimeField("finit le")
    place = models.CharField("lieu", max_length=160)
    capacity = models.PositiveSmallIntegerField(
        "places",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
        help_text="Vide\u00a0: autant que l’on veut. Au-delà, une liste d’attente s’ouvre, dans l’ordre d’arrivée.",
    )
    registration_open = models.BooleanField("inscriptions ouvertes", default=False)
    seed = models.UUIDField("graine des liens", default=uuid.uuid4, editable=False)
    token_digest = models.CharField("empreinte du lien d’inscription", max_length=64, unique=True)
    door_digest = models.CharField("empreinte du lien de l’accueil", max_length=64, unique=True)
    # Raised each time the hour or the place changes: calendars then move the date instead of doubling it.
    sequence = models.PositiveIntegerField("rang du calendrier", default=0)
    changed_at = models.DateTimeField("changée le", default=timezone.now)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)

    class Meta:
        verbose_name = "rencontre"
        verbose_name_plural = "rencontres"
        ordering = ("-starts_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_hours",
                violation_error_message="La fin d’une rencontre vient après son début.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        """It will not take place."""
        return self.cancelled_at is not None

    def has_begun(self, now: datetime | None = None) -> bool:
        """Whether its first hour has come."""
        return self.starts_at <= (now or timezone.now())

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether its last hour has passed."""
        return self.ends_at < (now or timezone.now())

    def receives(self, now: datetime | None = None) -> bool:
        """Whether the door notes who is there: around the hours of the meeting, not days before."""
        moment = now or timezone.now()
        around = self.starts_at - DOOR_OPEN <= moment <= self.ends_at + DOOR_OPEN
        return around and not self.is_cancelled

    def takes_registrations(self, now: datetime | None = None) -> bool:
        """Whether one may still register."""
        return self.registration_open and not self.is_cancelled and not self.is_over(now)


class AgendaItem(models.Model):
    """One thing a meeting speaks of. Who leads it is a function (« la coordination »), never somebody's name."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="rencontre")
    position = models.PositiveSmallIntegerField("rang", default=0)
    title = models.CharField("de quoi on parle", max_length=160)
    minutes = models.PositiveSmallIntegerField(
        "minutes", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    led_by = models.CharField("qui l’anime", max_length=80, blank=True, validators=[refuse_person_name])

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "ordre du jour"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title
