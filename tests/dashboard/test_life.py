"""The life of a territory: every dated thing in one list, for each reader and for their calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from maillage.dashboard.life import address_of, life_of
from maillage.dashboard.standing import standing_of
from maillage.meetings.models import Meeting
from maillage.meetings.services.gatherings import cancel_meeting, hold_meeting, update_meeting
from maillage.meetings.services.minutes import follow_calendar
from maillage.plans.services.commitments import make_commitment
from maillage.programmes.services import add_phase
from maillage.surveys.models import Wave
from maillage.territories.models import Role, Territory
from maillage.territories.schedule import add_milestone, update_milestone

Opener = Callable[..., Client]
TODAY = timezone.localdate()
NOW = timezone.now()


def _meeting(territory: Territory, *, days: int = 9, title: str = "Rentrée de la cité") -> Meeting:
    start = NOW + timedelta(days=days)
    return hold_meeting(
        territory=territory,
        title=title,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Salle des fêtes",
    )


def _titles(moments: Any) -> list[str]:
    return [each.event.title for each in moments]


def test_what_comes_and_what_was_are_told_room_by_room(territory: Territory) -> None:
    add_milestone(territory=territory, label="Lancement", due_on=TODAY - timedelta(days=30))
    add_milestone(territory=territory, label="Bilan", due_on=TODAY)
    _meeting(territory)
    Wave.objects.create(
        territory=territory,
        number=1,
        label="Vague 1",
        opened_on=TODAY - timedelta(days=60),
        closed_on=TODAY - timedelta(days=40),
    )
    make_commitment(
        territory=territory, user=None, title="Une permanence", due_on=TODAY + timedelta(days=200)
    )
    life = life_of(territory)
    assert _titles(life.coming) == ["Bilan", "Rentrée de la cité", "Engagement\u00a0: Une permanence"]
    assert _titles(life.past) == [
        "Lancement",
        "Vague 1\u00a0: dernier jour pour répondre",
        "Vague 1\u00a0: on peut répondre",
    ]
    assert life.past[0].says == "À faire"


def test_a_milestone_that_is_done_says_so(territory: Territory) -> None:
    due = TODAY - timedelta(days=3)
    made = add_milestone(territory=territory, label="Vote", due_on=due)
    update_milestone(milestone=made, done_on=date(2026, 1, 1))
    assert life_of(territory).past[0].says == "Fait le 1er janvier 2026"


def test_what_happened_today_is_not_to_come(territory: Territory) -> None:
    Wave.objects.create(territory=territory, number=1, label="Vague 1", opened_on=TODAY, closed_on=TODAY)
    life = life_of(territory)
    assert _titles(life.past) == ["Vague 1\u00a0: on peut répondre"]
    assert _titles(life.coming) == ["Vague 1\u00a0: dernier jour pour répondre"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same(
    client_as: Opener, territory: Territory, count: int, django_assert_max_num_queries: Any
) -> None:
    for rank in range(count):
        add_milestone(territory=territory, label=f"Jalon {rank}", due_on=TODAY)
        make_commitment(territory=territory, user=None, title=f"Promesse {rank}", due_on=TODAY)
        _meeting(territory, title=f"Rencontre {'abc'[rank]}")
    pilot = client_as("pilot")
    with django_assert_max_num_queries(28):
        assert pilot.get(reverse("overview:life", args=[territory.slug])).status_code == 200


def test_each_role_reads_the_one_thing_to_do(client_as: Opener, make_user: Any, territory: Territory) -> None:
    meeting = _meeting(territory)
    club = client_as("club")
    page = club.get(reverse("overview:life", args=[territory.slug])).content.decode()
    assert reverse("gatherings:show", args=[territory.slug, meeting.pk]) in page
    assert "Voir la prochaine rencontre" in page
    assert reverse("territories:schedule", args=[territory.slug]) not in page
    step = standing_of(territory, make_user("pilot")).step
    assert step.label == "Composer l’annuaire des acteurs"


def test_a_calendar_is_followed_as_long_as_the_role_lasts(
    client: Client, make_user: Any, territory: Territory
) -> None:
    user = make_user("club")
    _meeting(territory)
    add_milestone(territory=territory, label="Lancement", due_on=TODAY)
    first = address_of(follow_calendar(territory=territory, user=user))
    assert first == address_of(follow_calendar(territory=territory, user=user))
    events = Calendar.from_ical(client.get(first).content).events
    assert {"Lancement", "Rentrée de la cité"} <= {str(each["summary"]) for each in events}

    second = address_of(follow_calendar(territory=territory, user=user, anew=True))
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    Role.objects.filter(user=user).delete()
    assert client.get(second).status_code == 404


def test_a_date_that_moves_is_moved_in_the_calendar(
    client: Client, make_user: Any, territory: Territory
) -> None:
    add_phase(programme=territory.programme, label="Cadrage", start_month=0, end_month=4)
    link = address_of(follow_calendar(territory=territory, user=make_user("pilot")))
    made, meeting = add_milestone(territory=territory, label="Vote", due_on=TODAY), _meeting(territory)

    def events() -> dict[str, Any]:
        return {str(each["summary"]): each for each in Calendar.from_ical(client.get(link).content).events}

    before = events()
    assert "Fin de l’étape\u00a0: Cadrage" in before
    update_milestone(milestone=made, due_on=TODAY + timedelta(days=7))
    update_meeting(meeting=meeting, place="École")
    cancel_meeting(meeting=meeting)
    after = events()
    assert before["Vote"]["uid"] == after["Vote"]["uid"]
    assert after["Vote"].start == TODAY + timedelta(days=7)
    assert not isinstance(after["Vote"].start, datetime), "a whole day"
    assert after["Rentrée de la cité"]["uid"] == before["Rentrée de la cité"]["uid"]
    assert str(after["Rentrée de la cité"]["status"]) == "CANCELLED"


def test_one_asks_for_one_s_own_calendar(client_as: Opener, territory: Territory) -> None:
    club, url = client_as("club"), reverse("overview:calendar", args=[territory.slug])
    assert "Créer mon adresse" in club.get(url).content.decode()
    assert ".ics" in club.post(url, follow=True).content.decode()
    assert client_as("national").get(url).status_code == 404
