"""What phones said in the room: counted by place for the gate, all together for those who conduct."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from maillage.core.privacy import MIN_RESPONDENTS_PUBLIC
from maillage.meetings.models import Ballot, Choice, Poll, Vote, Workshop
from maillage.statements.models import Statement

Hands = tuple[int, int, int]  # agree, disagree, pass
ALMOST_ALL: Final = 0.8
RATHER: Final = 0.6


def poll_of(workshop: Workshop) -> Poll | None:
    """The vote of a workshop, once it was opened."""
    return Poll.objects.filter(workshop=workshop).first()


def choices_of(ballot: Ballot) -> dict[int, str]:
    """{statement: choice} of a phone."""
    return dict(Vote.objects.filter(ballot=ballot).values_list("statement", "choice"))


def phones_counted(workshop: Workshop) -> dict[tuple[int, str], Hands]:
    """{(statement, role): (agree, disagree, pass)}: raw, for the gate and nobody else."""
    rows = Vote.objects.filter(ballot__poll__workshop=workshop)
    counted = Counter(rows.values_list("statement", "ballot__role", "choice"))
    return {
        (pk, role): (
            counted[pk, role, Choice.AGREE],
            counted[pk, role, Choice.DISAGREE],
            counted[pk, role, Choice.PASS],
        )
        for pk, role, _ in counted
    }


@dataclass(frozen=True)
class PhoneLine:
    """What the phones of a room say of one statement, all places together, in words: nobody counts back to somebody."""

    statement: Statement
    says: str


def phone_lines(workshop: Workshop, statements: list[Statement]) -> list[PhoneLine]:
    """What those who conduct tell the room, once it is closed: read while it votes, each new phone would be known."""
    if workshop.is_open:
        return []
    totals: dict[int, Hands] = {}
    for (pk, _), hands in phones_counted(workshop).items():
        agree, disagree, passing = totals.get(pk, (0, 0, 0))
        totals[pk] = (agree + hands[0], disagree + hands[1], passing + hands[2])
    return [PhoneLine(each, _words(totals.get(each.pk, (0, 0, 0)))) for each in statements]


def _words(hands: Hands) -> str:
    total = sum(hands)
    if total < MIN_RESPONDENTS_PUBLIC:
        return f"Moins de {MIN_RESPONDENTS_PUBLIC} téléphones ont répondu."
    agree, disagree = hands[0] / total, hands[1] / total
    for share, most, rather in (
        (agree, "Presque toute la salle est d’accord.", "La salle est plutôt d’accord."),
        (disagree, "Presque toute la salle n’est pas d’accord.", "La salle n’est plutôt pas d’accord."),
    ):
        if share >= ALMOST_ALL:
            return most
        if share >= RATHER:
            return rather
    return "La salle est partagée."
