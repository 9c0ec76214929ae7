"""Code lists of the field: sectors, types of actor, natures of engagement, ages.

Codes are stable; labels may be rewritten. Sources: HAS guide of January 2021, CASF L. 112-5, the call for participation.
`actor_type_choices` is passed to the model as a callable, so that a new type makes no migration.
"""

from __future__ import annotations

from django.db import models


class Sector(models.TextChoices):
    EDUCATION = "EDUCATION", "Éducation nationale"
    DEPARTMENT = "DEPARTMENT", "Conseil départemental"
    MUNICIPALITY = "MUNICIPALITY", "Commune et intercommunalité"
    FAMILY_BRANCH = "FAMILY_BRANCH", "Protection sociale (CAF, MSA, CPAM)"
    STATE = "STATE", "Services de l’État"
    JUSTICE = "JUSTICE", "Justice"
    SECURITY = "SECURITY", "Police et gendarmerie"
    HEALTH = "HEALTH", "Santé"
    DISABILITY = "DISABILITY", "Handicap et médico-social"
    EARLY_CHILDHOOD = "EARLY_CHILDHOOD", "Petite enfance"
    SPECIALISED_PREVENTION = "SPECIALISED_PREVENTION", "Prévention spécialisée"
    SOCIAL_LIFE = "SOCIAL_LIFE", "Animation de la vie sociale"
    NGO = "NGO", "Associations"
    YOUTH_JOBS = "YOUTH_JOBS", "Jeunesse et insertion"
    CULTURE_SPORT = "CULTURE_SPORT", "Culture et sport"
    HOUSING = "HOUSING", "Logement et hébergement"
    RESIDENTS = "RESIDENTS", "Familles et habitants"
    RESEARCH_SUPPORT = "RESEARCH_SUPPORT", "Appui, recherche, ressources"
    OTHER = "OTHER", "Autre, à préciser"


class EngagementNature(models.TextChoices):
    PROFESSIONAL = "PROFESSIONAL", "À titre professionnel"
    VOLUNTEER = "VOLUNTEER", "Bénévole"
    RESIDENT = "RESIDENT", "Habitante ou habitant"
    PARENT = "PARENT", "Parent"
    ELECTED = "ELECTED", "Élue ou élu"
    YOUTH = "YOUTH", "Jeune"
    CIVIC_SERVICE = "CIVIC_SERVICE", "Volontaire (service civique)"
    INTERMEDIARY = "INTERMEDIARY", "Spécialiste de l’intermédiation"


class Band(models.TextChoices):
    B0_3 = "0-3", "0\u00a0à\u00a03\u00a0ans"
    B3_6 = "3-6", "3\u00a0à\u00a06\u00a0ans"
    B6_11 = "6-11", "6\u00a0à\u00a011\u00a0ans"
    B11_15 = "11-15", "11\u00a0à\u00a015\u00a0ans"
    B15_18 = "15-18", "15\u00a0à\u00a018\u00a0ans"
    B18_25 = "18-25", "18\u00a0à\u00a025\u00a0ans"


# At most eight groups on a map: beyond, colours and shapes are no longer told apart (domain.md §3.2).
MAP_GROUPS: dict[str, tuple[str, ...]] = {
    "École": ("EDUCATION",),
    "Département": ("DEPARTMENT", "SPECIALISED_PREVENTION"),
    "Ville": ("MUNICIPALITY", "CULTURE_SPORT"),
    "CAF et État": ("FAMILY_BRANCH", "STATE", "JUSTICE", "SECURITY"),
    "Santé": ("HEALTH", "DISABILITY", "EARLY_CHILDHOOD"),
    "Associations": ("NGO", "SOCIAL_LIFE"),
    "Habitants": ("RESIDENTS",),
    "Autres": ("YOUTH_JOBS", "HOUSING", "RESEARCH_SUPPORT", "OTHER"),
}


def map_group(sector: str) -> str:
    """The map group of a sector."""
    return next((label for label, sectors in MAP_GROUPS.items() if sector in sectors), "Autres")


