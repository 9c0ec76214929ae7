"""What a cité offers, age by age: enough to see where nobody is, and where several do the same."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from maillage.context.models import Action
from maillage.context.services import note_action
from maillage.territories.models import ActorStatus, Territory

# action, sectors of those who offer it, ages, levels
ACTIONS: Final = (
    ("Consultations de PMI", ("DEPARTMENT",), ("0-3", "3-6"), ("UNIVERSAL", "TARGETED")),
    ("Lieu d’accueil enfants-parents", ("EARLY_CHILDHOOD", "FAMILY_BRANCH"), ("0-3", "3-6"), ("ATTENTIVENESS", "UNIVERSAL")),
    ("Café des parents", ("EDUCATION", "NGO"), ("3-6", "6-11"), ("ATTENTIVENESS",)),
    ("Accueil du mercredi", ("MUNICIPALITY",), ("3-6", "6-11"), ("UNIVERSAL",)),
    ("Aide aux devoirs", ("NGO",), ("6-11", "11-15"), ("UNIVERSAL",)),
    ("Accompagnement à la scolarité", ("SOCIAL_LIFE",), ("6-11", "11-15"), ("UNIVERSAL", "TARGETED")),
    ("Études dirigées", ("EDUCATION",), ("6-11", "11-15"), ("UNIVERSAL",)),
    ("Club de lecture", ("CULTURE_SPORT",), ("6-11",), ("UNIVERSAL",)),
    ("École ouverte", ("EDUCATION",), ("11-15",), ("UNIVERSAL", "TARGETED")),
    ("Permanence éducative de rue", ("SPECIALISED_PREVENTION",), ("11-15", "15-18"), ("TARGETED", "EARLY_SUPPORT")),
    ("Programme de réussite éducative", ("MUNICIPALITY",), ("3-6", "6-11", "11-15"), ("EARLY_SUPPORT",)),
    ("Aide éducative à domicile", ("DEPARTMENT",), ("0-3", "3-6", "6-11", "11-15"), ("ADMIN_PROTECTION",)),
    ("Mission locale", ("YOUTH_JOBS",), ("18-25",), ("TARGETED",)),
)  # fmt: skip


@transaction.atomic
def build_resources(*, territory: Territory) -> None:
    """Note these actions, each with the first actors of its sectors; what is noted already is left as it is."""
    if Action.objects.filter(territory=territory).exists():
        return
    actors = list(territory.actors.filter(status=ActorStatus.VALIDATED).order_by("pk"))  # type: ignore[attr-defined]
    for label, sectors, bands, levels in ACTIONS:
        first = [next((a for a in actors if a.sector == sector), None) for sector in sectors]
        offering = [actor for actor in first if actor is not None]
        if offering:
            note_action(
                territory=territory,
                actors=offering,
                label=label,
                bands=list(bands),
                levels=list(levels),
                note="",
            )
