"""Waves to answer to. As a program: `make WAVES ACTORS` prints the secrets of their links, `show` what is stored."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.utils import timezone

from maillage.programmes.models import Programme
from maillage.surveys.models import Wave
from maillage.surveys.services import collecting, create_wave
from maillage.territories.models import Actor, ActorStatus, Territory
from tests.faults.answers import stored


def open_wave(territory: Territory, *, actors: int = 4, label: str = "Automne") -> Wave:
    """An open wave of the actors of a territory, made when it has none."""
    roster = list(Actor.objects.filter(territory=territory).order_by("pk")) or [
        Actor.objects.create(
            territory=territory, name=f"Structure {n}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for n in range(actors)
    ]
    wave = create_wave(territory=territory, label=label, opened_on=timezone.localdate(), roster=roster)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=wave, questionnaire="cooperation", closes_at=closes)
    return collecting.open_wave(wave=wave)


def make(waves: int, actors: int) -> dict[str, Any]:
    """A territory with that many open waves; the secrets of the personal links, and those of posters."""
    day = date(2025, 9, 1)
    programme = Programme.objects.create(
        name="Coopérer tôt",
        slug="cooperer-tot",
        facilitator_name="Un tiers",
        facilitator_contact="tiers@exemple.fr",
        legal_notice="Mission d’intérêt public.",
        places=10,
        starts_on=day,
    )
    territory = Territory.objects.create(
        programme=programme, name="Les Trois-Ponts", slug="les-trois-ponts", department="93", joined_on=day
    )
    made = [open_wave(territory, actors=actors, label=f"Vague {n + 1}") for n in range(waves)]
    keys = [collecting.invite(participation=each) for wave in made for each in wave.roster.order_by("pk")]
    return {
        "actors": [key.token for key in keys],
        "codes": [key.code for key in keys],
        "posters": [collecting.open_to_residents(wave=each) for each in made[:6]],
    }


if __name__ == "__main__":
    verb, *number = sys.argv[1:]
    if verb == "make":
        call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps({"make": make, "show": stored}[verb](*[int(n) for n in number])))
