"""What one may do with a workshop: hold it, seat its tables, write what each one says, close it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.core.childtext import findings
from maillage.core.tokens import token_digest, token_from
from maillage.meetings.damour import LEVELS, indicators
from maillage.meetings.models import MOST_PEOPLE, HandCount, Reading, Table, Workshop
from maillage.meetings.queries.workshops import has_spoken, latest_hands, latest_readings, votable
from maillage.programmes.services import change, save_checked
from maillage.statements.roles import ROLES
from maillage.territories.models import Territory

PURPOSE: Final = "workshop-table"
LONGEST: Final = 300
CLOSED: Final = "Cet atelier est clos\u202f: ce que les tables ont dit est gardé, et ne change plus."
NAMED: Final = (
    "Cette phrase parle peut-être d’un enfant, ou nomme quelqu’un. Elle n’est pas gardée\u202f: "
    "dites la même chose sans reconnaître personne."
)

Said = tuple[int | None, str]  # level, reason
Hands = tuple[int, int, int]  # agree, disagree, pass


@dataclass(frozen=True)
class Kept:
    """What a table's page said: how many lines are new, and which were refused and why."""

    new: int
    refused: Mapping[str, str]


@transaction.atomic
def hold_workshop(*, territory: Territory, **fields: Any) -> Workshop:
    """Announce or record a workshop."""
    _refuse_names(fields)
    made = Workshop(territory=territory, **fields)
    save_checked(made)
    return made


@transaction.atomic
def update_workshop(*, workshop: Workshop, **fields: Any) -> None:
    """Correct what is said of a workshop."""
    _refuse_names(fields)
    change(workshop, fields)


def _refuse_names(fields: Mapping[str, Any]) -> None:
    if findings(fields.get("outcome", "")):
        raise ValidationError({"outcome": NAMED})


@transaction.atomic
def remove_workshop(*, workshop: Workshop) -> None:
    """Take away a workshop in which nothing was said yet."""
    if has_spoken(workshop):
        raise ValidationError("On y a déjà écrit ou voté\u202f: cet atelier ne se retire plus.")
    workshop.delete()


@transaction.atomic
def seat_table(*, workshop: Workshop, name: str, people: int, now: datetime | None = None) -> Table:
    """Open a table, with its link."""
    if not workshop.is_open:
        raise ValidationError(CLOSED)
    made = Table(workshop=workshop, name=name.strip(), people=people, created_at=now or timezone.now())
    made.token_digest = token_digest(token_of(made))
    save_checked(made)
    return made


def token_of(table: Table) -> str:
    """The secret of a table's link: the same each time it is asked for, so that it can be shown again in the room."""
    return token_from(PURPOSE, f"{table.workshop_id}:{table.name}:{table.created_at.timestamp()}")


def link_of(table: Table) -> str:
    """The address that a table opens on its phone."""
    return reverse("tables:sit", args=[token_of(table)])


def table_of_link(token: str) -> Table | None:
    """The table that a link opens, also when its workshop is closed: what it said may be read again."""
    found = Table.objects.select_related("workshop__territory__programme")
    return found.filter(token_digest=token_digest(token)).first()


@transaction.atomic
def save_readings(*, table: Table, said: Mapping[str, Said], now: datetime | None = None) -> Kept:
    """Write what changed since the last time, line by line. A line that names somebody is refused, the others are kept."""
    workshop = Workshop.objects.select_for_update().get(pk=table.workshop_id)
    if not workshop.is_open:
        raise ValidationError(CLOSED)
    moment, known = now or timezone.now(), latest_readings(table)
    made, refused = [], {}
    for key, (level, reason) in said.items():
        before = known.get(key)
        if (level, reason) == ((before.level, before.reason) if before else (None, "")):
            continue
        if wrong := _wrong(key, level, reason):
            refused[key] = wrong
        else:
            made.append(Reading(table=table, indicator=key, level=level, reason=reason, said_at=moment))
    Reading.objects.bulk_create(made)
    return Kept(new=len(made), refused=refused)


def _wrong(key: str, level: int | None, reason: str) -> str:
    if key not in indicators() or (level is not None and level not in LEVELS):
        return "Cette réponse n’est pas dans la grille."
    if len(reason) > LONGEST:
        return f"Une phrase suffit\u202f: {LONGEST}\u00a0signes au plus."
    return NAMED if findings(reason) else ""


@transaction.atomic
def count_hands(
    *, workshop: Workshop, role: str, counts: Mapping[int, Hands], now: datetime | None = None
) -> int:
    """Write the hands raised by the people of a role, statement by statement; how many lines are new.

    counts: {statement: (agree, disagree, pass)}, of published statements of the workshop's conversation.
    """
    locked = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if not locked.is_open:
        raise ValidationError(CLOSED)
    known, before = {each.pk for each in votable(locked)}, latest_hands(locked)
    if role not in ROLES or not set(counts) <= known:
        raise ValidationError("Cette place ou cet énoncé n’est pas de cet atelier.")
    if any(not 0 <= count <= MOST_PEOPLE for hands in counts.values() for count in hands):
        raise ValidationError(f"On compte les mains de 0 à {MOST_PEOPLE}.")
    moment = now or timezone.now()
    made = [
        HandCount(
            workshop=locked,
            statement_id=statement,
            role=role,
            agree=agree,
            disagree=disagree,
            passing=passing,
            said_at=moment,
        )
        for statement, (agree, disagree, passing) in counts.items()
        if before.get((statement, role), (0, 0, 0)) != (agree, disagree, passing)
    ]
    HandCount.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def close_workshop(*, workshop: Workshop, now: datetime | None = None) -> None:
    """What the tables said is final."""
    locked = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if locked.is_open:
        locked.closed_at = now or timezone.now()
        locked.save(update_fields=["closed_at"])


@transaction.atomic
def reopen_workshop(*, workshop: Workshop) -> None:
    """Closed too early: the tables may write again, and what they said is still there."""
    Workshop.objects.filter(pk=workshop.pk).update(closed_at=None)
