"""Who may open the pages of a territory. A territory one has no part in does not exist: 404."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404

from maillage.territories.models import Actor, Affiliation, Area, Body, Person, Role
from maillage.territories.queries import is_manager, rights_of, visible_to


def can_see_territory(user: Any, *, territory: str, **_: Any) -> dict[str, Any]:
    """Any current role on it, or facilitator of its programme."""
    found = visible_to(user).filter(slug=territory).first()
    if found is None:
        raise Http404
    return {"territory": found}


def can_manage_territory(user: Any, *, territory: str, **_: Any) -> dict[str, Any]:
    """Its pilots, and the facilitators of its programme."""
    found = can_see_territory(user, territory=territory)
    if not is_manager(user, found["territory"]):
        raise Http404
    return found


def can_see_people(user: Any, *, territory: str, **_: Any) -> dict[str, Any]:
    """The directory of people: managers and the département referent."""
    found = can_see_territory(user, territory=territory)
    if not rights_of(user, found["territory"]).reads_people:
        raise Http404
    return found


def can_propose_actor(user: Any, *, territory: str, **_: Any) -> dict[str, Any]:
    """Whoever contributes locally may propose an actor; managers decide."""
    found = can_see_territory(user, territory=territory)
    if not rights_of(user, found["territory"]).proposes:
        raise Http404
    return found


def _part(found: dict[str, Any], model: type[Model], name: str, **where: Any) -> dict[str, Any]:
    part = model._default_manager.filter(**where).first()
    if part is None:
        raise Http404
    return found | {name: part}


def can_see_body(user: Any, *, territory: str, body: int, **_: Any) -> dict[str, Any]:
    """One body, for whoever enters the territory."""
    found = can_see_territory(user, territory=territory)
    return _part(found, Body, "body", territory=found["territory"], pk=body)


def can_see_actor(user: Any, *, territory: str, actor: int, **_: Any) -> dict[str, Any]:
    """One actor, for whoever enters the territory."""
    found = can_see_territory(user, territory=territory)
    return _part(found, Actor, "actor", territory=found["territory"], pk=actor)


def can_manage_actor(user: Any, *, territory: str, actor: int, **_: Any) -> dict[str, Any]:
    """One actor, for managers."""
    found = can_manage_territory(user, territory=territory)
    return _part(found, Actor, "actor", territory=found["territory"], pk=actor)


def can_see_person(user: Any, *, territory: str, person: int, **_: Any) -> dict[str, Any]:
    """One person, for whoever reads the directory."""
    found = can_see_people(user, territory=territory)
    return _part(found, Person, "person", territory=found["territory"], pk=person)


def can_manage_person(user: Any, *, territory: str, person: int, **_: Any) -> dict[str, Any]:
    """One person, for managers."""
    found = can_manage_territory(user, territory=territory)
    return _part(found, Person, "person", territory=found["territory"], pk=person)


def can_manage_affiliation(user: Any, *, territory: str, affiliation: int, **_: Any) -> dict[str, Any]:
    """One affiliation, for managers."""
    found = can_manage_territory(user, territory=territory)
    return _part(found, Affiliation, "affiliation", person__territory=found["territory"], pk=affiliation)


def can_manage_area(user: Any, *, territory: str, area: int, **_: Any) -> dict[str, Any]:
    """One commune or priority neighbourhood, for managers."""
    found = can_manage_territory(user, territory=territory)
    return _part(found, Area, "area", territory=found["territory"], pk=area)


def can_manage_role(user: Any, *, territory: str, role: int, **_: Any) -> dict[str, Any]:
    """One dated role, for managers."""
    found = can_manage_territory(user, territory=territory)
    return _part(found, Role, "role", territory=found["territory"], pk=role)


def can_manage_body(user: Any, *, territory: str, body: int, **_: Any) -> dict[str, Any]:
    """One body, for managers."""
    found = can_manage_territory(user, territory=territory)
    return _part(found, Body, "body", territory=found["territory"], pk=body)
