"""`python -m maillage serve`: the platform on one's own data."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.accounts.models import User
from maillage.dashboard import serving


class Command(BaseCommand):
    help = "Met la base à jour, puis lance le serveur et le calcul des diagnostics."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="adresse d’écoute")
        parser.add_argument(
            "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port d’écoute"
        )

    def handle(self, *args: Any, bind: str, **options: Any) -> None:
        port = int(os.environ.get("PORT", "8000"))
        if not serving.is_free(bind, port):
            raise CommandError(
                f"Le port {port} est déjà pris. Choisissez-en un autre\u202f: PORT=8001 make serve"
            )
        serving.prepare()
        sys.exit(serving.run(bind=bind, port=port, when_ready=self._welcome))

    def _welcome(self) -> None:
        self.stdout.write(f"\nLa plateforme est ouverte\u202f: {settings.BASE_URL}/")
        self.stdout.write(f"Les données sont dans {settings.DATA_DIR}")
        if not User.objects.exists():
            self.stdout.write("\nAucun compte encore. Ouvrez le premier dans un autre terminal\u202f:")
            self.stdout.write("  python -m maillage premier_compte vous@exemple.fr")
        self.stdout.write("Pour arrêter\u202f: Ctrl+C\n")
