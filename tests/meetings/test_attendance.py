"""Who was there: by a phone at the door, or from the sheet typed back; nothing that one hand notes is lost by another."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.core.models import Mail
from maillage.core.tokens import printed
from maillage.meetings.models import Meeting, Registration
from maillage.meetings.queries import present_or_registered
from maillage.meetings.queries.registrations import room_of
from maillage.meetings.services.attendance import (
    as_typed,
    door_link,
    read_numbers,
    sign_in,
    type_sheet,
)
from maillage.meetings.services.letters import code_of, token_of
from maillage.meetings.services.registrations import give_place_back
from maillage.meetings.sheet import sheet_pdf
from tests.meetings.conftest import Comer

Opener = Callable[..., Client]


@pytest.fixture
def now_on(meeting: Meeting) -> Meeting:
    """The same meeting, which began an hour ago."""
    start = timezone.now() - timedelta(hours=1)
    Meeting.objects.update(starts_at=start, ends_at=start + timedelta(hours=3))
    meeting.refresh_from_db()
    return meeting


def _url(meeting: Meeting, name: str) -> str:
    return reverse(f"gatherings:{name}", args=[meeting.territory.slug, meeting.pk])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1-3, 7", {1, 2, 3, 7}),
        (" 1 à 3 ; 7 7", {1, 2, 3, 7}),
        ("2–4", {2, 3, 4}),
        ("", set()),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, read: set[int]) -> None:
    assert read_numbers(typed) == read
    assert read_numbers(as_typed(read)) == read


@pytest.mark.parametrize("typed", ["1-", "trois", "9-2", "1-9999"])
def test_what_is_not_a_number_is_said(typed: str) -> None:
    with pytest.raises(ValidationError, match="1-14, 17, 20"):
        read_numbers(typed)


def test_a_sheet_typed_back_leaves_those_who_signed_in_meanwhile(now_on: Meeting, come: Comer) -> None:
    rows = [come(name) for name in ("Ana", "Bilal", "Chloé", "Dina")]  # two places: Chloé and Dina wait
    sign_in(registration=rows[3])

    there = type_sheet(meeting=now_on, numbers={1, 3}, seen=set(), counts={("", "PARENT"): 2})
    assert there == 5
    assert [each.name for each in present_or_registered(now_on)] == ["Ana", "Chloé", "Dina", "", ""]

    there = type_sheet(
        meeting=now_on, numbers={1}, seen={1, 3}, counts={("", "PARENT"): 1, ("HEALTH", "PROFESSIONAL"): 1}
    )
    assert there == 4
    assert [(each.name, each.sector, each.natures) for each in present_or_registered(now_on)] == [
        ("Ana", "", ["PARENT"]),
        ("Dina", "", ["PARENT"]),
        ("", "", ["PARENT"]),
        ("", "HEALTH", ["PROFESSIONAL"]),
    ]


def test_a_number_that_is_not_on_the_sheet_is_refused_whole(now_on: Meeting, come: Comer) -> None:
    come("Ana")
    with pytest.raises(ValidationError, match="8-9"):
        type_sheet(meeting=now_on, numbers={1, 8, 9}, seen=set(), counts={("", "PARENT"): 2})
    assert room_of(now_on).present == []


def test_nobody_was_there_before_it_began(meeting: Meeting, come: Comer, start: datetime) -> None:
    mine = come("Ana")
    with pytest.raises(ValidationError, match="pas encore commencé"):
        type_sheet(meeting=meeting, numbers={1}, seen=set(), counts={})
    with pytest.raises(ValidationError, match="trois heures"):
        sign_in(registration=mine)
    sign_in(registration=mine, now=start - timedelta(hours=2))
    assert [each.name for each in present_or_registered(meeting)] == ["Ana"]


def test_whoever_gave_the_place_back_and_came_is_there(now_on: Meeting, come: Comer) -> None:
    mine = come("Ana")
    give_place_back(registration=mine)
    sign_in(registration=mine)
    assert [each.name for each in room_of(now_on).present] == ["Ana"]


def test_the_door_by_a_code_or_by_a_form(client: Client, now_on: Meeting, come: Comer) -> None:
    mine, door = come("Ana"), door_link(now_on)
    assert "n’ouvre rien" in client.post(door, {"code": "AAAAA-AAAAA-A"}).content.decode()
    page = client.post(door, {"code": printed(code_of(mine)).lower()}, follow=True).content.decode()
    assert "Vous êtes là." in page
    said = {"key": str(uuid.uuid4()), "name": "Bilal", "natures": ["VOLUNTEER"], "email": "bilal@exemple.fr"}
    walk_in = reverse("attend:walk_in", args=[door.split("/")[-2]])
    for _ in range(2):
        assert "Vous êtes là." in client.post(walk_in, said, follow=True).content.decode()
    assert [each.way for each in room_of(now_on).present] == ["LINK", "DOOR"]
    assert not Mail.objects.exists()


def test_one_s_own_page_says_one_is_here(client: Client, now_on: Meeting, come: Comer) -> None:
    mine = come("Ana")
    own = reverse("attend:receipt", args=[token_of(mine)])
    assert "Je suis là" in client.get(own).content.decode()
    page = client.post(reverse("attend:here", args=[token_of(mine)]), follow=True).content.decode()
    assert "Vous êtes là." in page


def test_a_door_is_closed_days_before(client: Client, meeting: Meeting, come: Comer) -> None:
    mine, door = come("Ana"), door_link(meeting)
    assert "L’accueil n’est pas ouvert." in client.get(door).content.decode()
    client.post(door, {"code": code_of(mine)})
    assert client.get(reverse("attend:walk_in", args=[door.split("/")[-2]])).status_code == 302
    page = client.post(reverse("attend:here", args=[token_of(mine)]), follow=True).content.decode()
    assert "trois heures avant" in page
    assert not Registration.objects.filter(attended_at__isnull=False).exists()
    assert client.get(reverse("attend:door", args=["inconnu"])).status_code == 404


def test_the_code_of_another_meeting_opens_nothing(
    client: Client, now_on: Meeting, come: Comer, other_territory: Any
) -> None:
    mine = come("Ana")
    other = Meeting.objects.create(
        territory=other_territory,
        title="Ailleurs",
        starts_at=now_on.starts_at,
        ends_at=now_on.ends_at,
        place="Là",
        token_digest="x",
        door_digest="y",
    )
    Registration.objects.filter(pk=mine.pk).update(meeting=other)
    assert "n’ouvre rien" in client.post(door_link(now_on), {"code": code_of(mine)}).content.decode()


def test_the_sheet_is_typed_from_its_page(client_as: Opener, now_on: Meeting, come: Comer) -> None:
    for name in ("Ana", "Bilal", "Chloé"):
        come(name)
    pilot = client_as("pilot")
    wrong = pilot.post(_url(now_on, "attendance"), {"numbers": "1, 12"}).content.decode()
    assert "n’existe pas" in wrong
    said = {"numbers": "1-2", "seen": "", "n-PARENT": 3, "n-PARENT-seen": 0, "s-OTHER": ""}
    page = pilot.post(_url(now_on, "attendance"), said, follow=True).content.decode()
    assert "5\u00a0personnes étaient là" in page
    again = pilot.get(_url(now_on, "attendance")).content.decode()
    assert 'value="1-2"' in again


@pytest.mark.parametrize("name", ["door", "sheet", "attendance"])
def test_only_those_who_lead_hold_the_door(client_as: Opener, meeting: Meeting, name: str) -> None:
    assert client_as("pilot").get(_url(meeting, name)).status_code == 200
    assert client_as("facilitator").get(_url(meeting, name)).status_code == 200
    assert client_as("contributor").get(_url(meeting, name)).status_code == 404


def test_the_printed_sheet_has_every_name_once(now_on: Meeting, come: Comer) -> None:
    come("Aïcha"), come("Bilal 🎉")
    give_place_back(registration=come("Chloé"))
    pages = PdfReader(io.BytesIO(sheet_pdf(now_on, room_of(now_on)))).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert text.count("Aïcha") == 1
    assert "Bilal" in text
    assert "Chloé" not in text
    assert "Maison de quartier" in text
