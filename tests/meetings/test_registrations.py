"""Registering without an account: every place given once, the waiting list in order, each thing told once, names forgotten."""

from __future__ import annotations

import threading
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maillage.core.models import Mail
from maillage.meetings.models import Meeting, Registration
from maillage.meetings.queries import present_or_registered
from maillage.meetings.queries.registrations import empty_chairs, rank_in_line, room_of
from maillage.meetings.services import registrations as services
from maillage.meetings.services.gatherings import (
    cancel_meeting,
    hold_meeting,
    open_registrations,
    update_meeting,
)
from maillage.territories.services import add_person, merge_actors
from tests.meetings.conftest import Comer


def _kinds(address: str) -> list[str]:
    return list(Mail.objects.filter(recipient=address).order_by("pk").values_list("kind", flat=True))


def test_places_are_given_in_order_then_one_waits_and_is_told(meeting: Meeting, come: Comer) -> None:
    first, _, third, fourth = (
        come(name, email=f"{name}@exemple.fr") for name in ("ana", "bilal", "chloe", "dina")
    )

    assert [each.waiting for each in room_of(meeting).rows] == [False, False, True, True]
    assert [rank_in_line(third), rank_in_line(fourth)] == [1, 2]
    assert _kinds("ana@exemple.fr") == ["meeting-confirmed"]
    assert _kinds("chloe@exemple.fr") == ["meeting-waiting"]

    services.give_place_back(registration=first)
    services.give_place_back(registration=first)

    assert [each.name for each in present_or_registered(meeting)] == ["bilal", "chloe"]
    assert _kinds("chloe@exemple.fr") == ["meeting-waiting", "meeting-promoted"]
    assert _kinds("dina@exemple.fr") == ["meeting-waiting"]


def test_more_places_are_given_to_those_who_wait(meeting: Meeting, come: Comer) -> None:
    for name in ("ana", "bilal", "chloe", "dina"):
        come(name)
    update_meeting(meeting=meeting, capacity=3)
    assert [each.name for each in room_of(meeting).waiting] == ["dina"]
    update_meeting(meeting=meeting, capacity=None)
    assert room_of(meeting).waiting == []
    update_meeting(meeting=meeting, capacity=1)  # nobody is sent away
    assert len(room_of(meeting).coming) == 4


def test_the_same_form_sent_twice_is_one_registration_and_another_person_is_another(
    meeting: Meeting, come: Comer
) -> None:
    key = uuid.uuid4()
    one = come("Ana", key=key, email="ana@exemple.fr")
    again = come("Ana ", key=key, email="ANA@exemple.fr", languages=["fr", "ar"])
    other = come("Bilal", key=key)  # the page gone back to, for somebody else

    assert one.pk == again.pk != other.pk
    assert Registration.objects.get(pk=one.pk).languages == ["ar", "fr"]
    assert _kinds("ana@exemple.fr") == ["meeting-confirmed"]


@pytest.mark.django_db(transaction=True)
def test_a_crowd_at_once_loses_nobody_and_overbooks_nothing(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(capacity=15)
    errors: list[Exception] = []

    def phone(rank: int) -> None:
        try:
            for n in range(6):
                person = services.Person(name=f"Personne {'abcd'[rank]}{'xyztuv'[n]}", natures=["PARENT"])
                key = uuid.uuid4()
                for _ in range(2):  # an impatient finger
                    services.register(meeting=meeting, person=person, key=key)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=phone, args=(n,)) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert not errors
    room = room_of(meeting)
    assert len(room.coming) == 15
    assert len(room.waiting) == 9
    assert [each.number for each in room.rows] == list(range(1, 25))
    assert max(each.number for each in room.coming) < min(each.number for each in room.waiting)


@pytest.mark.parametrize("name", ["Kévin, 8 ans", "la maman de Kévin", "Maman d’Ana", "Lina (élève de CP)"])
def test_a_child_is_not_registered(meeting: Meeting, come: Comer, name: str) -> None:
    with pytest.raises(ValidationError, match="adulte"):
        come(name)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("name", ["Marie-France D.", "Anselme", "Mme Filleul", "Hansel", "Papa Diop", "Ô"])
def test_an_adult_is_called_as_one_wishes(meeting: Meeting, come: Comer, name: str) -> None:
    assert come(name).name == name


def test_one_registers_neither_before_nor_after(meeting: Meeting, come: Comer, start: datetime) -> None:
    open_registrations(meeting=meeting, opened=False)
    with pytest.raises(ValidationError, match="ne s’inscrit plus"):
        come("Ana")
    open_registrations(meeting=meeting, opened=True)
    with pytest.raises(ValidationError, match="ne s’inscrit plus"):
        come("Ana", now=start + timedelta(hours=3))
    cancel_meeting(meeting=meeting)
    with pytest.raises(ValidationError, match="ne s’inscrit plus"):
        come("Ana")


