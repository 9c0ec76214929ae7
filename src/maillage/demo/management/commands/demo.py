"""`python -m maillage demo`: a living platform with ten fictional cités, and a sign-in link for each role."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.accounts.models import User
from maillage.accounts.services import sign_in_url
from maillage.dashboard import serving
from maillage.demo import services


class Command(BaseCommand):
    help = "Construit le programme fictif s’il manque, puis lance la plateforme et donne un lien par rôle."
    # What one sees first is a progress, not the framework's own checks.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="adresse d’écoute")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port d’écoute")
        parser.add_argument("--build-only", action="store_true", help="construit sans lancer la plateforme")

    def handle(self, *args: Any, bind: str, port: int, build_only: bool, **options: Any) -> None:
        if not settings.DEMO:  # reusable links, no second factor: settings are read at start
            serving.start_again(MAILLAGE_DEMO="1")
        if not build_only:
            serving.listen_at(bind, port)
        serving.prepare()
        self._build()
        if not build_only:
            sys.exit(serving.run(bind=bind, port=port, when_ready=self._welcome))

    def _build(self) -> None:
        if services.holds_other_data():
            raise CommandError(
                f"Le dossier {settings.DATA_DIR} contient un vrai programme\u00a0: la démonstration ne s’y mélange pas."
                " Donnez-lui un autre dossier\u00a0: MAILLAGE_DATA=var/demo make demo"
            )
        if services.is_built():
            self.stdout.write("Le programme fictif est déjà là\u00a0: rien n’est reconstruit.")
            return
        begun = time.monotonic()
        self.stdout.write("Construction du programme fictif\u00a0: dix cités, trois vagues, leurs réponses")
        services.build_programme(say=self._say)
        self.stdout.write(f"Construit en {time.monotonic() - begun:.0f}\u00a0s.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _welcome(self) -> None:
        self.stdout.write(f"\nLa plateforme est ouverte\u00a0: {settings.BASE_URL}/\n")
        self.stdout.write("Entrez d’un clic, dans le rôle de votre choix\u00a0:\n")
        users = {
            user.email: user
            for user in User.objects.filter(email__in=[r.email for r in services.ROLES.values()])
        }
        for role in services.ROLES.values():
            if role.email in users:  # a folder built by an older version may lack the latest ones
                self.stdout.write(f"  {role.label:<36}{sign_in_url(users[role.email])}")
        self.stdout.write("\nTout est fictif. Les données restent dans " + str(settings.DATA_DIR))
        self.stdout.write("Pour arrêter\u00a0: Ctrl+C\n")
        self.stdout.flush()
