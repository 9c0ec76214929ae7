"""Who makes up a cité: for each type of actor, how many, how active, and how it is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Kind:
    """A type of actor in a fictional cité."""

    code: str
    always: int  # in every cité
    more: int  # at most that many besides
    activity: float  # how many ties it keeps, in standard deviations
    pattern: str  # {site}: of the cité; {place}: a place in it; {word}: a name of association


KINDS: Final = (
    Kind("COLLEGE", 1, 1, 0.7, "Collège {place}"),
    Kind("PRIMARY_SCHOOL", 3, 6, 0.0, "École élémentaire {place}"),
    Kind("NURSERY_SCHOOL", 2, 5, -0.2, "École maternelle {place}"),
    Kind("LYCEE", 0, 1, -0.3, "Lycée {place}"),
    Kind("RASED", 1, 0, 0.1, "RASED {site}"),
    Kind("IEN_DISTRICT", 1, 0, 0.2, "Circonscription {site}"),
    Kind("SCHOOL_SOCIAL_SERVICE", 1, 0, 0.5, "Service social scolaire {site}"),
    Kind("SCHOOL_HEALTH", 0, 1, 0.0, "Santé scolaire {site}"),
    Kind("CIO", 0, 1, -0.6, "CIO {site}"),
    Kind("PMI", 1, 1, 0.4, "PMI {place}"),
    Kind("ASE", 1, 0, 0.3, "Aide sociale à l’enfance {site}"),
    Kind("SSD", 1, 1, 0.4, "Maison des solidarités {place}"),
    Kind("CRIP", 0, 1, -0.2, "CRIP (secteur {site})"),
    Kind("FAMILY_PLANNING", 0, 1, -0.5, "Centre de santé sexuelle {site}"),
    Kind("CITY_POLICY", 1, 0, 1.4, "Mission cité éducative {site}"),
    Kind("PRE", 1, 0, 1.2, "Réussite éducative {site}"),
    Kind("EDUCATION_SERVICE", 1, 0, 0.6, "Service éducation {site}"),
    Kind("CCAS", 1, 0, 0.2, "CCAS {site}"),
    Kind("YOUTH_SERVICE", 1, 0, 0.5, "Service jeunesse {site}"),
    Kind("EARLY_CHILDHOOD_SERVICE", 0, 1, 0.1, "Service petite enfance {site}"),
    Kind("LOCAL_PREVENTION", 0, 1, 0.3, "Médiation et prévention {site}"),
    Kind("LIBRARY", 1, 1, 0.0, "Médiathèque {place}"),
    Kind("SPORT_SERVICE", 0, 1, -0.3, "Service des sports {site}"),
    Kind("CULTURE_SERVICE", 0, 1, -0.4, "Service culturel {site}"),
    Kind("CAF", 1, 0, 0.3, "CAF, antenne {site}"),
    Kind("REAAP_NETWORK", 0, 1, 0.0, "Réseau parentalité {site}"),
    Kind("FAMILY_MEDIATION", 0, 1, -0.6, "Médiation familiale {place}"),
    Kind("PREFECTURE", 1, 0, 0.5, "Délégation du préfet {site}"),
    Kind("PJJ_UNIT", 0, 1, -0.2, "Milieu ouvert PJJ {place}"),
    Kind("AEMO_SERVICE", 0, 1, -0.1, "Service d’AEMO {place}"),
    Kind("JUVENILE_COURT", 0, 1, -0.9, "Tribunal pour enfants (secteur {site})"),
    Kind("POLICE_STATION", 0, 1, -0.5, "Commissariat {site}"),
    Kind("MUNICIPAL_POLICE", 0, 1, -0.6, "Police municipale {site}"),
    Kind("CMP", 1, 0, -0.1, "CMP enfants {place}"),
    Kind("MDA", 0, 1, 0.1, "Maison des adolescents {site}"),
    Kind("MSP_CPTS", 0, 1, -0.5, "Maison de santé {place}"),
    Kind("GENERAL_PRACTICE", 0, 2, -1.2, "Cabinet médical {place}"),
    Kind("LOCAL_HEALTH_CONTRACT", 0, 1, 0.1, "Contrat local de santé {site}"),
    Kind("SESSAD", 0, 1, -0.6, "SESSAD {place}"),
    Kind("IME", 0, 1, -0.9, "IME {place}"),
    Kind("CRECHE", 1, 3, -0.3, "Crèche {place}"),
    Kind("RPE", 0, 1, -0.3, "Relais petite enfance {site}"),
    Kind("LAEP", 0, 1, -0.1, "Lieu d’accueil {place}"),
    Kind("PREVENTION_TEAM", 1, 1, 0.7, "Équipe de prévention {place}"),
    Kind("SOCIAL_CENTRE", 1, 2, 1.0, "Centre social {place}"),
    Kind("EVS", 0, 2, 0.0, "Espace de vie sociale {place}"),
    Kind("MJC", 0, 1, 0.2, "MJC {place}"),
    Kind("PARENTS_HOUSE", 0, 1, 0.2, "Maison des parents {site}"),
    Kind("TUTORING_CLAS", 1, 2, 0.0, "{word} (accompagnement scolaire)"),
    Kind("POPULAR_EDUCATION", 0, 3, 0.0, "{word} (éducation populaire)"),
    Kind("LITERACY", 0, 1, -0.4, "{word} (cours de français)"),
    Kind("FOOD_AID", 0, 2, -0.5, "{word} (aide alimentaire)"),
    Kind("WOMEN_RIGHTS", 0, 1, -0.3, "{word} (droits des femmes)"),
    Kind("MENTORING", 0, 1, -0.7, "{word} (mentorat)"),
    Kind("SPORT_CLUB", 0, 4, -0.6, "Club sportif {place}"),
    Kind("CULTURE_NGO", 0, 3, -0.6, "{word} (arts et culture)"),
    Kind("CHILD_PROTECTION_NGO", 0, 1, -0.2, "{word} (protection de l’enfance)"),
    Kind("MISSION_LOCALE", 1, 0, 0.2, "Mission locale {site}"),
    Kind("INFO_JEUNES", 0, 1, -0.3, "Info jeunes {site}"),
    Kind("SOCIAL_LANDLORD", 0, 2, -0.6, "Bailleur social {place}"),
    Kind("EMERGENCY_SHELTER", 0, 1, -0.8, "Hébergement d’urgence {place}"),
    Kind("PARENT_DELEGATE", 1, 2, -0.3, "Parents élus du secteur {place}"),
    Kind("PARENT", 1, 2, -0.2, "Collectif de parents {place}"),
    Kind("CITIZEN_COUNCIL", 0, 1, 0.0, "Conseil citoyen {site}"),
    Kind("YOUNG_PERSON", 0, 1, -0.7, "Collectif de jeunes {place}"),
    Kind("RESIDENT", 0, 2, -0.4, "Collectif d’habitants {place}"),
    Kind("CRPV", 0, 1, -0.6, "Centre de ressources {site}"),
)  # fmt: skip

# What kind of node an actor is, when it is not an organisation.
COLLECTIVES: Final = frozenset({"PARENT_DELEGATE", "PARENT", "CITIZEN_COUNCIL", "YOUNG_PERSON", "RESIDENT"})
FUNCTIONS: Final = frozenset({"PREFECTURE", "JUVENILE_COURT"})
SERVICES: Final = frozenset(
    {"PMI", "ASE", "SSD", "CRIP", "RASED", "SCHOOL_SOCIAL_SERVICE", "SCHOOL_HEALTH", "IEN_DISTRICT", "CITY_POLICY", "PRE",
     "EDUCATION_SERVICE", "CCAS", "YOUTH_SERVICE", "EARLY_CHILDHOOD_SERVICE", "LOCAL_PREVENTION", "SPORT_SERVICE",
     "CULTURE_SERVICE", "PJJ_UNIT", "LOCAL_HEALTH_CONTRACT"}
)  # fmt: skip


def node_kind(code: str) -> str:
    """The nature of the node for a type of actor."""
    if code in COLLECTIVES:
        return "COLLECTIVE"
    if code in FUNCTIONS:
        return "FUNCTION"
    return "SERVICE" if code in SERVICES else "ORGANISATION"
