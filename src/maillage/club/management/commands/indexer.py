"""`maillage indexer`: read every published sheet again, after the way words are read has changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maillage.club.services.search import index_every_practice


class Command(BaseCommand):
    help = "Relit toutes les pratiques publiées pour la recherche."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index_every_practice()} pratiques dans la recherche.")
