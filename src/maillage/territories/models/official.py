"""The official list of places: communes and priority neighbourhoods (QPV), as an operator imports them.

A code is for ever: a commune that joined another one keeps its line, which names the one it joined.
"""

from __future__ import annotations

from django.db import models

from maillage.territories.geography import department_name


class Commune(models.Model):
    """A commune. A former one (merged, delegated, a city district) names the commune that replaced it."""

    code = models.CharField("code officiel", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=120)
    folded = models.CharField("nom cherché", max_length=120, db_index=True, editable=False)
    department = models.CharField("département", max_length=3)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="former",
        verbose_name="remplacée par",
    )

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ("folded", "code")

    def __str__(self) -> str:
        return f"{self.name} ({self.department})"

    @property
    def department_name(self) -> str:
        """« Seine-Saint-Denis »."""
        return department_name(self.department)


class Quarter(models.Model):
    """A priority neighbourhood (QPV); one in ten lies in several communes."""

    code = models.CharField("code officiel", max_length=12, primary_key=True)
    name = models.CharField("nom", max_length=160)
    communes = models.ManyToManyField(Commune, related_name="quarters", verbose_name="communes")

    class Meta:
        verbose_name = "quartier prioritaire (QPV)"
        verbose_name_plural = "quartiers prioritaires (QPV)"
        ordering = ("name", "code")

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
