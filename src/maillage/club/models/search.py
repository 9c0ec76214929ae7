"""What the search of practices reads: published sheets as roots of words. The database's own engine indexes it (migration 0002)."""

from __future__ import annotations

from django.db import models

from maillage.club.models.practices import Practice


class Indexed(models.Model):
    """The published version of a sheet, as roots of words in their order (see `words.roots`)."""

    practice = models.OneToOneField(
        Practice, models.CASCADE, related_name="indexed", verbose_name="fiche", primary_key=True
    )
    title = models.TextField("titre")
    labels = models.TextField("listes cochées")
    body = models.TextField("texte")

    class Meta:
        verbose_name = "fiche dans la recherche"
        verbose_name_plural = "fiches dans la recherche"

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word that a published sheet has used: where a typo looks for what it meant."""

    text = models.CharField("mot", max_length=40, primary_key=True)

    class Meta:
        verbose_name = "mot des fiches"
        verbose_name_plural = "mots des fiches"

    def __str__(self) -> str:
        return self.text
