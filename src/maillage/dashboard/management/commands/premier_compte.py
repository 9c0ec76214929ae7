"""`python -m maillage premier_compte vous@exemple.fr`: the first facilitator of one's own platform."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.services import invite_user, sign_in_url
from maillage.programmes.models import Programme, ProgrammeRoleKind
from maillage.programmes.queries import is_facilitator
from maillage.programmes.services import create_programme, grant_role


class Command(BaseCommand):
    help = "Ouvre le programme et son premier compte de tiers facilitateur, puis donne son lien de connexion."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="adresse électronique du tiers facilitateur")
        parser.add_argument("--nom", default="", help="prénom et nom")
        parser.add_argument("--programme", default="Mon programme", help="nom du programme")
        parser.add_argument(
            "--organisme", default="Tiers facilitateur", help="organisme qui accompagne les territoires"
        )

    def handle(
        self, *args: Any, email: str, nom: str, programme: str, organisme: str, **options: Any
    ) -> None:
        try:
            validate_email(email)
            user = open_first_account(
                email=email, full_name=nom, programme_name=programme, facilitator_name=organisme
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"Compte ouvert\u00a0: {user.email}. Son lien de connexion, valable quelques minutes\u00a0:"
        )
        self.stdout.write(sign_in_url(user))


@transaction.atomic
def open_first_account(*, email: str, full_name: str, programme_name: str, facilitator_name: str) -> User:
    """The programme when there is none yet, and a facilitator for it."""
    today = timezone.localdate()
    user = invite_user(email=email, full_name=full_name)
    programme = Programme.objects.first() or create_programme(
        name=programme_name,
        facilitator_name=facilitator_name,
        facilitator_contact=user.email,
        starts_on=today,
    )
    if not is_facilitator(user, programme):
        grant_role(programme=programme, user=user, kind=ProgrammeRoleKind.FACILITATOR, starts_on=today)
    return user
