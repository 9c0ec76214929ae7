"""Territories, their actors, people, dated roles and bodies, and the official list of places.

No field here receives a child, a family, an address or a situation.
"""

from maillage.territories.models.actor import Actor, ActorKind, ActorStatus, Telling
from maillage.territories.models.governance import Body, Handover, Membership, Role, RoleKind
from maillage.territories.models.official import Commune, Quarter
from maillage.territories.models.people import Affiliation, Person
from maillage.territories.models.schedule import LocalMilestone, LocalPhase
from maillage.territories.models.territory import DEPARTMENT_CODE, Area, AreaKind, Territory

__all__ = [
    "DEPARTMENT_CODE",
    "Actor",
    "ActorKind",
    "ActorStatus",
    "Affiliation",
    "Area",
    "AreaKind",
    "Body",
    "Commune",
    "Handover",
    "LocalMilestone",
    "LocalPhase",
    "Membership",
    "Person",
    "Quarter",
    "Role",
    "RoleKind",
    "Telling",
    "Territory",
]
