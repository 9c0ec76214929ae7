"""What a meeting leaves: a text for each point, written by several hands, decisions, papers; and the calendar one follows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from maillage.meetings.models.meeting import AgendaItem, Meeting
from maillage.territories.models import Actor, Territory


class MinutesRevision(models.Model):
    """One version of what is written of a point, never rewritten: the last one is read, the others are kept.

    `over`: the version that somebody else had written meanwhile.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="revisions", verbose_name="point")
    number = models.PositiveIntegerField("version")
    text = models.TextField("texte", max_length=8000, blank=True)
    over = models.PositiveIntegerField("écrite par-dessus", null=True, blank=True)
    key = models.UUIDField("nom de cet envoi")
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
        verbose_name = "version d’un compte rendu"
        verbose_name_plural = "versions des comptes rendus"
        ordering = ("item", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="minutes_revision_once"),
            models.UniqueConstraint(fields=["item", "key"], name="minutes_sending_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} ({self.number})"


class Decision(models.Model):
    """What was decided in the room, and the actor that follows it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name="rencontre")
    text = models.TextField("ce qui est décidé", max_length=600)
    follower = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_decisions",
        verbose_name="qui suit",
    )
    noted_at = models.DateTimeField("notée le")
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "décision d’une rencontre"
        verbose_name_plural = "décisions des rencontres"
        ordering = ("meeting", "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def followed_by(self) -> Actor | None:
        """The actor that follows it today: one that was merged is read through the one that counts."""
        return self.follower.merged_into or self.follower if self.follower else None


class MeetingFile(models.Model):
    """A document, or the photo of a paper: that of the attendance sheet holds names, and goes with them."""

    class Sort(models.TextChoices):
        DOCUMENT = "DOCUMENT", "Document"
        PAPER = "PAPER", "Photo d’un papier de la rencontre"
        SHEET = "SHEET", "Photo de la feuille de présence"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="files", verbose_name="rencontre")
    sort = models.CharField("ce que c’est", max_length=8, choices=Sort, default=Sort.DOCUMENT)
    title = models.CharField("titre", max_length=120)
    file = models.FileField("fichier", upload_to="rencontres", max_length=200)
    name = models.CharField("nom du fichier", max_length=120)
    kind = models.CharField("format", max_length=8)
    size = models.PositiveIntegerField("taille (octets)")
    added_at = models.DateTimeField("ajoutée le")

    class Meta:
        verbose_name = "pièce d’une rencontre"
        verbose_name_plural = "pièces des rencontres"
        ordering = ("meeting", "pk")

    def __str__(self) -> str:
        return self.title


class CalendarLink(models.Model):
    """The private address by which somebody follows the meetings of a territory, as long as the role lasts."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="calendar_links", verbose_name="territoire"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_links", verbose_name="compte"
    )
    seed = models.UUIDField("graine du lien", default=uuid.uuid4, editable=False)
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)

    class Meta:
        verbose_name = "agenda suivi"
        verbose_name_plural = "agendas suivis"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["territory", "user"], name="calendar_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.territory}, {self.user}"
