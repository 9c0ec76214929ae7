"""Bodies of any form, and who sits in them from when to when: nobody leaves the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.programmes.services import change, save_checked
from maillage.territories.models import Actor, Body, Membership, Territory
from maillage.territories.queries import holding_on


class BodyChanges(TypedDict, total=False):
    name: str
    form: str
    purpose: str


class MembershipChanges(TypedDict, total=False):
    starts_on: date | None
    ends_on: date | None


@transaction.atomic
def create_body(
    *,
    territory: Territory,
    name: str,
    form: str = "",
    purpose: str = "",
    members: Iterable[Actor] = (),
    since: date | None = None,
) -> Body:
    """Create an instance of any form: the shape of governance is data. since: the day its members sit from, today by default."""
    body = Body(territory=territory, name=name, form=form, purpose=purpose)
    save_checked(body)
    _seat(body, members, since or timezone.localdate())
    return body


@transaction.atomic
def update_body(
    *, body: Body, members: Iterable[Actor] | None = None, **changes: Unpack[BodyChanges]
) -> Body:
    """Rewrite an instance; `members`, when given, are those who sit from today on."""
    change(body, changes)
    if members is not None:
        _seat(body, members, timezone.localdate())
    return body


@transaction.atomic
def remove_body(*, body: Body) -> None:
    """An instance that no longer exists leaves the list."""
    body.delete()


@transaction.atomic
def date_membership(*, membership: Membership, **changes: Unpack[MembershipChanges]) -> Membership:
    """Say from when to when an actor sat: what was noted late is noted right."""
    change(membership, changes)
    return membership


def _seat(body: Body, members: Iterable[Actor], day: date) -> None:
    """Who is new sits from that day; who is not among them any more sat until the eve."""
    seats = {actor.pk: actor for actor in members}
    if any(actor.territory_id != body.territory_id for actor in seats.values()):
        raise ValidationError("Une instance réunit des acteurs de son territoire.", code="other_territory")
    now = {each.actor_id: each for each in Membership.objects.filter(holding_on(day), body=body)}
    for number, row in now.items():
        if number not in seats:
            _leave(row, day)
    for number, actor in seats.items():
        if number not in now:
            save_checked(Membership(body=body, actor=actor, starts_on=day))


def _leave(membership: Membership, day: date) -> None:
    """Ticked and unticked on one day: it never sat."""
    if membership.starts_on is not None and membership.starts_on >= day:
        membership.delete()
    else:
        change(membership, {"ends_on": day - timedelta(days=1)})


def move_memberships(keep: Actor, duplicate: Actor) -> None:
    """Two lines become one: what the duplicate sat in, the kept one did; once when both sit there today."""
    rows = Membership.objects.filter(actor=duplicate)
    open_bodies = Membership.objects.filter(actor=keep, ends_on__isnull=True).values("body")
    rows.filter(ends_on__isnull=True, body__in=list(open_bodies.values_list("body", flat=True))).delete()
    rows.update(actor=keep)
