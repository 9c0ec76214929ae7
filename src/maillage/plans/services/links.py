"""The link of a party: whoever holds it keeps the commitment up to date, without an account."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.core.outbox import post
from maillage.core.tokens import token_digest, token_from
from maillage.plans.models import Party
from maillage.programmes.services import save_checked

PURPOSE: Final = "plans-party"
SENT: Final = "Le lien de votre engagement"
HANDED: Final = "On vous passe la suite d’un engagement"


def token_of(party: Party) -> str:
    """The secret of a party's address: the same each time it is asked for, and kept nowhere."""
    return token_from(PURPOSE, str(party.seed))


def link_of(party: Party) -> str:
    """The address that a party opens."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('holding:show', args=[token_of(party)])}"


def party_of_link(token: str) -> Party | None:
    """The party that a link opens; a link that was handed on, or of somebody who left, opens nothing."""
    found = Party.objects.select_related("commitment__territory__programme", "actor")
    return found.filter(
        token_digest=token_digest(token), left_at__isnull=True, commitment__removed_at__isnull=True
    ).first()


def write_link(*, party: Party, subject: str = SENT, template: str = "plans/mail/link.txt") -> bool:
    """Write the link to whoever keeps the commitment up; whether there was an address."""
    if not party.email:
        return False
    post(
        kind="commitment",
        recipient=party.email,
        subject=subject,
        body=render_to_string(template, letter_of(party)),
        # One link, one mail: a link sent again after it was handed on is another one.
        scope=f"party:{party.pk}:{party.seed}",
        reply_to=party.commitment.territory.programme.facilitator_contact,
        space=party.commitment.territory.programme.slug,
    )
    return True


def letter_of(party: Party) -> dict[str, object]:
    """What the mails and the letter of a party say."""
    return {
        "party": party,
        "commitment": party.commitment,
        "territory": party.commitment.territory,
        "programme": party.commitment.territory.programme,
        "url": link_of(party),
    }


@transaction.atomic
def hand_on(*, party: Party, email: str, now: datetime | None = None) -> Party:
    """Somebody else of the same actor goes on: the old link closes, the new one is written to the address given."""
    row = Party.objects.select_for_update().get(pk=party.pk)
    if row.left_at is not None or row.token_digest != party.token_digest:
        raise ValidationError("Ce lien a déjà été passé à quelqu’un d’autre.")
    if not email.strip():
        raise ValidationError({"email": "À quelle adresse écrire à la personne qui prend la suite\u202f?"})
    row.seed, row.email, row.reminders_off_at = uuid.uuid4(), email.strip(), None
    row.token_digest = token_digest(token_of(row))
    save_checked(row)
    write_link(party=row, subject=HANDED, template="plans/mail/handed.txt")
    return row


@transaction.atomic
def renew_link(*, party: Party) -> Party:
    """A link that went astray: another one takes its place, and is written when there is an address."""
    row = Party.objects.select_for_update().get(pk=party.pk)
    row.seed = uuid.uuid4()
    row.token_digest = token_digest(token_of(row))
    save_checked(row)
    write_link(party=row)
    return row


@transaction.atomic
def agree(*, party: Party, public: bool, tie: bool, now: datetime | None = None) -> None:
    """The actor says yes to its part; whether the public may read it; whether both sides of a tie may be read."""
    Party.objects.filter(pk=party.pk, agreed_at__isnull=True).update(agreed_at=now or timezone.now())
    Party.objects.filter(pk=party.pk).update(agrees_public=public, agrees_tie=tie)
