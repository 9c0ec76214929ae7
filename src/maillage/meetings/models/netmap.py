"""The cards of a Net-Map workshop, and the map of each table: what a table sees, never merged with what actors declare."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from maillage.meetings.models.workshop import Table, Workshop


class Deck(models.Model):
    """The actors on the cards of a workshop, in the order of their numbers. A number never changes: paper is already printed."""

    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="deck", verbose_name="atelier")
    actors = models.JSONField("acteurs, dans l’ordre des cartes", default=list)
    dealt_at = models.DateTimeField("cartes faites le")

    class Meta:
        verbose_name = "jeu de cartes"
        verbose_name_plural = "jeux de cartes"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Cartes de {self.workshop}"


class TableMap(models.Model):
    """The map of a table as it was typed once. Never rewritten: the last one counts, the others are kept.

    ties: [[actor, actor, 1 or 2 strokes]…]; towers: {actor: height from 0 to 5}.
    """

    table = models.ForeignKey(Table, models.CASCADE, related_name="maps", verbose_name="table")
    ties = models.JSONField("traits", default=list, blank=True)
    towers = models.JSONField("tours", default=dict, blank=True)
    said_at = models.DateTimeField("dite le")

    class Meta:
        verbose_name = "carte d’une table"
        verbose_name_plural = "cartes des tables"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Carte de {self.table}"
