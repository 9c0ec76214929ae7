"""Making a commitment, correcting it, saying who takes part and which ties it aims at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from maillage.core.childtext import findings
from maillage.core.tokens import token_digest
from maillage.diagnosis.queries import latest_published
from maillage.meetings.models import Decision
from maillage.plans.models import Aim, Commitment, Party, PartyRole
from maillage.plans.queries.commitments import Priorities, priorities_of
from maillage.plans.services.links import token_of, write_link
from maillage.programmes.services import change, save_checked
from maillage.territories.models import Actor, ActorStatus, Territory

SAID: Final = (
    "title",
    "difficulty",
    "bands",
    "levels",
    "answer",
    "means",
    "evidence",
    "due_on",
    "is_public",
)
TEXTS: Final = ("title", "difficulty", "means", "evidence")
NAMED: Final = (
    "Ce texte parle peut-être d’un enfant ou d’une famille, ou nomme quelqu’un. "
    "Il n’est pas gardé\u202f: dites la même chose sans reconnaître personne."
)
MEANWHILE: Final = (
    "Quelqu’un a modifié cet engagement pendant que vous écriviez. Rien n’est perdu\u00a0: votre texte est encore "
    "ici. Ouvrez l’engagement dans un autre onglet, puis enregistrez à nouveau."
)
ELSEWHERE: Final = "Choisissez des acteurs de ce territoire."


def print_of(commitment: Commitment) -> str:
    """What a commitment says now, in a few characters: a page that is sent back tells what it started from."""
    said = {name: getattr(commitment, name) for name in (*SAID, "priority_id")}
    return hashlib.sha256(json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def make_commitment(
    *,
    territory: Territory,
    user: Any,
    priority: int | None = None,
    decision: Decision | None = None,
    now: datetime | None = None,
    **said: Any,
) -> Commitment:
    """Write down what several actors will do. priority: the shared priority it answers, among the published ones; decision: of
    a meeting, which it follows: the actor that follows the decision then carries the commitment."""
    _refuse_names(said)
    published = latest_published(territory)
    made = Commitment(
        territory=territory,
        wave_id=published.wave_id if published else None,  # what became of its ties is told from there
        decision=decision,
        created_by=user,
        created_at=now or timezone.now(),
        **_only_said(said | _origin(priorities_of(territory), priority)),
    )
    save_checked(made)
    holder = decision.followed_by if decision else None
    if holder is not None and holder.status == ActorStatus.VALIDATED:
        add_party(commitment=made, actor=holder)
    return made


@transaction.atomic
def update_commitment(
    *, commitment: Commitment, seen: str, priority: int | None = None, **said: Any
) -> Commitment:
    """Correct a commitment. seen: what the page started from; nobody writes over somebody without knowing it."""
    _refuse_names(said)
    row = Commitment.objects.select_for_update(of=("self",)).select_related("territory").get(pk=commitment.pk)
    if print_of(row) != seen:
        raise ValidationError(MEANWHILE)
    if priority != row.priority_id:  # the same one keeps what it said on the day it was chosen
        said |= _origin(priorities_of(row.territory), priority)
    change(row, _only_said(said))
    return row


def _only_said(said: Mapping[str, Any]) -> dict[str, Any]:
    known = {*SAID, "priority_id", "priority_said"}
    return {name: value for name, value in said.items() if name in known}


def _origin(priorities: Priorities, wanted: int | None) -> dict[str, Any]:
    """The priority, and what it says today: that is kept, whatever it says tomorrow."""
    if wanted is None:
        return {"priority_id": None, "priority_said": ""}
    found = priorities.now(wanted)
    if found is None:
        raise ValidationError({"priority": "Cette priorité n’est plus dans le diagnostic partagé publié."})
    return {"priority_id": wanted, "priority_said": found.revision.text}


def _refuse_names(said: Mapping[str, Any]) -> None:
    wrong = {name: NAMED for name in TEXTS if findings(str(said.get(name) or ""))}
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def remove_commitment(*, commitment: Commitment, now: datetime | None = None) -> None:
    """Take a commitment noted by mistake out of the lists; what was said of it stays, and it may come back."""
    Commitment.objects.filter(pk=commitment.pk).update(removed_at=now or timezone.now())


@transaction.atomic
def bring_back(*, commitment: Commitment) -> None:
    """Put a commitment back in the lists."""
    Commitment.objects.filter(pk=commitment.pk).update(removed_at=None)


@transaction.atomic
def add_party(
    *,
    commitment: Commitment,
    actor: Actor,
    role: str = PartyRole.HOLDER,
    email: str = "",
    now: datetime | None = None,
) -> Party:
    """Somebody takes part, with a link of its own; it is written to, when there is an address."""
    if actor.territory_id != commitment.territory_id or actor.merged_into_id is not None:
        raise ValidationError({"actor": ELSEWHERE})
    made = Party(
        commitment=commitment, actor=actor, role=role, email=email.strip(), joined_at=now or timezone.now()
    )
    made.token_digest = token_digest(token_of(made))
    save_checked(made)
    write_link(party=made)
    return made


@transaction.atomic
def end_party(*, party: Party, now: datetime | None = None) -> None:
    """An actor does not take part any more: its link closes, what it said stays under its name."""
    Party.objects.filter(pk=party.pk, left_at__isnull=True).update(left_at=now or timezone.now(), email="")


@transaction.atomic
def aim_at(*, commitment: Commitment, one: Actor, other: Actor) -> Aim:
    """Say that a commitment wants to see a tie made, or grow, between two actors of the territory."""
    if {one.territory_id, other.territory_id} != {commitment.territory_id}:
        raise ValidationError(ELSEWHERE)
    first, second = sorted((one, other), key=lambda each: each.pk)
    made = Aim(commitment=commitment, one=first, other=second)
    save_checked(made)
    return made


@transaction.atomic
def drop_aim(*, aim: Aim) -> None:
    """A tie is not aimed at any more."""
    aim.delete()
