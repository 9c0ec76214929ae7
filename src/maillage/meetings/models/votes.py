"""Statements put to the vote by phone, in the room. Nothing says whose phone it is: only from which place it speaks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from maillage.meetings.models.workshop import Workshop
from maillage.statements.models import Statement
from maillage.statements.roles import Role


class Poll(models.Model):
    """The vote of a workshop, with the link that its QR code opens."""

    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="poll", verbose_name="atelier")
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    opened_at = models.DateTimeField("ouvert le")

    class Meta:
        verbose_name = "vote par téléphone"
        verbose_name_plural = "votes par téléphone"

    def __str__(self) -> str:
        return str(self.workshop)


class Ballot(models.Model):
    """One phone, which may change its mind as long as the workshop is open."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots", verbose_name="vote")
    role = models.CharField("place", max_length=20, choices=Role)
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)

    class Meta:
        verbose_name = "bulletin"
        verbose_name_plural = "bulletins"

    def __str__(self) -> str:
        return self.get_role_display()


class Choice(models.TextChoices):
    AGREE = "AGREE", "D’accord"
    DISAGREE = "DISAGREE", "Pas d’accord"
    PASS = "PASS", "Sans avis"


class Vote(models.Model):
    """What a ballot says of a statement. No date: the order in which phones vote would tell who is who."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes", verbose_name="bulletin")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="votes", verbose_name="énoncé")
    choice = models.CharField("voix", max_length=8, choices=Choice)

    class Meta:
        verbose_name = "voix"
        verbose_name_plural = "voix"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "statement"], name="vote_once"),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()
