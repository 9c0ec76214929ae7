"""Workshops, the tables where people sit, and what each table says. A table is a group: nobody is named."""

from __future__ import annotations

from typing import ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from maillage.core import privacy
from maillage.meetings.damour import LEVELS
from maillage.statements.models import Conversation, Statement
from maillage.statements.roles import Role
from maillage.territories.models import Territory
from maillage.territories.validators import refuse_person_name

MOST_PEOPLE: Final = 500


class Format(models.TextChoices):
    GRID = "GRID", "Grille de la coopération"
    NETMAP = "NETMAP", "Carte des acteurs (Net-Map)"
    STATEMENTS = "STATEMENTS", "Énoncés mis aux voix"
    RESOURCES = "RESOURCES", "Carte des ressources"
    PATH = "PATH", "Chemin d’une situation fictive"
    MIRRORS = "MIRRORS", "Mur des représentations"
    WEATHER = "WEATHER", "Météo des coopérations"
    EXPECTATIONS = "EXPECTATIONS", "Nous et vous"
    OBSTACLES = "OBSTACLES", "Arbre des obstacles"
    PRIORITIES = "PRIORITIES", "Choix des priorités"
    PROMISES = "PROMISES", "Promesses et engagements"
    RESTITUTION = "RESTITUTION", "Restitution publique"


class Workshop(models.Model):
    """People who met to look at their cooperation, one day, somewhere."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="workshops", verbose_name="territoire"
    )
    title = models.CharField("intitulé", max_length=120)
    format = models.CharField("format", max_length=12, choices=Format, default=Format.GRID)
    held_on = models.DateField("date")
    place = models.CharField("lieu", max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "durée (minutes)", null=True, blank=True, validators=[MinValueValidator(5), MaxValueValidator(960)]
    )
    audience = models.CharField(
        "public",
        max_length=120,
        blank=True,
        help_text="Par exemple\u00a0: parents et professionnels de l’école.",
    )
    outcome = models.TextField("ce qui en est sorti", blank=True)
    conversation = models.ForeignKey(
        Conversation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name="énoncés à mettre aux voix",
        help_text="Ceux d’une conversation ouverte\u202f; on compte les mains levées, place par place.",
    )
    meeting = models.ForeignKey(
        "meetings.Meeting",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name="pendant la rencontre",
    )
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "atelier"
        verbose_name_plural = "ateliers"
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the tables may still write."""
        return self.closed_at is None


class Table(models.Model):
    """A group at a table: how many, and a link of their own to write what they agree on."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="tables", verbose_name="atelier")
    name = models.CharField("nom", max_length=60, validators=[refuse_person_name])
    people = models.PositiveSmallIntegerField(
        "personnes",
        validators=[MinValueValidator(privacy.MIN_RATERS), MaxValueValidator(MOST_PEOPLE)],
        help_text=f"Au moins {privacy.MIN_RATERS}\u00a0: ce que dit une table n’est à personne.",
    )
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    created_at = models.DateTimeField("ouverte le")

    class Meta:
        verbose_name = "table"
        verbose_name_plural = "tables"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workshop", "name"],
                name="table_name_once",
                violation_error_message="Une table porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What a table says of one question of the grid. Never rewritten: the last one counts, the others are kept."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="readings", verbose_name="table")
    indicator = models.CharField("question", max_length=20)
    level = models.PositiveSmallIntegerField(
        "niveau",
        null=True,
        blank=True,
        choices=list(LEVELS.items()),
        help_text="Vide\u00a0: la table hésite.",
    )
    reason = models.CharField("pourquoi", max_length=300, blank=True)
    said_at = models.DateTimeField("dit le")

    class Meta:
        verbose_name = "lecture d’une table"
        verbose_name_plural = "lectures des tables"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__in=list(LEVELS)),
                name="reading_level_known",
                violation_error_message="Ce niveau n’existe pas.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} — {self.indicator}"


class HandCount(models.Model):
    """Hands raised on a statement by the people of one role. Never rewritten: the last one counts, the others are kept."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="hands", verbose_name="atelier")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="hands", verbose_name="énoncé")
    role = models.CharField("place", max_length=20, choices=Role)
    agree = models.PositiveSmallIntegerField("d’accord", validators=[MaxValueValidator(MOST_PEOPLE)])
    disagree = models.PositiveSmallIntegerField("pas d’accord", validators=[MaxValueValidator(MOST_PEOPLE)])
    passing = models.PositiveSmallIntegerField("passent", validators=[MaxValueValidator(MOST_PEOPLE)])
    said_at = models.DateTimeField("compté le")

    class Meta:
        verbose_name = "main levée"
        verbose_name_plural = "mains levées"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.workshop} — {self.get_role_display()}"

    @property
    def counts(self) -> tuple[int, int, int]:
        """Agree, disagree, pass."""
        return self.agree, self.disagree, self.passing
