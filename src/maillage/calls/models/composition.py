"""The choice of the places: what it must respect, what is held by hand, and what is decided, private until the letters leave."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.calls.models.application import Application
from maillage.calls.models.call import Call


class RuleKind(models.TextChoices):
    AMONG = "AMONG", "des candidatures retenues"
    DISTINCT = "DISTINCT", "le nombre de valeurs différentes"
    EACH = "EACH", "chaque valeur"


class Rule(models.Model):
    """What the set of places must respect: at least, at most, on one trait of the applications."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="rules", verbose_name="appel")
    kind = models.CharField("ce que l’on compte", max_length=8, choices=RuleKind)
    trait = models.CharField("caractère", max_length=20)
    value = models.CharField("valeur", max_length=40, blank=True)
    at_least = models.PositiveSmallIntegerField("au moins", default=0)
    at_most = models.PositiveSmallIntegerField("au plus", null=True, blank=True)

    class Meta:
        verbose_name = "règle de composition"
        verbose_name_plural = "règles de composition"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(at_most__isnull=True) | Q(at_most__gte=models.F("at_least")),
                name="rule_bounds_in_order",
                violation_error_message="Le plus est au moins égal au moins.",
            ),
            models.CheckConstraint(
                condition=Q(at_least__gte=1) | Q(at_most__isnull=False),
                name="rule_asks_something",
                violation_error_message="Donnez au moins l’un des deux nombres.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trait} {self.value}"


class Hold(models.Model):
    """An application kept in, or left out, by hand, with its reason."""

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="hold", verbose_name="candidature"
    )
    keep = models.BooleanField("gardée d’office")
    reason = models.CharField("pourquoi", max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    held_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "choix fait à la main"
        verbose_name_plural = "choix faits à la main"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.application} : {'gardée' if self.keep else 'laissée'}"


class Outcome(models.TextChoices):
    RETAINED = "RETAINED", "Retenue"
    WAITING = "WAITING", "En liste d’attente"
    REFUSED = "REFUSED", "Non retenue"


class Decision(models.Model):
    """What is decided of an application. Until its letter has left, only facilitators know."""

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="decision", verbose_name="candidature"
    )
    outcome = models.CharField("décision", max_length=8, choices=Outcome)
    rank = models.PositiveSmallIntegerField("rang d’attente", null=True, blank=True)
    reason = models.TextField("raisons")
    subject = models.CharField("objet de la lettre", max_length=150)
    letter = models.TextField("lettre")
    read_at = models.DateTimeField("relue le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    told = models.CharField("ce que les auteurs savent", max_length=8, choices=Outcome, blank=True)
    declined_at = models.DateTimeField("place refusée le", null=True, blank=True)

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ("outcome", "rank", "application__name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="WAITING", rank__isnull=False)
                | (~Q(outcome="WAITING") & Q(rank__isnull=True)),
                name="decision_waits_with_a_rank",
                violation_error_message="Seule une candidature en attente a un rang.",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(read_at__isnull=False),
                name="decision_read_before_sent",
                violation_error_message="Une lettre est relue avant de partir.",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | Q(sent_at__isnull=False),
                name="decision_known_before_declined",
                violation_error_message="On ne refuse qu’une place annoncée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} : {self.get_outcome_display()}"
