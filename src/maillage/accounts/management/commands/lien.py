"""`python -m maillage lien <adresse>`: print a sign-in link, when mail does not go out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.accounts.models import User
from maillage.accounts.services import sign_in_url


class Command(BaseCommand):
    help = "Écrit un lien de connexion pour une adresse qui a un compte."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="l’adresse électronique du compte")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Aucun compte ouvert pour {email}.")
        self.stdout.write(sign_in_url(user))
