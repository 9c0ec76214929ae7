"""What one may do on a territory: one verb, one function, one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from maillage.accounts.models import User
from maillage.accounts.services import invite_user
from maillage.programmes.models import Programme
from maillage.programmes.services import change, free_slug, hold, save_checked
from maillage.territories.bodies import move_memberships
from maillage.territories.models import (
    Actor,
    ActorKind,
    ActorStatus,
    Affiliation,
    Area,
    AreaKind,
    Person,
    Role,
    RoleKind,
    Territory,
)

RESERVED_SLUGS = frozenset({"nouveau", "ma-structure"})

LAST_PILOT: Final = "C’est le dernier pilote de ce territoire\u00a0: passez la main à quelqu’un, plutôt que de laisser la place vide."


class TerritoryChanges(TypedDict, total=False):
    name: str
    department: str
    joined_on: date


class ActorChanges(TypedDict, total=False):
    name: str
    kind: str
    sector: str
    actor_type: str
    external_code: str
    objects_to_naming: bool


class PersonChanges(TypedDict, total=False):
    name: str
    email: str
    natures: list[str]


# --- The territory and its perimeter ---------------------------------------------------------------


@transaction.atomic
def create_territory(
    *, programme: Programme, name: str, department: str, joined_on: date, slug: str = ""
) -> Territory:
    """Welcome a territory in a programme that has a place left."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if Territory.objects.filter(programme=locked).count() >= locked.places:
        raise ValidationError(
            "Toutes les places du programme sont prises\u00a0: ouvrez-en une autre sur la page du programme.",
            code="no_place",
        )
    territory = Territory(
        programme=programme,
        name=name,
        slug=slug or free_slug(Territory, name, reserved=RESERVED_SLUGS),
        department=department,
        joined_on=joined_on,
    )
    save_checked(territory)
    return territory


@transaction.atomic
def update_territory(*, territory: Territory, **changes: Unpack[TerritoryChanges]) -> Territory:
    """Correct the name, the département or the date of entry; the address of the pages never changes."""
    change(territory, changes)
    return territory


