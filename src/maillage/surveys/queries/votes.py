"""Votes on statements: what a sheet is asked, and what was said of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from maillage.core import privacy
from maillage.statements.models import Conversation, State, Statement
from maillage.surveys.models import Sheet, Wave
from maillage.surveys.queries.respondents import said_by_respondent


def statements_of(wave: int) -> dict[str, str]:
    """{statement pk: text} of what a wave puts to the vote, in the order it was put forward."""
    rows = Statement.objects.filter(conversation__waves=wave, state=State.PUBLISHED).order_by("pk")
    return {str(pk): text for pk, text in rows.values_list("pk", "text")}


def open_conversation_of(sheet: Sheet) -> Conversation | None:
    """Where whoever fills this sheet may put a statement forward; read only when the wave has statements."""
    if not set(sheet.wave.blocks) & {"statements", "statements_residents"}:
        return None
    return Conversation.objects.filter(waves=sheet.wave_id, closed_at__isnull=True).order_by("pk").first()


def shuffled(statements: Mapping[str, str], seed: str) -> dict[str, str]:
    """Each sheet has its own order, so that no statement is always the last; the same one each time it is opened."""
    order = sorted(statements, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).digest())
    return {pk: statements[pk] for pk in order}


def votes_said(said: Mapping[str, Any]) -> dict[str, int]:
    """{statement pk: vote} among all that a respondent said."""
    tables = [value["votes"] for value in said.values() if isinstance(value, dict) and "votes" in value]
    return {pk: vote for table in tables for pk, vote in table.items()}


def told_voters(wave: Wave) -> str:
    """How many voted, by fives: two readings of the exact number would tell when one person answered."""
    count = voters_of(wave)
    if count < privacy.MIN_RESPONDENTS:
        return f"Moins de {privacy.MIN_RESPONDENTS}\u00a0personnes ou structures ont voté."
    step = privacy.MIN_RESPONDENTS
    return f"Au moins {count // step * step}\u00a0personnes ou structures ont voté."


def voters_of(wave: Wave) -> int:
    """How many sheets that count voted on one statement at least."""
    return sum(bool(votes_said(said)) for said in said_by_respondent(wave).values())
