"""What should not be there goes at once, for those who lead and for nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from maillage.core.models import Mail
from maillage.meetings.models import Meeting, MeetingFile, MinutesRevision, Registration, Workshop
from maillage.meetings.queries.registrations import room_of
from maillage.meetings.services.gatherings import AgendaLine, write_agenda
from maillage.meetings.services.letters import token_of
from maillage.meetings.services.minutes import add_file, write_minutes
from tests.meetings.conftest import Comer
from tests.meetings.test_minutes import PNG

Opener = Callable[..., Client]


@pytest.fixture
def doors(meeting: Meeting, come: Comer) -> dict[str, str]:
    """One of each, and the address that erases it."""
    mine = come("Ana", email="ana@exemple.fr", needs=["CHILDCARE"])
    write_agenda(meeting=meeting, lines=[AgendaLine(None, "Un point")])
    point = meeting.items.get()  # type: ignore[attr-defined]
    write_minutes(meeting=meeting, texts={point.pk: ("Un texte.", 0)}, key=uuid.uuid4(), user=None)
    file = add_file(meeting=meeting, title="Tableau", sort="PAPER", file=SimpleUploadedFile("t.png", PNG))
    parts = {
        "erase_name": mine.pk,
        "erase_version": MinutesRevision.objects.get().pk,
        "remove_piece": file.pk,
    }
    base = [meeting.territory.slug, meeting.pk]
    return {name: reverse(f"gatherings:{name}", args=[*base, pk]) for name, pk in parts.items()}


@pytest.mark.parametrize(("role", "code"), [("pilot", 200), ("facilitator", 200), ("contributor", 404)])
def test_only_those_who_lead_erase(client_as: Opener, doors: dict[str, str], role: str, code: int) -> None:
    client = client_as(role)
    assert {client.get(url).status_code for url in doors.values()} == {code}


def test_a_name_goes_at_once_and_the_place_to_who_waits(
    client_as: Opener, client: Client, meeting: Meeting, doors: dict[str, str], come: Comer
) -> None:
    for name in ("Bilal", "Chloé"):
        come(name)
    page = client_as("pilot").post(doors["erase_name"], follow=True).content.decode()

    assert "Le nom est effacé." in page
    assert "Ana" not in page
    mine = Registration.objects.get(number=1)
    assert (mine.name, mine.email, mine.needs) == ("", "", [])
    assert [each.name for each in room_of(meeting).coming] == ["Bilal", "Chloé"]
    assert not Mail.objects.exists()
    assert (
        "Votre place est rendue."
        in client.get(reverse("attend:receipt", args=[token_of(mine)])).content.decode()
    )


def test_a_version_and_a_file_go_for_good(
    client_as: Opener, doors: dict[str, str], django_capture_on_commit_callbacks: Any
) -> None:
    pilot, name = client_as("pilot"), MeetingFile.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert "Vide ou effacée." in pilot.post(doors["erase_version"], follow=True).content.decode()
        pilot.post(doors["remove_piece"])
    assert [each.text for each in MinutesRevision.objects.all()] == [""]
    assert not MeetingFile.objects.exists()
    assert not default_storage.exists(name)


def test_what_belongs_to_another_meeting_is_not_erased_from_here(
    client_as: Opener, meeting: Meeting, doors: dict[str, str]
) -> None:
    Meeting.objects.create(
        territory=meeting.territory,
        title="Une autre",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place="Là",
        token_digest="x",
        door_digest="y",
    )
    other = Meeting.objects.exclude(pk=meeting.pk).get()
    pilot = client_as("pilot")
    for url in doors.values():
        assert pilot.get(url.replace(f"/{meeting.pk}/", f"/{other.pk}/", 1)).status_code == 404


def test_a_workshop_says_during_which_meeting_it_was(
    client_as: Opener, meeting: Meeting, workshop: Workshop
) -> None:
    pilot, slug = client_as("pilot"), meeting.territory.slug
    said = {"title": "Trois tables", "format": "GRID", "held_on": "2026-03-12", "meeting": meeting.pk}
    pilot.post(reverse("meetings:edit", args=[slug, workshop.pk]), said)
    assert "pendant" in pilot.get(reverse("meetings:show", args=[slug, workshop.pk])).content.decode()
    page = pilot.get(reverse("gatherings:show", args=[slug, meeting.pk])).content.decode()
    assert "Trois tables" in page
