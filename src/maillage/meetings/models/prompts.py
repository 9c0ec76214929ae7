"""What is put to the tables of a workshop, line by line, and what each table says of it: priorities with their dots, or the steps
of a made-up situation that the room plays."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from maillage.meetings.models.workshop import Table, Workshop


class Prompt(models.Model):
    """A line put to every table."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="prompts", verbose_name="atelier")
    text = models.CharField("ligne", max_length=200)
    position = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "ligne d’un atelier"
        verbose_name_plural = "lignes d’un atelier"
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workshop", "text"],
                name="prompt_once",
                violation_error_message="Cette ligne est écrite deux fois.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Saying(models.Model):
    """What a table says of a line. Never rewritten: the last one counts, the others are kept."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="sayings", verbose_name="table")
    prompt = models.ForeignKey(Prompt, models.PROTECT, related_name="sayings", verbose_name="ligne")
    dots = models.PositiveSmallIntegerField("gommettes", null=True, blank=True)
    text = models.CharField("ce que dit la table", max_length=300, blank=True)
    said_at = models.DateTimeField("dit le")

    class Meta:
        verbose_name = "parole d’une table"
        verbose_name_plural = "paroles des tables"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.table} — {self.prompt}"
