"""From which place one speaks: the groups in which votes on statements are read. A role is wide, never a person."""

from __future__ import annotations

from typing import Final

from django.db import models

from maillage.territories.codes import EngagementNature, Sector
from maillage.territories.models import Actor


class Role(models.TextChoices):
    PARENTS = "PARENTS", "Parents"
    RESIDENTS = "RESIDENTS", "Habitantes et habitants"
    SCHOOL = "SCHOOL", "École"
    SOCIAL = "SOCIAL", "Action sociale"
    HEALTH = "HEALTH", "Santé et handicap"
    YOUTH_SPORT_CULTURE = "YOUTH_SPORT_CULTURE", "Jeunesse, sport et culture"
    ASSOCIATIONS = "ASSOCIATIONS", "Associations et bénévoles"
    ELECTED_STATE = "ELECTED_STATE", "Collectivités et État"
    OTHER = "OTHER", "Autre place"


ROLES: Final[dict[str, str]] = {role.value: str(role.label) for role in Role}

BY_SECTOR: Final[dict[str, Role]] = {
    Sector.EDUCATION: Role.SCHOOL,
    Sector.DEPARTMENT: Role.SOCIAL,
    Sector.FAMILY_BRANCH: Role.SOCIAL,
    Sector.SPECIALISED_PREVENTION: Role.SOCIAL,
    Sector.SOCIAL_LIFE: Role.SOCIAL,
    Sector.HOUSING: Role.SOCIAL,
    Sector.EARLY_CHILDHOOD: Role.SOCIAL,
    Sector.HEALTH: Role.HEALTH,
    Sector.DISABILITY: Role.HEALTH,
    Sector.YOUTH_JOBS: Role.YOUTH_SPORT_CULTURE,
    Sector.CULTURE_SPORT: Role.YOUTH_SPORT_CULTURE,
    Sector.NGO: Role.ASSOCIATIONS,
    Sector.MUNICIPALITY: Role.ELECTED_STATE,
    Sector.STATE: Role.ELECTED_STATE,
    Sector.JUSTICE: Role.ELECTED_STATE,
    Sector.SECURITY: Role.ELECTED_STATE,
    Sector.RESIDENTS: Role.RESIDENTS,
}
# Some actors do not speak from the place of their sector: (type of actor) -> role.
BY_TYPE: Final[dict[str, Role]] = {
    "PARENTS_ASSOCIATION": Role.PARENTS,
    "PARENT_DELEGATE": Role.PARENTS,
    "PARENT": Role.PARENTS,
    "YOUTH_SERVICE": Role.YOUTH_SPORT_CULTURE,
    "CCAS": Role.SOCIAL,
    "SPORT_CLUB": Role.YOUTH_SPORT_CULTURE,
    "CULTURE_NGO": Role.YOUTH_SPORT_CULTURE,
    "DEPARTMENT_ELECTED": Role.ELECTED_STATE,
}
BY_NATURE: Final[dict[str, Role]] = {
    EngagementNature.PARENT: Role.PARENTS,
    EngagementNature.RESIDENT: Role.RESIDENTS,
    EngagementNature.VOLUNTEER: Role.ASSOCIATIONS,
    EngagementNature.ELECTED: Role.ELECTED_STATE,
}


def role_of(actor: Actor, nature: str = "") -> Role:
    """The role of an actor; of somebody who takes part in it for another reason than a job, when it is said."""
    return BY_NATURE.get(nature) or BY_TYPE.get(actor.actor_type) or BY_SECTOR.get(actor.sector, Role.OTHER)