@transaction.atomic
def add_area(
    *,
    territory: Territory,
    kind: str | AreaKind,
    code: str,
    name: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Area:
    """Add a commune or a priority neighbourhood to the perimeter."""
    area = Area(territory=territory, kind=kind, code=code, name=name, starts_on=starts_on, ends_on=ends_on)
    save_checked(area)
    return area


@transaction.atomic
def end_area(*, area: Area, ends_on: date) -> Area:
    """A commune or a neighbourhood leaves the perimeter on a day; the past perimeter is kept."""
    change(area, {"ends_on": ends_on})
    return area


# --- Actors ------------------------------------------------------------------------------------------


@transaction.atomic
def propose_actor(
    *,
    territory: Territory,
    name: str,
    sector: str,
    kind: str | ActorKind = ActorKind.ORGANISATION,
    actor_type: str = "",
    external_code: str = "",
    objects_to_naming: bool = False,
) -> Actor:
    """Put an actor forward; it counts once validated."""
    actor = Actor(
        territory=territory,
        name=" ".join(name.split()),
        kind=kind,
        sector=sector,
        actor_type=actor_type,
        external_code=external_code,
        objects_to_naming=objects_to_naming,
    )
    save_checked(actor)
    return actor


@transaction.atomic
def validate_actors(*, actors: Iterable[Actor]) -> int:
    """Accept proposed actors together; answers how many were accepted."""
    proposed = Actor.objects.filter(pk__in=[actor.pk for actor in actors], status=ActorStatus.PROPOSED)
    return proposed.update(status=ActorStatus.VALIDATED)


@transaction.atomic
def update_actor(*, actor: Actor, **changes: Unpack[ActorChanges]) -> Actor:
    """Correct an actor, or note that it does not wish to be named."""
    change(actor, changes)
    return actor


@transaction.atomic
def archive_actor(*, actor: Actor) -> Actor:
    """Set an actor aside; what it answered before is kept."""
    change(actor, {"status": ActorStatus.ARCHIVED})
    return actor


@transaction.atomic
def restore_actor(*, actor: Actor) -> Actor:
    """Bring an archived actor back, as proposed: it is validated again."""
    if actor.merged_into_id:
        raise ValidationError(
            "Cet acteur a été fusionné dans un autre\u00a0: c’est l’autre qui compte désormais.",
            code="merged",
        )
    change(actor, {"status": ActorStatus.PROPOSED})
    return actor


@transaction.atomic
def merge_actors(*, keep: Actor, duplicate: Actor) -> Actor:
    """Two lines for one actor become one: the duplicate is archived, and what hung on it moves to the kept one."""
    _check_merge(keep, duplicate)
    _move_affiliations(keep, duplicate)
    move_memberships(keep, duplicate)
    Actor.objects.filter(merged_into=duplicate).update(merged_into=keep)
    change(duplicate, {"status": ActorStatus.ARCHIVED, "merged_into": keep})
    validated = ActorStatus.VALIDATED in {keep.status, duplicate.status}
    change(
        keep,
        {
            "status": ActorStatus.VALIDATED if validated else keep.status,
            "objects_to_naming": keep.objects_to_naming or duplicate.objects_to_naming,
            "external_code": keep.external_code or duplicate.external_code,
            "actor_type": keep.actor_type
            or (duplicate.actor_type if duplicate.sector == keep.sector else ""),
        },
    )
    return keep


def _check_merge(keep: Actor, duplicate: Actor) -> None:
    if keep.pk == duplicate.pk:
        raise ValidationError("Choisissez deux acteurs différents.", code="same_actor")
    if keep.territory_id != duplicate.territory_id:
        raise ValidationError("On ne fusionne que deux acteurs du même territoire.", code="other_territory")
    if ActorStatus.ARCHIVED in {keep.status, duplicate.status}:
        raise ValidationError(
            "Un acteur archivé ne se fusionne plus\u00a0: rétablissez-le d’abord.", code="archived"
        )


def _move_affiliations(keep: Actor, duplicate: Actor) -> None:
    """Move who speaks for the duplicate, without saying the same thing twice."""
    known = set(keep.affiliations.values_list("person", "job_function", "starts_on", "ends_on"))  # type: ignore[attr-defined]
    for row in duplicate.affiliations.all():  # type: ignore[attr-defined]
        if (row.person_id, row.job_function, row.starts_on, row.ends_on) in known:
            row.delete()
        else:
            change(row, {"actor": keep})


# --- People --------------------------------------------------------------------------------------------


@transaction.atomic
def add_person(
    *,
    territory: Territory,
    name: str,
    natures: Sequence[str],
    email: str = "",
    user: User | None = None,
    actor: Actor | None = None,
    job_function: str = "",
) -> Person:
    """Add an adult to the directory, with the natures of their engagement, and what they speak for when it is known."""
    person = Person(
        territory=territory,
        name=" ".join(name.split()),
        email=email.strip().lower(),
        natures=list(natures),
        user=user,
    )
    save_checked(person)
    if actor is not None:
        affiliate(person=person, actor=actor, job_function=job_function)
    return person


@transaction.atomic
def update_person(*, person: Person, **changes: Unpack[PersonChanges]) -> Person:
    """Correct a person's name, address or natures of engagement."""
    change(person, changes)
    return person


@transaction.atomic
def remove_person(*, person: Person) -> None:
    """Take somebody out of the directory, as they have the right to ask."""
    person.delete()


@transaction.atomic
def affiliate(
    *,
    person: Person,
    actor: Actor,
    job_function: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Affiliation:
    """Say that a person speaks for an actor, between two dates when they are known."""
    row = Affiliation(
        person=person, actor=actor, job_function=job_function, starts_on=starts_on, ends_on=ends_on
    )
    save_checked(row)
    return row


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, ends_on: date) -> Affiliation:
    """A person no longer speaks for an actor after a day."""
    change(affiliation, {"ends_on": ends_on})
    return affiliation


# --- Roles -----------------------------------------------------------------------------------------------


@transaction.atomic
def grant_role(
    *,
    territory: Territory,
    user: User,
    kind: str | RoleKind,
    starts_on: date,
    ends_on: date | None = None,
    replaces: Role | None = None,
) -> Role:
    """Give a role from a day on. Several people may hold it; `replaces` hands it over, the day before."""
    role = Role(territory=territory, user=user, kind=kind, starts_on=starts_on, ends_on=ends_on)
    hold(role, among=Role.objects.filter(territory=territory), replaces=replaces)
    return role


@transaction.atomic
def appoint(
    *,
    territory: Territory,
    email: str,
    full_name: str,
    kind: str,
    starts_on: date,
    replaces: Role | None = None,
) -> Role:
    """Give a role to whoever holds an address; their account is opened if there is none."""
    holder = invite_user(email=email, full_name=full_name)
    return grant_role(territory=territory, user=holder, kind=kind, starts_on=starts_on, replaces=replaces)


@transaction.atomic
def end_role(*, role: Role, ends_on: date) -> Role:
    """End a role on a day, included. History is kept. A territory is never left without a pilot: the last one hands over."""
    if role.kind == RoleKind.PILOT:
        after = Role.objects.filter(territory=role.territory_id, kind=RoleKind.PILOT).exclude(pk=role.pk)
        if not after.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on)).exists():
            raise ValidationError(LAST_PILOT, code="last_pilot")
    change(role, {"ends_on": ends_on})
    return role
