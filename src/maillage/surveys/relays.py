"""Whom one may turn to: a closed list of relays, in which what residents say and the actors that others name are both read."""

from __future__ import annotations

from typing import Final

from maillage.territories.codes import Sector

# code -> icon; the words of each are in kinds/vignette.toml (`relay_<code>`), in the order in which they are offered.
RELAYS: Final[dict[str, str]] = {
    "family": "users-round",
    "school": "school",
    "early": "baby",
    "health": "stethoscope",
    "social": "hand-helping",
    "centre": "house",
    "club": "trophy",
    "street": "footprints",
    "town": "landmark",
    "benefits": "wallet",
    "work": "briefcase",
    "justice": "scale",
    "helpline": "phone",
}
OTHER: Final = "other"  # an actor that is none of these: research, housing

_BY_SECTOR: Final[dict[str, str]] = {
    Sector.EDUCATION: "school",
    Sector.DEPARTMENT: "social",
    Sector.MUNICIPALITY: "town",
    Sector.FAMILY_BRANCH: "benefits",
    Sector.STATE: OTHER,
    Sector.JUSTICE: "justice",
    Sector.SECURITY: "justice",
    Sector.HEALTH: "health",
    Sector.DISABILITY: "health",
    Sector.EARLY_CHILDHOOD: "early",
    Sector.SPECIALISED_PREVENTION: "street",
    Sector.SOCIAL_LIFE: "centre",
    Sector.NGO: "club",
    Sector.YOUTH_JOBS: "work",
    Sector.CULTURE_SPORT: "club",
    Sector.HOUSING: OTHER,
    Sector.RESIDENTS: "family",
    Sector.RESEARCH_SUPPORT: OTHER,
    Sector.OTHER: OTHER,
}
_BY_TYPE: Final[dict[str, str]] = {
    "PMI": "early",
    "EARLY_CHILDHOOD_SERVICE": "early",
    "CCAS": "social",
    "PRE": "social",
    "SCHOOL_SOCIAL_SERVICE": "social",
    "SCHOOL_HEALTH": "health",
    "FAMILY_PLANNING": "health",
    "LOCAL_PREVENTION": "street",
    "AEMO_SERVICE": "social",
    "CHILD_PROTECTION_NGO": "social",
    "YOUTH_SERVICE": "work",
    "DEPARTMENT_YOUTH": "work",
}


def relay_of(sector: str, actor_type: str = "") -> str:
    """The relay that an actor is, from its type when it says more than its sector."""
    return _BY_TYPE.get(actor_type) or _BY_SECTOR.get(sector, OTHER)