def test_what_one_said_may_change_and_a_new_address_is_written_to(meeting: Meeting, come: Comer) -> None:
    mine = come("Ana")
    said = services.Person(
        name="Ana M.", email="ana@exemple.fr", natures=["PARENT", "VOLUNTEER"], languages=["fr"]
    )
    services.change_registration(registration=mine, person=said)

    mine.refresh_from_db()
    assert (mine.name, mine.natures, mine.number) == ("Ana M.", ["PARENT", "VOLUNTEER"], 1)
    assert _kinds("ana@exemple.fr") == ["meeting-confirmed"]
    services.give_place_back(registration=mine)
    with pytest.raises(ValidationError, match="annulée"):
        services.change_registration(registration=mine, person=said)


def test_one_reminder_to_those_who_come(meeting: Meeting, come: Comer, start: datetime) -> None:
    long_ago = start - timedelta(days=6)
    come("Ana", email="ana@exemple.fr", now=long_ago)
    gone = come("Bilal", email="bilal@exemple.fr", now=long_ago)
    services.give_place_back(registration=gone)
    come("Chloé", email="chloe@exemple.fr", now=start - timedelta(days=1))
    come("Dina", email="dina@exemple.fr", now=long_ago)  # waits

    assert services.remind(now=start - timedelta(days=3)) == 0
    assert services.remind(now=start - timedelta(days=2)) == 1
    assert services.remind(now=start - timedelta(days=1)) == 0
    told = Mail.objects.filter(kind="meeting-reminder")
    assert [each.recipient for each in told] == ["ana@exemple.fr"]


def test_a_meeting_moved_or_cancelled_tells_everybody_once(
    meeting: Meeting, come: Comer, start: datetime
) -> None:
    for name in ("ana", "bilal", "chloe"):
        come(name, email=f"{name}@exemple.fr", now=start - timedelta(days=6))
    services.remind(now=start - timedelta(days=2))
    update_meeting(meeting=meeting, title="Rentrée de toute la cité")  # nothing to tell
    update_meeting(meeting=meeting, place="Salle des fêtes")
    update_meeting(meeting=meeting, place="Salle des fêtes")
    cancel_meeting(meeting=meeting)
    cancel_meeting(meeting=meeting)

    assert _kinds("ana@exemple.fr") == ["meeting-confirmed", "meeting-moved", "meeting-cancelled"]
    assert _kinds("chloe@exemple.fr") == ["meeting-waiting", "meeting-moved", "meeting-cancelled"]
    meeting.refresh_from_db()
    assert meeting.sequence == 2
    assert services.remind(now=start - timedelta(days=1)) == 0


def test_a_moved_meeting_reminds_again(meeting: Meeting, come: Comer, start: datetime) -> None:
    come("Ana", email="ana@exemple.fr", now=start - timedelta(days=6))
    services.remind(now=start - timedelta(days=2))
    later = start + timedelta(days=14)
    update_meeting(meeting=meeting, starts_at=later, ends_at=later + timedelta(hours=2))
    assert services.remind(now=later - timedelta(days=2)) == 1


def test_three_months_later_nobody_is_named(
    meeting: Meeting, come: Comer, three_actors: list[Any], start: datetime
) -> None:
    come("Ana", email="ana@exemple.fr", actor=three_actors[0], needs=["CHILDCARE"])
    services.give_place_back(registration=come("Bilal", email="bilal@exemple.fr"))
    other = hold_meeting(
        territory=meeting.territory,
        title="Une autre",
        starts_at=start + timedelta(days=30),
        ends_at=start + timedelta(days=30, hours=1),
        place="Ici",
    )
    open_registrations(meeting=other, opened=True)
    services.register(
        meeting=other, person=services.Person(name="Chloé", email="ana@exemple.fr"), key=uuid.uuid4()
    )

    assert services.forget_people(now=start + timedelta(days=80)) == 0
    assert services.forget_people(now=start + timedelta(days=95)) == 2
    assert services.forget_people(now=start + timedelta(days=95)) == 0
    rows = Registration.objects.filter(meeting=meeting).order_by("number")
    assert [(each.name, each.email, each.needs) for each in rows] == [("", "", [])] * 2
    assert rows[0].actor == three_actors[0]
    assert rows[0].natures == ["PARENT"]
    assert [each.kind for each in Mail.objects.all()] == ["meeting-confirmed"]  # that of the other meeting
    assert Registration.objects.get(meeting=other).name == "Chloé"


def test_empty_chairs_are_sectors_and_natures(meeting: Meeting, come: Comer, three_actors: list[Any]) -> None:
    add_person(territory=meeting.territory, name="Camille Exemple", natures=["ELECTED"])
    come("Ana", natures=["PARENT"])
    come("Bilal", actor=three_actors[0], natures=["PROFESSIONAL"])

    chairs = empty_chairs(meeting, room_of(meeting).seated)

    assert chairs.sectors == ["Conseil départemental", "Animation de la vie sociale"]
    assert chairs.natures == ["bénévole", "habitante ou habitant", "élue ou élu"]


def test_an_actor_merged_since_still_fills_its_chair(
    meeting: Meeting, come: Comer, three_actors: list[Any]
) -> None:
    come("Bilal", actor=three_actors[0], natures=["PROFESSIONAL"])
    merge_actors(keep=three_actors[1], duplicate=three_actors[0])
    assert "Conseil départemental" not in empty_chairs(meeting, room_of(meeting).seated).sectors
    assert [each.actor for each in present_or_registered(meeting)] == [three_actors[1]]
