"""Trust is never told pair by pair: a rating that no person could give is looked for in everything that goes out."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.services import compute, publish_diagnosis, request_diagnosis
from maillage.programmes.models import ProgrammeRole
from maillage.surveys.models import Answer, Participation, Wave
from maillage.territories.models import Actor
from tests.house.doors import doors
from tests.house.world import World, build_world

NOTE = 3.14159
SIGNS = re.compile(r"3[.,]1415|['\"]ratings['\"]")  # the note, and the shape of what holds notes
SIZE = 16
SAMPLE = b"%PDF"  # what the attachments of the test world hold
SECTORS = ("EDUCATION", "DEPARTMENT", "MUNICIPALITY", "NGO")


@pytest.fixture
def world() -> World:
    """A territory whose diagnosis is published, and rests on ratings that are all the canary."""
    made = build_world(slug="canari")
    wave = Wave.objects.get(territory=made.territory)
    for i in range(SIZE - wave.roster.count()):
        actor = Actor.objects.create(territory=made.territory, name=f"Structure {i}", sector=SECTORS[i % 4])
        Participation.objects.create(wave=wave, actor=actor, answered=True)
    roster = list(wave.roster.order_by("actor_id"))
    for i, part in enumerate(roster):
        others = [str(roster[(i + step) % len(roster)].actor_id) for step in (1, 2, 3)]
        said: dict[str, dict[str, Any]] = {
            "cooperation": {"ties": dict.fromkeys(others, 2)},
            "trust": {"ratings": {other: [NOTE, NOTE, NOTE] for other in others}},
        }
        for kind, value in said.items():
            Answer.objects.update_or_create(
                participation=part, question=kind, defaults={"kind": kind, "value": value}
            )
    asked = request_diagnosis(wave=wave, user=None, replicates=20)
    compute(diagnosis_id=asked.pk)
    publish_diagnosis(diagnosis=Diagnosis.objects.get(pk=asked.pk))
    made.parts["diagnosis"] = asked.pk
    return made


def _text(answer: HttpResponseBase) -> str:
    """All that a page or a file says, whatever its format."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if content.startswith(SAMPLE) and len(content) > len(SAMPLE) and shutil.which("pdftotext"):  # CI has it
        done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
        return done.stdout.decode()
    return str(content.decode(errors="replace"))


def test_no_rating_leaves_by_any_address(world: World, make_user: Callable[..., Any]) -> None:
    user = make_user("facilitator")
    ProgrammeRole.objects.filter(user=user).update(programme=world.programme)
    client, read = Client(), 0
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for door in doors():
        if {"territory", "programme"} & set(door.arguments):
            answer = client.get(reverse(door.name, kwargs=world.arguments(door.arguments, door.route)))
            if answer.status_code == 200:
                read += 1
                assert not SIGNS.search(_text(answer)), door.name

    assert read > 30


def test_the_ratings_did_reach_the_computation(world: World) -> None:
    """Without it the canary would prove nothing: the mean between sectors is there, and it alone."""
    diagnosis = Diagnosis.objects.get(pk=world.parts["diagnosis"])

    assert diagnosis.findings.filter(key="trust").exists()
    assert not SIGNS.search(str(diagnosis.snapshot))
    assert not [found.key for found in diagnosis.findings.all() if SIGNS.search(str(found.value))]


def test_a_rating_is_kept_in_one_table_only(world: World) -> None:
    """Nothing copies what was answered elsewhere, where another page could show it."""
    from django.apps import apps

    def holds(model: type[Model]) -> bool:
        return any(SIGNS.search(str(row)) for row in model._default_manager.values_list())

    rooms = [model for model in apps.get_models() if model.__module__.startswith("maillage.")]
    assert [model.__name__ for model in rooms if holds(model)] == ["Answer"]
