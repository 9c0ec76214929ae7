"""What one may do with a conversation and its statements: open, propose, decide by a public rule, say what came of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core import tokens
from maillage.core.childtext import findings
from maillage.programmes.held_texts.services import guard_text
from maillage.programmes.services import change, save_checked
from maillage.statements.models import Conversation, Moderation, State, Statement
from maillage.territories.models import Actor, ActorStatus, Territory
from maillage.territories.validators import EMAIL, PHONE

PURPOSE: Final = "statement-receipt"
GIVEN_BACK: Final = "maillage.statements.services.give_back"
SHORTEST: Final = 8
CLOSED: Final = "Cette conversation est close\u202f: on n’y propose plus d’énoncé."
NAMED: Final = "Cette phrase parle peut-être d’un enfant, ou nomme quelqu’un. Dites la même chose sans reconnaître personne."
REACHED: Final = "Retirez l’adresse ou le numéro de téléphone\u202f: un énoncé ne désigne personne."
# In a sentence, unlike in the name of an organisation, a civility needs no separator before it.
CIVILITY: Final = re.compile(
    r"\b(?:M\.|MM\.|Mr|Mme|Mmes|Mlle|Dr|Pr|Monsieur|Madame|Mademoiselle|Docteur|Docteure)\.?[\s\u00a0\u202f]+[A-ZÀ-Ý]"
)


@transaction.atomic
def open_conversation(
    *, territory: Territory, question: str, rule: str, now: datetime | None = None
) -> Conversation:
    """Put a question to everybody, with the rule by which what is answered is published."""
    _refuse_names({"question": question, "rule": rule})
    made = Conversation(territory=territory, question=question, rule=rule, opened_at=now or timezone.now())
    save_checked(made)
    return made


@transaction.atomic
def update_conversation(*, conversation: Conversation, **fields: Any) -> None:
    """Correct the question or the rule."""
    _refuse_names(fields)
    change(conversation, fields)


@transaction.atomic
def close_conversation(*, conversation: Conversation, now: datetime | None = None) -> None:
    """Nobody proposes any more; what was published may still be read and voted on."""
    Conversation.objects.filter(pk=conversation.pk, closed_at__isnull=True).update(
        closed_at=now or timezone.now()
    )


@transaction.atomic
def reopen_conversation(*, conversation: Conversation) -> None:
    """Closed too early."""
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=None)


@transaction.atomic
def seed_statement(
    *, conversation: Conversation, text: str, role: str, by: User | None, now: datetime | None = None
) -> Statement:
    """A statement of those who lead the conversation, published at once: there must be some to begin with."""
    text = tidy(text)
    _refuse_names({"text": text})
    _refuse_addresses(text)
    moment = now or timezone.now()
    digest = tokens.code_digest(PURPOSE, tokens.new_code())  # nobody holds this receipt
    made = Statement(
        conversation=conversation,
        text=text,
        role=role,
        seed=True,
        state=State.PUBLISHED,
        receipt_digest=digest,
        proposed_at=moment,
        decided_at=moment,
    )
    save_checked(made)
    _note(made, by, "", moment)
    return made


@transaction.atomic
def propose_statement(
    *, conversation: Conversation, text: str, role: str, key: uuid.UUID, now: datetime | None = None
) -> str:
    """Put a statement forward, without an account; returns the receipt. `key` names this very sending: sent twice, it is
    kept once. A text that may speak of a child is held apart until somebody has read it; its receipt already works.
    """
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    receipt = tokens.receipt(PURPOSE, f"{locked.pk}:{key}")
    digest = tokens.code_digest(PURPOSE, receipt)
    if Statement.objects.filter(receipt_digest=digest).exists():
        return receipt
    if not locked.is_open:
        raise ValidationError(CLOSED)
    text = tidy(text)
    _refuse_addresses(text)
    made = Statement(
        conversation=locked, text=text, role=role, receipt_digest=digest, proposed_at=now or timezone.now()
    )
    save_checked(made)
    if _is_held(made):
        made.text = ""
        made.save(update_fields=["text"])
    return receipt


def tidy(text: str) -> str:
    """One line, one space between words; too short says nothing."""
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        raise ValidationError(
            {"text": "Écrivez une phrase entière\u202f: on doit pouvoir dire si l’on est d’accord."}
        )
    return text


def _is_held(statement: Statement) -> bool:
    territory = statement.conversation.territory
    listed = Actor.objects.filter(territory=territory).exclude(status=ActorStatus.PROPOSED)
    held = guard_text(
        programme=territory.programme,
        text=statement.text,
        origin=f"Énoncé proposé, {territory.name}",
        on_release=GIVEN_BACK,
        release_with={"statement": statement.pk},
        known=list(listed.values_list("name", flat=True)),
    )
    return held is not None


@transaction.atomic
def give_back(*, text: str, statement: int) -> None:
    """After a false alarm: the statement has its words again, and waits to be decided like any other."""
    Statement.objects.filter(pk=statement, text="").update(text=text)


def _refuse_names(fields: Mapping[str, str]) -> None:
    wrong = {name: NAMED for name, text in fields.items() if findings(text)}
    if wrong:
        raise ValidationError(wrong)


def _refuse_addresses(text: str) -> None:
    if EMAIL.search(text) or PHONE.search(text):
        raise ValidationError({"text": REACHED})
    if CIVILITY.search(text):
        raise ValidationError({"text": NAMED})


@transaction.atomic
def decide(
    *,
    statement: Statement,
    state: str,
    by: User | None,
    into: Statement | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Statement:
    """Publish, merge with another, or do not keep; every decision stays in the history, and may be changed by another."""
    locked = _locked(statement)
    reason = " ".join(reason.split())
    _refuse_names({"reason": reason})
    if state not in {State.PUBLISHED, State.MERGED, State.NOT_KEPT}:
        raise ValidationError({"state": "Choisissez une des trois décisions."})
    if state == State.MERGED:
        _check_merge(locked, into)
        Statement.objects.filter(merged_into=locked).update(merged_into=into)
    elif state == State.NOT_KEPT and Statement.objects.filter(merged_into=locked).exists():
        raise ValidationError(
            "D’autres énoncés sont réunis avec celui-ci\u202f: il reste publié, ou rejoint un autre."
        )
    moment = now or timezone.now()
    locked.state, locked.decided_at = state, moment
    locked.merged_into = into if state == State.MERGED else None
    locked.reason = reason
    save_checked(locked)
    _note(locked, by, reason, moment)
    return locked


def _check_merge(statement: Statement, into: Statement | None) -> None:
    good = (
        into is not None
        and into.pk != statement.pk
        and Statement.objects.filter(
            pk=into.pk, conversation=statement.conversation_id, state=State.PUBLISHED
        ).exists()
    )
    if not good:
        raise ValidationError({"into": "Choisissez l’énoncé publié qui dit la même chose."})


@transaction.atomic
def tell_outcome(*, statement: Statement, outcome: str) -> Statement:
    """Say what a published statement became: a project, a point of the plan, nothing yet and why."""
    locked = _locked(statement)
    outcome = " ".join(outcome.split())
    _refuse_names({"outcome": outcome})
    if locked.state != State.PUBLISHED:
        raise ValidationError("Seul un énoncé publié devient quelque chose.")
    change(locked, {"outcome": outcome})
    return locked


def _locked(statement: Statement) -> Statement:
    return (
        Statement.objects.select_for_update(of=("self",))
        .select_related("conversation__territory")
        .get(pk=statement.pk)
    )


def _note(statement: Statement, by: User | None, words: str, at: datetime) -> None:
    Moderation.objects.create(statement=statement, state=statement.state, words=words, by=by, at=at)
