"""Voting by phone in the room: open it, take a ballot, say what one thinks of each statement."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.core.tokens import token_digest, token_from
from maillage.meetings.models import MOST_PEOPLE, Ballot, Choice, Poll, Vote, Workshop
from maillage.meetings.queries.workshops import votable
from maillage.meetings.services.workshops import CLOSED
from maillage.programmes.services import save_checked
from maillage.statements.roles import ROLES

POLL: Final = "workshop-poll"
BALLOT: Final = "workshop-ballot"
FULL: Final = "Plus de téléphones ont ouvert ce vote qu’il n’y a de places dans une salle. Dites-le à qui conduit l’atelier."


@transaction.atomic
def open_poll(*, workshop: Workshop, now: datetime | None = None) -> Poll:
    """Let the room vote by phone; opened twice, it is the same vote."""
    locked = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    found = Poll.objects.filter(workshop=locked).first()
    if found is not None:
        return found
    if not locked.is_open:
        raise ValidationError(CLOSED)
    if not votable(locked):
        raise ValidationError("Publiez d’abord des énoncés dans la conversation de cet atelier.")
    made = Poll(workshop=locked, opened_at=now or timezone.now())
    made.token_digest = token_digest(token_of(made))
    save_checked(made)
    return made


def token_of(poll: Poll) -> str:
    """The secret of the room's link, shown again each time it is asked for."""
    return token_from(POLL, f"{poll.workshop_id}:{poll.opened_at.timestamp()}")


def link_of(poll: Poll) -> str:
    """The address that the QR code opens."""
    return reverse("tables:vote", args=[token_of(poll)])


def poll_of_link(token: str) -> Poll | None:
    """The vote that a link opens."""
    rows = Poll.objects.select_related("workshop__territory", "workshop__conversation")
    return rows.filter(token_digest=token_digest(token)).first()


@transaction.atomic
def take_ballot(*, poll: Poll, role: str) -> str:
    """A ballot for one phone; returns the secret of its address, of which only the digest stays."""
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=poll.workshop_id)
    if not workshop.is_open:
        raise ValidationError(CLOSED)
    if role not in ROLES:
        raise ValidationError("Choisissez votre place dans la liste.")
    if Ballot.objects.filter(poll=poll).count() >= MOST_PEOPLE:
        raise ValidationError(FULL)
    token = token_from(BALLOT, str(uuid.uuid4()))
    save_checked(Ballot(poll=poll, role=role, token_digest=token_digest(token)))
    return token


def ballot_of_link(token: str) -> Ballot | None:
    """The ballot that a link opens, also when the workshop is closed."""
    rows = Ballot.objects.select_related("poll__workshop__conversation")
    return rows.filter(token_digest=token_digest(token)).first()


@transaction.atomic
def cast_votes(*, ballot: Ballot, choices: Mapping[int, str]) -> int:
    """Write what a phone says, statement by statement; the last choice counts. Returns how many changed."""
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=ballot.poll.workshop_id)
    if not workshop.is_open:
        raise ValidationError(CLOSED)
    known = {each.pk for each in votable(workshop)}
    said = {pk: choice for pk, choice in choices.items() if pk in known}
    if not set(said.values()) <= set(Choice.values):
        raise ValidationError("Cette réponse n’est pas dans la liste.")
    before = dict(Vote.objects.filter(ballot=ballot).values_list("statement", "choice"))
    changed = {pk: choice for pk, choice in said.items() if before.get(pk) != choice}
    Vote.objects.bulk_create(
        [Vote(ballot=ballot, statement_id=pk, choice=choice) for pk, choice in changed.items()],
        update_conflicts=True,
        unique_fields=["ballot", "statement"],
        update_fields=["choice"],
    )
    return len(changed)
