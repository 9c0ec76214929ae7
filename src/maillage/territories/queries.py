"""What one may read of the territories, visibility included."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from maillage.programmes.queries import facilitated_by, in_force, is_facilitator
from maillage.territories.models import Actor, ActorStatus, Role, RoleKind, Territory


def current_roles(user: Any, *, today: date | None = None) -> QuerySet[Role]:
    """Roles that a user holds today on territories."""
    if not user.is_authenticated:
        return Role.objects.none()
    return Role.objects.filter(in_force(today), user=user)


def visible_to(user: Any, *, today: date | None = None) -> QuerySet[Territory]:
    """Territories that a user may enter: any current role there, or facilitator of the programme.

    The national coordination does not enter a territory: it reads what territories publish.
    """
    held = current_roles(user, today=today).values("territory")
    facilitated = facilitated_by(user, today=today).values("pk")
    return Territory.objects.filter(Q(pk__in=held) | Q(programme__in=facilitated)).select_related("programme")


def is_pilot(user: Any, territory: Territory | None = None, *, today: date | None = None) -> bool:
    """Whether the user is pilot today, of this territory or of any."""
    roles = current_roles(user, today=today).filter(kind=RoleKind.PILOT)
    return (roles.filter(territory=territory) if territory else roles).exists()


def is_manager(user: Any, territory: Territory, *, today: date | None = None) -> bool:
    """Whether the user may change this territory: its pilots, and the facilitators of its programme."""
    return is_pilot(user, territory, today=today) or is_facilitator(user, territory.programme, today=today)


def actors_of(territory: Territory, *, archived: bool = False) -> QuerySet[Actor]:
    """Actors of a territory, by name; archived ones only on request."""
    actors = Actor.objects.filter(territory=territory)
    return actors if archived else actors.exclude(status=ActorStatus.ARCHIVED)
