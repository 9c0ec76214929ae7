"""Who may open a conversation. Whoever proposes a statement has no account: a public page, and a receipt."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from maillage.statements.models import Conversation, Statement
from maillage.territories.permissions import can_manage_territory, can_see_territory


def can_see_conversation(user: Any, *, territory: str, conversation: int, **_: Any) -> dict[str, Any]:
    """Any member of the territory."""
    found = can_see_territory(user, territory=territory)
    one = get_object_or_404(Conversation, pk=conversation, territory=found["territory"])
    return found | {"conversation": one}


def can_manage_conversation(user: Any, *, territory: str, conversation: int, **_: Any) -> dict[str, Any]:
    """Pilots of the territory and facilitators of its programme."""
    found = can_manage_territory(user, territory=territory)
    one = get_object_or_404(Conversation, pk=conversation, territory=found["territory"])
    return found | {"conversation": one}


def can_manage_statement(
    user: Any, *, territory: str, conversation: int, statement: int, **_: Any
) -> dict[str, Any]:
    """The same people, for one statement of the conversation."""
    found = can_manage_conversation(user, territory=territory, conversation=conversation)
    one = get_object_or_404(
        Statement.objects.select_related("merged_into"), pk=statement, conversation=found["conversation"]
    )
    return found | {"statement": one}
