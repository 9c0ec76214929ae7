"""Invite by mail: everybody who has an address, one actor, or whoever takes over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from maillage.surveys.models import Invitation, Participation, Wave
from maillage.surveys.services.collecting import invite
from maillage.surveys.services.mailing import write_invitation
from maillage.territories.models import Person
from maillage.territories.queries import affiliations_now


def people_by_actor(wave: Wave) -> dict[int, list[Person]]:
    """Who may be written to for each actor of the roster: those of the directory that speak for it today."""
    found: dict[int, list[Person]] = {}
    speaking = affiliations_now().filter(actor__participations__wave=wave).exclude(person__email="")
    for each in speaking.select_related("person").order_by("pk").distinct():
        people = found.setdefault(each.actor_id, [])
        if each.person not in people:
            people.append(each.person)
    return found


@transaction.atomic
def invite_everybody(*, wave: Wave) -> int:
    """Invite the actors that have an address and no invitation yet; how many. Those invited keep their link."""
    locked = _open(wave)
    people = people_by_actor(locked)
    waiting = locked.roster.exclude(pk__in=_invited(locked)).filter(actor__in=people).order_by("pk")
    return _write(locked, ((each, people[each.actor_id][0]) for each in waiting.select_related("actor")))


@transaction.atomic
def invite_first(*, participation: Participation, person: Person) -> None:
    """Invite an actor that nobody was invited for yet."""
    wave = _open(participation.wave)
    if _invited(wave).filter(participation=participation).exists():
        raise ValidationError(
            "Cet acteur est déjà invité\u00a0: le tiers facilitateur peut lui donner un nouveau lien."
        )
    renew(participation=participation, person=person)


@transaction.atomic
def renew(*, participation: Participation, person: Person) -> None:
    """A new link, to the same person or to another one who takes over: the old one stops working, the sheet is kept."""
    wave = _open(participation.wave)
    if person not in people_by_actor(wave).get(participation.actor_id, []):
        raise ValidationError(
            "Cette personne ne parle pas pour cet acteur, ou n’a pas d’adresse électronique."
        )
    _write(wave, [(participation, person)])


def _open(wave: Wave) -> Wave:
    locked = (
        Wave.objects.select_for_update(of=("self",)).select_related("territory__programme").get(pk=wave.pk)
    )
    if not locked.is_open:
        raise ValidationError("Ouvrez la vague avant d’inviter.")
    return locked


def _invited(wave: Wave) -> QuerySet[Any]:
    alive = Invitation.objects.filter(participation__wave=wave, revoked_at__isnull=True)
    return alive.values("participation")


def _write(wave: Wave, who: Iterable[tuple[Participation, Person]]) -> int:
    count = 0
    for participation, person in who:
        key = invite(participation=participation, person=person)
        key.invitation.participation.wave = wave  # read already, with its programme
        write_invitation(invitation=key.invitation, token=key.token)
        count += 1
    return count
