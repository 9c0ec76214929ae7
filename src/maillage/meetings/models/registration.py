"""Who comes to a meeting. The name and the address are erased three months later; what is left says who was represented."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from maillage.meetings.codes import LANGUAGES, Need, Way
from maillage.meetings.models.meeting import Meeting
from maillage.territories.codes import Band, EngagementNature, Sector
from maillage.territories.models import Actor

LISTS: dict[str, frozenset[str]] = {
    "natures": frozenset(EngagementNature.values),
    "languages": frozenset(LANGUAGES),
    "needs": frozenset(Need.values),
    "age_bands": frozenset(Band.values),
}


class Registration(models.Model):
    """An adult who comes, or came. Somebody counted on the paper sheet has neither name nor link."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="registrations", verbose_name="rencontre"
    )
    number = models.PositiveIntegerField("numéro sur la feuille")
    way = models.CharField("comment", max_length=5, choices=Way, default=Way.LINK)
    name = models.CharField("comment on veut être appelé", max_length=60, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    actor = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name="acteur"
    )
    sector = models.CharField("secteur", max_length=30, choices=Sector, blank=True)
    natures = models.JSONField("à quel titre", default=list, blank=True)
    languages = models.JSONField("langues parlées", default=list, blank=True)
    needs = models.JSONField("besoins", default=list, blank=True)
    age_bands = models.JSONField("âges dont on s’occupe", default=list, blank=True)
    key = models.UUIDField("nom de cet envoi", default=uuid.uuid4, editable=False)
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    code_digest = models.CharField("empreinte du code", max_length=64, unique=True)
    waiting = models.BooleanField("en attente d’une place", default=False)
    registered_at = models.DateTimeField("inscrit le")
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)
    attended_at = models.DateTimeField("présent le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    forgotten_at = models.DateTimeField("nom effacé le", null=True, blank=True)

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        ordering = ("meeting", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="registration_number_once"),
            models.UniqueConstraint(fields=["meeting", "key"], name="registration_key_once"),
            models.CheckConstraint(
                condition=Q(attended_at__isnull=True) | Q(cancelled_at__isnull=True, waiting=False),
                name="registration_present_came",
                violation_error_message="Qui est présent n’attend pas et n’a pas annulé.",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(name="", email=""),
                name="registration_forgotten_unnamed",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"n°\u00a0{self.number}"

    def clean(self) -> None:
        wrong = {
            name: "Choisissez dans la liste."
            for name, known in LISTS.items()
            if not isinstance(getattr(self, name), list) or not set(getattr(self, name)) <= known
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def is_coming(self) -> bool:
        """Has a place, and did not give it back."""
        return self.cancelled_at is None and not self.waiting

    @property
    def nature_labels(self) -> list[str]:
        """In words."""
        return [str(EngagementNature(code).label) for code in self.natures]

    @property
    def for_whom(self) -> str:
        """« PMI du Centre », « parent, bénévole »."""
        listed = (
            self.actor.public_name if self.actor else str(self.get_sector_display()) if self.sector else ""
        )
        return listed or ", ".join(self.nature_labels).lower()
