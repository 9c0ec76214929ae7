"""`python -m maillage serve`: the platform on one's own data."""

from __future__ import annotations

import os
import shlex
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from maillage.accounts.models import User
from maillage.dashboard import serving


class Command(BaseCommand):
    help = "Met la base à jour, puis lance le serveur et le calcul des diagnostics."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="adresse d’écoute")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port d’écoute")

    def handle(self, *args: Any, bind: str, port: int, **options: Any) -> None:
        serving.listen_at(bind, port)
        serving.prepare()
        sys.exit(serving.run(bind=bind, port=port, when_ready=self._welcome))

    def _welcome(self) -> None:
        self.stdout.write(f"\nLa plateforme est ouverte\u00a0: {settings.BASE_URL}/")
        self.stdout.write(f"Les données sont dans {settings.DATA_DIR}")
        if not User.objects.exists():
            self.stdout.write("\nAucun compte encore. Ouvrez le premier dans un autre terminal\u00a0:")
            self.stdout.write(f"  {self._first_account()}\n")
        self.stdout.write("Pour arrêter\u00a0: Ctrl+C\n")
        self.stdout.flush()

    def _first_account(self) -> str:
        """A command to copy as it is: the same data, the same address, the same Python."""
        given = {"MAILLAGE_DATA": str(settings.DATA_DIR)}
        given |= {name: os.environ[name] for name in ("PORT", "MAILLAGE_URL") if os.environ.get(name)}
        said = [f"{name}={shlex.quote(value)}" for name, value in given.items()]
        said += ["DATABASE_URL=…"] if os.environ.get("DATABASE_URL") else []  # it may hold a password
        return " ".join([*said, shlex.quote(sys.executable), "-m maillage premier_compte vous@exemple.fr"])
