"""Who objects to being named is named behind no door, at once: what was computed or begun before included."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.diagnosis.services import publish_diagnosis
from maillage.programmes.models import ProgrammeRole
from maillage.surveys.models import Wave
from maillage.surveys.services import collecting, create_wave
from maillage.territories.models import Actor, Role
from maillage.territories.telling import set_naming
from tests.house.doors import Door, doors
from tests.house.world import World, build_world

NAME = "Ludothèque Arlequin"
# What leaves the platform, or is shown to everybody, when those who manage open it: they know the name, it does not.
OUTWARD = {
    "surveys:export",
    "surveys:paper_forms",
    "surveys:show",
    "territories:export_actors",
    "diagnosis:show",
    "diagnosis:pdf",
    "diagnosis:map",
}
EXTENSIONS = ("csv", "xlsx", "graphml")
MINE = {"contributor", "department", "club"}


def said(answer: Any) -> str:
    """The words of a page or of a file."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode("utf-8", "replace")


@pytest.fixture
def world(db: None) -> World:
    """A wave computed and published, another one open; an actor objects afterwards."""
    made = build_world(slug="chez-nous")
    hidden = Actor.objects.get(territory=made.territory, name="Ludothèque")
    Actor.objects.filter(pk=hidden.pk).update(name=NAME)
    return made


@pytest.fixture
def opened(world: World) -> Wave:
    wave = create_wave(
        territory=world.territory,
        label="Seconde vague",
        opened_on=timezone.localdate(),
        roster=Actor.objects.filter(territory=world.territory),
    )
    collecting.prepare_wave(
        wave=wave, questionnaire="cooperation", closes_at=timezone.now() + timedelta(days=9)
    )
    return collecting.open_wave(wave=wave)


@pytest.fixture
def open_as(world: World, make_user: Callable[..., Any]) -> Callable[[str], Client]:
    def open_(role: str) -> Client:
        user, client = make_user(role), Client()
        ProgrammeRole.objects.filter(user=user).update(programme=world.programme)
        Role.objects.filter(user=user).update(territory=world.territory)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_


def addresses(door: Door, world: World, numbers: tuple[int, ...] = (1, 2)) -> list[str]:
    """Every address of a door: each wave, each kind of file."""
    found = []
    for number in numbers if "wave" in door.arguments else (1,):
        for extension in EXTENSIONS if "extension" in door.arguments else ("csv",):
            given = world.arguments(door.arguments, door.route)
            given |= {k: v for k, v in (("wave", number), ("extension", extension)) if k in given}
            given |= {"actor": Actor.objects.get(name=NAME).pk} if "actor" in given else {}
            found.append(reverse(door.name, kwargs=given))
    return found


def naming(client: Client, listed: list[Door], world: World) -> set[str]:
    """The doors behind which the name is read."""
    return {
        door.name
        for door in listed
        for address in addresses(door, world)
        if NAME in said(client.get(address))
    }


def take_snapshot_with_the_name(world: World) -> None:
    from maillage.diagnosis.models import Diagnosis

    diagnosis = Diagnosis.objects.get(pk=world.parts["diagnosis"])
    for node in diagnosis.snapshot["nodes"]:
        node["name"] = NAME if node["name"] == "Ludothèque" else node["name"]
    diagnosis.save(update_fields=["snapshot"])
    publish_diagnosis(diagnosis=diagnosis)


def test_no_door_names_who_objects(world: World, opened: Wave, open_as: Callable[[str], Client]) -> None:
    take_snapshot_with_the_name(world)
    within = [door for door in doors() if {"territory", "programme"} & set(door.arguments)]
    assert {door.name for door in within} >= OUTWARD
    outward = [door for door in within if door.name in OUTWARD - {"surveys:paper_forms"}]
    readers, pilot = {role: open_as(role) for role in sorted(MINE)}, open_as("facilitator")
    before = naming(pilot, outward, world)
    assert before == OUTWARD - {"surveys:paper_forms"}, "the walk must see the name where it is"
    set_naming(actor=Actor.objects.get(name=NAME), objects=True)
    assert naming(pilot, outward, world) == set()
    for role, client in readers.items():
        assert naming(client, within, world) == set(), role


def test_nobody_who_answers_reads_it(world: World, opened: Wave) -> None:
    hidden = Actor.objects.get(name=NAME)
    other = opened.roster.exclude(actor=hidden).order_by("pk")[0]
    phone = Client()
    phone.post(f"/r/{collecting.invite(participation=other).token}/", {"language": "fr", "path": "full"})
    asked = [f"/r/feuille/{n}/" for n in range(1, 5)] + ["/r/feuille/paquet/", "/r/feuille/relire/"]
    seen = "".join(said(phone.get(address, follow=True)) for address in asked)
    assert NAME in seen
    set_naming(actor=hidden, objects=True)
    seen = "".join(said(phone.get(address, follow=True)) for address in asked)
    assert NAME not in seen
    assert "Acteur non nommé" in seen


def test_the_paper_of_the_others_does_not_name_it(
    world: World, opened: Wave, open_as: Callable[[str], Client]
) -> None:
    hidden = Actor.objects.get(name=NAME)
    set_naming(actor=hidden, objects=True)
    made = open_as("pilot").get(reverse("surveys:paper_forms", args=[world.territory.slug, opened.number]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages]
    naming_it = [text for text in pages if NAME in text]
    assert len(naming_it) * 3 <= len(pages), "only its own sheet, which is handed to it"
    assert any("Acteur non nommé" in text for text in pages)
