"""What is written to those who are asked: one short mail, its link, its end. The outbox sends it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse

from maillage.core.models import Mail, Policy
from maillage.core.outbox import cancel, post
from maillage.surveys import tokens
from maillage.surveys.models import Invitation, Participation, Wave

REMINDER: Final = "reminder"
INVITED: Final = "Votre invitation à répondre, pour les enfants et les familles"
REMINDED: Final = "Il est encore temps de répondre"


def address_of(token: str) -> str:
    """The address that a link opens."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('respond:start', args=[token])}"


def token_of(invitation: Invitation) -> str | None:
    """The link of an invitation again; nothing when the secret key has changed since."""
    token = tokens.token_from(invitation.code_digest)
    return token if tokens.token_digest(token) == invitation.token_digest else None


def write_invitation(*, invitation: Invitation, token: str) -> Mail:
    """The mail of a new invitation, sent at least once: without it nobody can answer."""
    participation = invitation.participation
    return post(
        kind="invitation",
        recipient=_address(invitation),
        subject=INVITED,
        body=render_to_string("surveys/mail/invitation.txt", _words(participation, token)),
        scope=f"invitation:{invitation.pk}",
        **_envelope(participation.wave),
    )


def write_reminder(*, invitation: Invitation, begun: bool, sequence: int) -> Mail | None:
    """One reminder, at most once; the same link as before, which dies under nobody."""
    participation, token = invitation.participation, token_of(invitation)
    if token is None:
        return None
    return post(
        kind=REMINDER,
        recipient=_address(invitation),
        subject=REMINDED,
        body=render_to_string("surveys/mail/reminder.txt", _words(participation, token) | {"begun": begun}),
        scope=scope_of(participation),
        sequence=sequence,
        policy=Policy.AT_MOST_ONCE,
        **_envelope(participation.wave),
    )


def scope_of(participation: Participation) -> str:
    """What the reminders to an actor are about."""
    return f"participation:{participation.pk}"


def cancel_reminders(*, participations: Iterable[int]) -> int:
    """Take back the reminders that have not left yet: one has answered, or nobody can any more."""
    return cancel(kind=REMINDER, scopes=[f"participation:{pk}" for pk in participations])


def _address(invitation: Invitation) -> str:
    if invitation.person is None or not invitation.person.email:
        raise ValidationError("Cette invitation n’a pas d’adresse électronique\u00a0: remettez une lettre.")
    return invitation.person.email


def _words(participation: Participation, token: str) -> dict[str, Any]:
    wave = participation.wave
    programme = wave.territory.programme
    return {
        "territory": wave.territory,
        "programme": programme,
        "actor": participation.actor.name,
        "url": address_of(token),
        "closes_at": wave.closes_at,
        "contact": programme.facilitator_contact,
        "signature": programme.facilitator_name or wave.territory.name,
    }


def _envelope(wave: Wave) -> dict[str, Any]:
    programme = wave.territory.programme
    # No `valid_until`: it would let three hundred mails pass before the sign-in link of somebody who waits for it.
    return {"reply_to": programme.facilitator_contact, "space": programme.slug}
