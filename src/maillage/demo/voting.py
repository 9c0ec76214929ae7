"""An evening when a room votes on the statements of its conversation: by phone, and by hand for those who have none."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Final

from django.db import transaction

from maillage.meetings.models import Ballot, Choice, Format, Workshop
from maillage.meetings.queries.workshops import votable
from maillage.meetings.services import close_workshop, count_hands, hold_workshop
from maillage.meetings.services.votes import ballot_of_link, cast_votes, open_poll, take_ballot
from maillage.statements.models import Conversation
from maillage.statements.roles import Role
from maillage.territories.models import Territory

SEED: Final = 6
AFTER_OPENING: Final = timedelta(days=12)
PHONES: Final = {Role.PARENTS: 7, Role.SCHOOL: 6, Role.SOCIAL: 6, Role.ASSOCIATIONS: 5}
HANDS: Final = {Role.PARENTS: 6, Role.RESIDENTS: 8}  # how many have no phone, or prefer not
LEANS: Final = (0.85, 0.45, 0.7, 0.3, 0.6)  # how many agree, statement after statement


@transaction.atomic
def build_vote(*, territory: Territory) -> None:
    """One evening, closed; one that exists is left as it is."""
    conversation = Conversation.objects.filter(territory=territory).first()
    if conversation is None or Workshop.objects.filter(conversation=conversation).exists():
        return
    room = hold_workshop(
        territory=territory,
        title="La salle se prononce",
        format=Format.STATEMENTS,
        held_on=conversation.opened_at.date() + AFTER_OPENING,
        place="Centre social",
        minutes=45,
        audience="parents, habitants et professionnels",
        conversation=conversation,
    )
    draw = random.Random(SEED)
    statements = [each.pk for each in votable(room)]
    leans = {pk: LEANS[rank % len(LEANS)] for rank, pk in enumerate(statements)}
    poll = open_poll(workshop=room)
    for role, phones in PHONES.items():
        for _ in range(phones):
            ballot = ballot_of_link(take_ballot(poll=poll, role=role))
            assert isinstance(ballot, Ballot)
            cast_votes(ballot=ballot, choices={pk: _said(draw, leans[pk]) for pk in statements})
    for role, people in HANDS.items():
        raised = {pk: [_said(draw, leans[pk]) for _ in range(people)] for pk in statements}
        counts = {
            pk: (said.count(Choice.AGREE), said.count(Choice.DISAGREE), said.count(Choice.PASS))
            for pk, said in raised.items()
        }
        count_hands(workshop=room, role=role, counts=counts)
    close_workshop(workshop=room)


def _said(draw: random.Random, lean: float) -> str:
    drawn = draw.random()
    return (
        Choice.AGREE if drawn < lean else Choice.DISAGREE if drawn < lean + 0.8 * (1 - lean) else Choice.PASS
    )
