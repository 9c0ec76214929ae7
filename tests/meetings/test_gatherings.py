"""The pages of meetings: who prepares, who reads, who comes without an account."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from maillage.meetings.models import AgendaItem, Meeting, Registration
from maillage.meetings.services.gatherings import (
    AgendaLine,
    cancel_meeting,
    link_of,
    token_of,
    update_meeting,
    write_agenda,
)
from maillage.meetings.services.letters import token_of as own_link
from tests.meetings.conftest import Comer

Opener = Callable[..., Client]
LEADING = ("edit", "cancel", "agenda", "registrations")


def _url(meeting: Meeting, name: str) -> str:
    return reverse(f"gatherings:{name}", args=[meeting.territory.slug, meeting.pk])


def _form(**said: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "name": "Aïcha", "natures": ["PARENT"]} | said


@pytest.mark.parametrize(
    ("role", "reads", "leads"),
    [
        ("facilitator", True, True),
        ("pilot", True, True),
        ("contributor", True, False),
        ("department", True, False),
        ("club", True, False),
        ("national", False, False),
    ],
)
def test_members_read_and_managers_lead(
    client_as: Opener, meeting: Meeting, role: str, reads: bool, leads: bool
) -> None:
    client = client_as(role)
    assert client.get(_url(meeting, "show")).status_code == (200 if reads else 404)
    assert {client.get(_url(meeting, name)).status_code for name in LEADING} == {200 if leads else 404}
    assert client.post(_url(meeting, "opening")).status_code == (302 if leads else 404)


def test_only_those_who_lead_read_names(client_as: Opener, meeting: Meeting, come: Comer) -> None:
    come("Aïcha", email="aicha@exemple.fr", needs=["CHILDCARE"])
    pages = {
        role: client_as(role).get(_url(meeting, "show")).content.decode() for role in ("pilot", "contributor")
    }
    assert not any("Aïcha" in page for page in pages.values())
    assert link_of(meeting) in pages["contributor"]
    people = client_as("pilot").get(_url(meeting, "registrations")).content.decode()
    assert "Aïcha" in people
    assert "aicha@exemple.fr" not in people
    assert "Une garde d’enfants sur place" in people


def test_a_pilot_prepares_a_meeting_and_its_agenda(client_as: Opener, territory: Any) -> None:
    pilot, start = client_as("pilot"), timezone.localtime() + timedelta(days=5)
    said = {
        "title": "Rentrée",
        "purpose": "Se retrouver.",
        "starts_at": start.strftime("%Y-%m-%dT14:00"),
        "ends_at": start.strftime("%Y-%m-%dT16:00"),
        "place": "Maison de quartier",
    }
    wrong = pilot.post(
        reverse("gatherings:add", args=[territory.slug]), said | {"ends_at": said["starts_at"]}
    )
    assert "vient après son début" in wrong.content.decode()
    pilot.post(reverse("gatherings:add", args=[territory.slug]), said)
    assert Meeting.objects.get().place == "Maison de quartier"


def test_an_agenda_is_written_in_its_order_and_names_nobody(client_as: Opener, meeting: Meeting) -> None:
    pilot = client_as("pilot")
    lines = {
        "point-TOTAL_FORMS": 3,
        "point-INITIAL_FORMS": 0,
        "point-0-title": "Les horaires",
        "point-0-position": 2,
        "point-0-led_by": "La coordination",
        "point-1-title": "Accueil",
        "point-1-position": 1,
        "point-1-minutes": 15,
        "point-2-title": "",
    }
    named = pilot.post(_url(meeting, "agenda"), lines | {"point-0-led_by": "Mme Durand"})
    assert "jamais celui d’une personne" in named.content.decode()
    page = pilot.post(_url(meeting, "agenda"), lines, follow=True).content.decode()
    assert page.index("Accueil") < page.index("Les horaires")
    first, second = AgendaItem.objects.order_by("position")
    change = {
        "point-TOTAL_FORMS": 2,
        "point-INITIAL_FORMS": 2,
        "point-0-item": first.pk,
        "point-0-title": "",
        "point-1-item": second.pk,
        "point-1-title": "Les horaires du soir",
    }
    pilot.post(_url(meeting, "agenda"), change)
    assert [(each.pk, each.title) for each in AgendaItem.objects.all()] == [
        (second.pk, "Les horaires du soir")
    ]


def test_one_registers_from_a_phone_then_changes_and_leaves(
    client: Client, meeting: Meeting, three_actors: list[Any]
) -> None:
    page = client.get(link_of(meeting)).content.decode()
    assert "Rentrée de la cité" in page
    assert "PMI du Centre" in page

    said = _form(actor=str(three_actors[1].pk), languages=["fr", "tr"], email="aicha@exemple.fr")
    page = client.post(link_of(meeting), said, follow=True).content.decode()
    assert "Votre place est prise." in page
    client.post(link_of(meeting), said)
    mine = Registration.objects.get()
    assert (mine.actor, mine.languages) == (three_actors[1], ["fr", "tr"])

    own = reverse("attend:receipt", args=[own_link(mine)])
    client.post(own, _form(name="Aïcha B."))
    mine.refresh_from_db()
    assert (mine.name, mine.actor, mine.email) == ("Aïcha B.", None, "")
    page = client.post(reverse("attend:leave", args=[own_link(mine)]), follow=True).content.decode()
    assert "Votre place est rendue." in page


def test_a_stranger_never_reads_an_actor_that_objects(
    client: Client, meeting: Meeting, three_actors: list[Any], other_territory: Any
) -> None:
    three_actors[1].objects_to_naming = True
    three_actors[1].save()
    assert "PMI du Centre" not in client.get(link_of(meeting)).content.decode()
    page = client.post(link_of(meeting), _form(actor=str(three_actors[1].pk))).content.decode()
    assert "Il reste un point" in page
    assert not Registration.objects.exists()


def test_the_waiting_list_is_told_honestly(client: Client, meeting: Meeting, come: Comer) -> None:
    come("Ana"), come("Bilal")
    assert "Toutes les places sont prises." in client.get(link_of(meeting)).content.decode()
    page = client.post(link_of(meeting), _form(), follow=True).content.decode()
    assert "La prochaine place rendue est à vous." in page
    assert "nous ne pouvons pas vous écrire" in page


def test_a_closed_or_unknown_link_says_so(client: Client, meeting: Meeting) -> None:
    Meeting.objects.update(registration_open=False)
    page = client.post(link_of(meeting), _form()).content.decode()
    assert "Les inscriptions ne sont pas ouvertes." in page
    assert not Registration.objects.exists()
    for name in ("register", "ics", "receipt", "leave"):
        assert client.get(reverse(f"attend:{name}", args=["inconnu"])).status_code == 404


def test_a_calendar_moves_the_date_and_says_it_is_cancelled(client: Client, meeting: Meeting) -> None:
    address = reverse("attend:ics", args=[token_of(meeting, "meeting-link")])

    def event() -> Any:
        return Calendar.from_ical(client.get(address).content).events[0]

    first = event()
    update_meeting(meeting=meeting, place="Salle des fêtes")
    second = event()
    cancel_meeting(meeting=meeting)
    third = event()

    assert first["uid"] == second["uid"] == third["uid"]
    assert [each["sequence"] for each in (first, second, third)] == [0, 1, 2]
    assert [str(each["status"]) for each in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert str(second["location"]) == "Salle des fêtes"


def test_what_has_begun_is_neither_cancelled_nor_shortened(meeting: Meeting, start: datetime) -> None:
    """Somebody in the room may be writing, without network."""
    write_agenda(meeting=meeting, lines=[AgendaLine(None, "Un point"), AgendaLine(None, "Un autre")])
    one, other = AgendaItem.objects.order_by("position")
    kept = AgendaLine(other.pk, other.title)
    with pytest.raises(ValidationError, match="ne se retire plus"):
        write_agenda(meeting=meeting, lines=[AgendaLine(one.pk, ""), kept], now=start)
    write_agenda(meeting=meeting, lines=[AgendaLine(one.pk, ""), kept], now=start - timedelta(hours=4))
    assert AgendaItem.objects.get() == other
    with pytest.raises(ValidationError, match="a commencé"):
        cancel_meeting(meeting=meeting, now=start)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same(
    client_as: Opener,
    client: Client,
    meeting: Meeting,
    come: Comer,
    three_actors: list[Any],
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(count):
        come(f"Personne {'abc'[n]}", actor=three_actors[n])
        AgendaItem.objects.create(meeting=meeting, position=n, title="Un point")
    pilot, listing = client_as("pilot"), reverse("meetings:list", args=[meeting.territory.slug])
    for url in (_url(meeting, "show"), _url(meeting, "registrations"), listing):
        with django_assert_max_num_queries(16):
            assert pilot.get(url).status_code == 200
    with django_assert_max_num_queries(7):
        assert client.get(link_of(meeting)).status_code == 200