# code -> (sector, French label)
ACTOR_TYPES: dict[str, tuple[Sector, str]] = {
    "NURSERY_SCHOOL": (Sector.EDUCATION, "École maternelle"),
    "PRIMARY_SCHOOL": (Sector.EDUCATION, "École élémentaire ou primaire"),
    "COLLEGE": (Sector.EDUCATION, "Collège"),
    "LYCEE": (Sector.EDUCATION, "Lycée"),
    "RASED": (Sector.EDUCATION, "RASED"),
    "SCHOOL_SOCIAL_SERVICE": (Sector.EDUCATION, "Service social en faveur des élèves"),
    "SCHOOL_HEALTH": (Sector.EDUCATION, "Santé scolaire"),
    "IEN_DISTRICT": (Sector.EDUCATION, "Circonscription du premier degré"),
    "DSDEN": (Sector.EDUCATION, "DSDEN ou rectorat"),
    "CIO": (Sector.EDUCATION, "CIO"),
    "DISPOSITIF_RELAIS": (Sector.EDUCATION, "Dispositif relais, ULIS, UPE2A, internat"),
    "UNAPEL_PRIVATE": (Sector.EDUCATION, "Établissement privé sous contrat"),
    "PMI": (Sector.DEPARTMENT, "PMI"),
    "ASE": (Sector.DEPARTMENT, "Aide sociale à l’enfance"),
    "CRIP": (Sector.DEPARTMENT, "CRIP"),
    "SSD": (Sector.DEPARTMENT, "Maison des solidarités"),
    "ODPE": (Sector.DEPARTMENT, "Observatoire départemental (ODPE)"),
    "FAMILY_PLANNING": (Sector.DEPARTMENT, "Centre de santé sexuelle"),
    "DEPARTMENT_YOUTH": (Sector.DEPARTMENT, "Jeunesse, collèges, insertion"),
    "DEPARTMENT_ELECTED": (Sector.DEPARTMENT, "Mandat électif départemental"),
    "EDUCATION_SERVICE": (Sector.MUNICIPALITY, "Service éducation, périscolaire"),
    "PRE": (Sector.MUNICIPALITY, "Programme de réussite éducative"),
    "CCAS": (Sector.MUNICIPALITY, "CCAS ou CIAS"),
    "YOUTH_SERVICE": (Sector.MUNICIPALITY, "Service jeunesse"),
    "EARLY_CHILDHOOD_SERVICE": (Sector.MUNICIPALITY, "Service petite enfance"),
    "CITY_POLICY": (Sector.MUNICIPALITY, "Politique de la ville, cité éducative"),
    "LOCAL_PREVENTION": (Sector.MUNICIPALITY, "Prévention, médiation, CLSPD"),
    "MUNICIPAL_ELECTED": (Sector.MUNICIPALITY, "Mandat électif municipal"),
    "LIBRARY": (Sector.CULTURE_SPORT, "Médiathèque"),
    "SPORT_SERVICE": (Sector.CULTURE_SPORT, "Service des sports"),
    "CULTURE_SERVICE": (Sector.CULTURE_SPORT, "Service culturel"),
    "CAF": (Sector.FAMILY_BRANCH, "CAF"),
    "MSA": (Sector.FAMILY_BRANCH, "MSA"),
    "CPAM_HEALTH_PREVENTION": (Sector.FAMILY_BRANCH, "CPAM, prévention santé"),
    "REAAP_NETWORK": (Sector.FAMILY_BRANCH, "Réseau parentalité (REAAP)"),
    "FAMILY_MEDIATION": (Sector.FAMILY_BRANCH, "Médiation familiale"),
    "PREFECTURE": (Sector.STATE, "Préfecture"),
    "DDETS": (Sector.STATE, "DDETS"),
    "DRAJES_SDJES": (Sector.STATE, "DRAJES, SDJES"),
    "ANCT_DELEGATION": (Sector.STATE, "Délégation de l’ANCT"),
    "JUVENILE_COURT": (Sector.JUSTICE, "Tribunal pour enfants"),
    "PROSECUTION": (Sector.JUSTICE, "Parquet des mineurs"),
    "PJJ_UNIT": (Sector.JUSTICE, "Service de la PJJ"),
    "AEMO_SERVICE": (Sector.JUSTICE, "Service d’AEMO ou d’AED"),
    "CDAD_PAD": (Sector.JUSTICE, "Point d’accès au droit"),
    "POLICE_STATION": (Sector.SECURITY, "Commissariat"),
    "GENDARMERIE": (Sector.SECURITY, "Gendarmerie"),
    "MUNICIPAL_POLICE": (Sector.SECURITY, "Police municipale"),
    "ARS": (Sector.HEALTH, "ARS"),
    "CMP": (Sector.HEALTH, "CMP enfants et adolescents"),
    "CMPP": (Sector.HEALTH, "CMPP"),
    "CAMSP": (Sector.HEALTH, "CAMSP"),
    "PCO_NEURODEV": (Sector.HEALTH, "Plateforme de coordination et d’orientation"),
    "MDA": (Sector.HEALTH, "Maison des adolescents"),
    "CSAPA_CJC": (Sector.HEALTH, "Consultation jeunes consommateurs"),
    "MATERNITY": (Sector.HEALTH, "Maternité"),
    "HOSPITAL_PAEDIATRICS": (Sector.HEALTH, "Pédiatrie hospitalière"),
    "GENERAL_PRACTICE": (Sector.HEALTH, "Médecine de ville"),
    "MSP_CPTS": (Sector.HEALTH, "Maison de santé ou CPTS"),
    "PASS": (Sector.HEALTH, "PASS"),
    "LOCAL_HEALTH_CONTRACT": (Sector.HEALTH, "Contrat local de santé"),
    "HEALTH_MEDIATION": (Sector.HEALTH, "Médiation en santé"),
    "MDPH": (Sector.DISABILITY, "MDPH"),
    "SESSAD": (Sector.DISABILITY, "SESSAD"),
    "IME": (Sector.DISABILITY, "IME"),
    "ITEP_DITEP": (Sector.DISABILITY, "ITEP ou DITEP"),
    "PIAL": (Sector.DISABILITY, "PIAL"),
    "PARENTS_DISABILITY_NGO": (Sector.DISABILITY, "Association de parents (handicap)"),
    "CRECHE": (Sector.EARLY_CHILDHOOD, "Crèche"),
    "RPE": (Sector.EARLY_CHILDHOOD, "Relais petite enfance"),
    "CHILDMINDER": (Sector.EARLY_CHILDHOOD, "Assistance maternelle ou MAM"),
    "LAEP": (Sector.EARLY_CHILDHOOD, "Lieu d’accueil enfants-parents"),
    "LUDOTHEQUE": (Sector.EARLY_CHILDHOOD, "Ludothèque"),
    "TISF_SERVICE": (Sector.EARLY_CHILDHOOD, "Aide à domicile aux familles (TISF)"),
    "PREVENTION_TEAM": (Sector.SPECIALISED_PREVENTION, "Équipe ou club de prévention"),
    "SOCIAL_CENTRE": (Sector.SOCIAL_LIFE, "Centre social"),
    "EVS": (Sector.SOCIAL_LIFE, "Espace de vie sociale"),
    "MJC": (Sector.SOCIAL_LIFE, "MJC"),
    "NEIGHBOURHOOD_HOUSE": (Sector.SOCIAL_LIFE, "Maison de quartier"),
    "PARENTS_HOUSE": (Sector.SOCIAL_LIFE, "Maison des parents"),
    "TUTORING_CLAS": (Sector.NGO, "Accompagnement à la scolarité (CLAS)"),
    "POPULAR_EDUCATION": (Sector.NGO, "Éducation populaire"),
    "SPONSORSHIP_NGO": (Sector.NGO, "Parrainage"),
    "FOOD_AID": (Sector.NGO, "Aide alimentaire"),
    "MIGRANT_SUPPORT": (Sector.NGO, "Soutien aux personnes migrantes"),
    "WOMEN_RIGHTS": (Sector.NGO, "Droits des femmes"),
    "MENTORING": (Sector.NGO, "Mentorat"),
    "LITERACY": (Sector.NGO, "Apprentissage du français"),
    "SPORT_CLUB": (Sector.NGO, "Club sportif"),
    "CULTURE_NGO": (Sector.NGO, "Association culturelle"),
    "FAITH_BASED": (Sector.NGO, "Association cultuelle"),
    "CHILD_PROTECTION_NGO": (Sector.NGO, "Association gestionnaire (MECS, AEMO)"),
    "UDAF": (Sector.NGO, "UDAF"),
    "MISSION_LOCALE": (Sector.YOUTH_JOBS, "Mission locale"),
    "INFO_JEUNES": (Sector.YOUTH_JOBS, "Information jeunesse"),
    "E2C": (Sector.YOUTH_JOBS, "École de la deuxième chance"),
    "EPIDE": (Sector.YOUTH_JOBS, "EPIDE"),
    "FOQUALE_FCIP": (Sector.YOUTH_JOBS, "Plateforme décrochage"),
    "YOUTH_HOSTEL_FJT": (Sector.YOUTH_JOBS, "Foyer de jeunes travailleurs"),
    "SOCIAL_LANDLORD": (Sector.HOUSING, "Bailleur social"),
    "EMERGENCY_SHELTER": (Sector.HOUSING, "Hébergement d’urgence"),
    "PARENTS_ASSOCIATION": (Sector.RESIDENTS, "Association de parents"),
    "PARENT_DELEGATE": (Sector.RESIDENTS, "Parents d’élèves élus"),
    "PARENT": (Sector.RESIDENTS, "Collectif de parents"),
    "YOUNG_PERSON": (Sector.RESIDENTS, "Collectif de jeunes"),
    "RESIDENT": (Sector.RESIDENTS, "Collectif d’habitants"),
    "CITIZEN_COUNCIL": (Sector.RESIDENTS, "Conseil citoyen"),
    "SENIOR_VOLUNTEER": (Sector.RESIDENTS, "Aînés engagés"),
    "SHOPKEEPER": (Sector.RESIDENTS, "Commerçants"),
    "PEER_HELPER": (Sector.RESIDENTS, "Pairs-aidants"),
    "FACILITATOR_ORG": (Sector.RESEARCH_SUPPORT, "Tiers facilitateur"),
    "CRPV": (Sector.RESEARCH_SUPPORT, "Centre de ressources politique de la ville"),
    "UNIVERSITY": (Sector.RESEARCH_SUPPORT, "Université"),
    "CREAI": (Sector.RESEARCH_SUPPORT, "CREAI"),
    "CONSULTANCY": (Sector.RESEARCH_SUPPORT, "Cabinet d’études"),
    "NATIONAL_COORDINATION": (Sector.RESEARCH_SUPPORT, "Coordination nationale"),
}


def actor_type_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Types of actor, grouped by sector, for forms and for the model."""
    return [
        (sector.label, [(code, label) for code, (s, label) in ACTOR_TYPES.items() if s is sector])
        for sector in Sector
    ]
