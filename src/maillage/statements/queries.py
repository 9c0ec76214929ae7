"""What one may read of conversations: their list, the queue of those who lead, and what an author's receipt tells."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from maillage.core import tokens
from maillage.statements.models import Conversation, Moderation, State, Statement
from maillage.statements.services import PURPOSE
from maillage.territories.models import Territory


def conversations_of(territory: Territory) -> QuerySet[Conversation]:
    """The conversations of a territory, the latest first, with what waits and what is published."""
    return Conversation.objects.filter(territory=territory).annotate(
        waiting=Count("statements", filter=Q(statements__state=State.PROPOSED)),
        published=Count("statements", filter=Q(statements__state=State.PUBLISHED)),
    )


def waiting_in(conversation: Conversation) -> int:
    """How many statements wait to be decided."""
    return Statement.objects.filter(conversation=conversation, state=State.PROPOSED).count()


@dataclass(frozen=True)
class Shelf:
    """The statements of a conversation by state. Those published carry the ones merged with them."""

    proposed: list[Statement]
    published: list[Statement]
    not_kept: list[Statement]

    @property
    def is_empty(self) -> bool:
        return not (self.proposed or self.published or self.not_kept)


def shelf_of(conversation: Conversation) -> Shelf:
    """Every statement, in two queries."""
    merged = Prefetch("merged", queryset=Statement.objects.order_by("pk"))
    rows = list(conversation.statements.prefetch_related(merged).order_by("pk"))
    return Shelf(
        proposed=[each for each in rows if each.state == State.PROPOSED],
        published=[each for each in rows if each.state == State.PUBLISHED],
        not_kept=[each for each in rows if each.state == State.NOT_KEPT],
    )


def history_of(statement: Statement) -> list[Moderation]:
    """Every decision on a statement, the first one first."""
    return list(statement.moderations.select_related("by").order_by("pk"))


def statement_of_receipt(code: str) -> Statement | None:
    """The statement that a receipt tells about."""
    read = tokens.read_code(code[:40])
    if read is None:
        return None
    found = Statement.objects.select_related("conversation__territory__programme", "merged_into")
    return found.filter(receipt_digest=tokens.code_digest(PURPOSE, read)).first()
