"""Two meetings of a cité: one that was held, with its minutes, its decisions and who was there; one to come, with forty people."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.demo.names import FIRST_NAMES
from maillage.meetings.models import AgendaItem, Meeting
from maillage.meetings.services.attendance import type_sheet
from maillage.meetings.services.gatherings import (
    AgendaLine,
    hold_meeting,
    open_registrations,
    write_agenda,
)
from maillage.meetings.services.minutes import note_decision, write_minutes
from maillage.meetings.services.registrations import Person, give_place_back, register
from maillage.territories.models import Actor, ActorStatus, Body, Territory

SEED: Final = 63
HELD_BEFORE: Final = 33  # days
COMES_IN: Final = 12
PLACES: Final = 48
# natures, how many, languages besides French that some of them speak
FAMILIES: Final = (
    (("PARENT",), 9, ("ar", "tr", "pt", "")),
    (("PARENT", "VOLUNTEER"), 3, ("", "ar", "bm")),
    (("RESIDENT",), 3, ("", "shi")),
    (("YOUTH",), 2, ("",)),
)
WORKERS: Final = 23
BANDS: Final = ("0-3", "3-6", "6-11", "11-15", "15-18", "18-25")
SECTOR_BANDS: Final = {
    "EARLY_CHILDHOOD": ("0-3", "3-6"),
    "EDUCATION": ("3-6", "6-11", "11-15"),
    "YOUTH_JOBS": ("15-18", "18-25"),
    "SPECIALISED_PREVENTION": ("11-15", "15-18"),
}

HELD: Final = (
    ("Accueil, et pourquoi on se retrouve", 15, "La coordination"),
    ("Ce que chacun entend par «\u00a0prévenir\u00a0»", 45, "Une personne de la PMI et une habitante"),
    ("Les horaires de nos réunions", 30, "Le centre social"),
    ("Ce que l’on décide", 20, "La coordination"),
)
MINUTES: Final = (
    "Trente personnes, dont la moitié sont des parents, des habitants ou des jeunes. On se présente par ce que l’on fait, pas par son service.",
    "Pour l’école, prévenir c’est repérer. Pour les parents, c’est pouvoir demander sans être jugé. Pour la PMI, c’est passer avant. "
    "Les trois tables gardent les trois définitions.",
    "Les réunions de 14\u00a0h excluent les parents qui travaillent, celles de 18\u00a0h excluent ceux qui gardent leurs enfants. "
    "On essaie 17\u00a0h 30 avec une garde sur place.",
    "Trois décisions, chacune suivie par une structure.",
)
FIRST_HAND: Final = "Les réunions de 14\u00a0h excluent les parents qui travaillent."
DECISIONS: Final = (
    ("Essayer trois réunions à 17\u00a0h 30, avec une garde d’enfants sur place.", "SOCIAL_LIFE"),
    ("Écrire ensemble une page qui dit à qui s’adresser avant que cela se complique.", "DEPARTMENT"),
    ("Dire aux parents, chaque fois, ce qui est transmis et à qui.", "EDUCATION"),
)
COMING: Final = (
    ("Accueil autour d’un café", 20, "Des parents de l’association"),
    ("Ce que dit le diagnostic, en dix phrases", 30, "La coordination"),
    ("Par tables\u00a0: à qui s’adresser, à quel âge", 60, "Une personne par table"),
    ("Ce que chaque table veut garder", 30, "Une élue et une habitante"),
)


@transaction.atomic
def build_meetings(*, territory: Territory, now: datetime | None = None) -> None:
    """Both meetings; those that exist are left as they are."""
    if Meeting.objects.filter(territory=territory).exists():
        return
    moment, draw = now or timezone.now(), random.Random(SEED)
    rows = Actor.objects.filter(territory=territory, status=ActorStatus.VALIDATED)
    actors = list(rows.exclude(sector__in=("RESIDENTS", "JUSTICE")).order_by("pk"))
    _held(territory, actors, moment, draw)
    _to_come(territory, actors, moment, draw)


def _at(moment: datetime, days: int, hour: int, minute: int = 0) -> datetime:
    day = timezone.localdate(moment) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _people(actors: Sequence[Actor], draw: random.Random, workers: int) -> list[Person]:
    """Invented adults, in the order in which they register."""
    found = []
    for natures, count, languages in FAMILIES:
        for n in range(count):
            spoken = {"fr", languages[n % len(languages)]} - {""}
            needs = ["CHILDCARE"] if n % 4 == 1 else ["INTERPRETER"] if n % 4 == 3 else []
            found.append(
                Person(name=draw.choice(FIRST_NAMES), natures=natures, languages=spoken, needs=needs)
            )
    for n, actor in enumerate(draw.sample(list(actors), min(workers, len(actors)))):
        nature = "VOLUNTEER" if actor.sector == "NGO" else "PROFESSIONAL"
        bands = SECTOR_BANDS.get(actor.sector) or tuple(draw.sample(BANDS, 2))
        spoken = {"fr"} | ({"en", "es", "ar"} if n % 7 == 3 else set())
        name = f"{draw.choice(FIRST_NAMES)} {chr(65 + n)}."
        found.append(Person(name=name, actor=actor, natures=[nature], languages=spoken, age_bands=bands))
    draw.shuffle(found)
    return found


def _keys(draw: random.Random) -> uuid.UUID:
    return uuid.UUID(int=draw.getrandbits(128), version=4)


def _held(territory: Territory, actors: Sequence[Actor], now: datetime, draw: random.Random) -> None:
    start = _at(now, -HELD_BEFORE, 17, 30)
    made = hold_meeting(
        territory=territory,
        title="Prévenir, qu’est-ce que c’est pour vous\u202f?",
        purpose="Mettre côte à côte ce que parents et métiers appellent prévenir, avant de choisir des priorités.",
        body=Body.objects.filter(territory=territory).order_by("pk").first(),
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Maison de quartier, grande salle",
    )
    open_registrations(meeting=made, opened=True)
    write_agenda(meeting=made, lines=[AgendaLine(None, *line) for line in HELD])
    for person in _people(actors, draw, 16):
        register(meeting=made, person=person, key=_keys(draw), now=start - timedelta(days=9))
    type_sheet(
        meeting=made,
        numbers=set(range(1, 25)) | {27, 30},
        seen=(),
        counts={("", "PARENT"): 3, ("HEALTH", "PROFESSIONAL"): 1},
        now=start + timedelta(minutes=20),
    )
    _write(made, territory, start + timedelta(minutes=50))


def _write(meeting: Meeting, territory: Territory, now: datetime) -> None:
    """Two hands: the second completes what the first wrote, which stays in the versions."""
    points = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    first, second = _writers(territory)
    early = {points[2].pk: (FIRST_HAND, 0)}
    write_minutes(meeting=meeting, texts=early, key=uuid.UUID(int=1), user=first, now=now)
    texts = {point.pk: (text, 0) for point, text in zip(points, MINUTES, strict=True)}
    write_minutes(
        meeting=meeting, texts=texts, key=uuid.UUID(int=2), user=second, now=now + timedelta(hours=1)
    )
    for text, sector in DECISIONS:
        listed = Actor.objects.filter(territory=territory, sector=sector, status=ActorStatus.VALIDATED)
        note_decision(
            meeting=meeting,
            text=text,
            follower=listed.filter(objects_to_naming=False).order_by("pk").first(),
            now=now + timedelta(hours=1),
        )


def _writers(territory: Territory) -> tuple[User | None, User | None]:
    """Whoever contributes locally, and the pilot."""
    held = User.objects.filter(territory_roles__territory=territory, territory_roles__ends_on=None)
    return (
        held.filter(territory_roles__kind="CONTRIBUTOR").order_by("pk").first(),
        held.filter(territory_roles__kind="PILOT").order_by("pk").first(),
    )


def _to_come(territory: Territory, actors: Sequence[Actor], now: datetime, draw: random.Random) -> None:
    start = _at(now, COMES_IN, 17, 30)
    made = hold_meeting(
        territory=territory,
        title="À qui s’adresser, et quand\u202f?",
        purpose="Lire ensemble le diagnostic, et faire à plusieurs la page que chacun pourra donner. Garde d’enfants sur place.",
        starts_at=start,
        ends_at=start + timedelta(hours=2, minutes=30),
        place="École du quartier, salle polyvalente, entrée par la cour",
        capacity=PLACES,
    )
    open_registrations(meeting=made, opened=True)
    write_agenda(meeting=made, lines=[AgendaLine(None, *line) for line in COMING])
    for person in _people(actors, draw, WORKERS):
        register(meeting=made, person=person, key=_keys(draw), now=now)
    awa = Person(
        name="Awa",
        email="awa.exemple@exemple.fr",
        natures=["PARENT", "VOLUNTEER"],
        languages=["fr", "snk"],
        needs=["CHILDCARE"],
    )
    register(meeting=made, person=awa, key=_keys(draw), now=now)
    gone = register(
        meeting=made, person=Person(name="Basile", natures=["RESIDENT"]), key=_keys(draw), now=now
    )
    give_place_back(registration=gone, now=now)
