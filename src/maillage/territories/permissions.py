"""Who may open the pages of a territory. A territory one has no part in does not exist: 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import Http404

from maillage.territories.models import (
    Actor,
    Affiliation,
    Area,
    Body,
    LocalMilestone,
    LocalPhase,
    Membership,
    Person,
    Role,
)
from maillage.territories.queries import is_manager, rights_of, visible_to

Guard = Callable[..., dict[str, Any]]


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


def _part(name: str, model: type[Model], enter: Guard, where: str = "territory") -> Guard:
    """One object of the territory, whose number is in the address, for whoever enters."""

    def may(user: Any, *, territory: str, **numbers: Any) -> dict[str, Any]:
        found = enter(user, territory=territory)
        part = model._default_manager.filter(**{where: found["territory"], "pk": numbers[name]}).first()
        if part is None:
            raise Http404
        return found | {name: part}

    may.__name__ = f"can_{'manage' if enter is can_manage_territory else 'see'}_{name}"
    return may


can_see_body = _part("body", Body, can_see_territory)
can_see_actor = _part("actor", Actor, can_see_territory)
can_see_person = _part("person", Person, can_see_people)
can_manage_actor = _part("actor", Actor, can_manage_territory)
can_manage_person = _part("person", Person, can_manage_territory)
can_manage_affiliation = _part("affiliation", Affiliation, can_manage_territory, "person__territory")
can_manage_area = _part("area", Area, can_manage_territory)
can_manage_role = _part("role", Role, can_manage_territory)
can_manage_body = _part("body", Body, can_manage_territory)
can_manage_membership = _part("membership", Membership, can_manage_territory, "body__territory")
can_manage_local_phase = _part("local_phase", LocalPhase, can_manage_territory)
can_manage_local_milestone = _part("local_milestone", LocalMilestone, can_manage_territory)
