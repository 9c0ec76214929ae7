"""The pages of waves, each role once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.surveys import services
from maillage.surveys.models import Wave
from maillage.territories.models import Actor

READERS = ("facilitator", "pilot", "department", "contributor", "club")
MANAGERS = ("facilitator", "pilot")


@pytest.fixture
def wave(territory: Any, three_actors: list[Any]) -> Wave:
    return services.create_wave(
        territory=territory, label="Printemps", opened_on=date(2026, 3, 1), roster=three_actors
    )


@pytest.mark.parametrize("role", [*READERS, "national", "anonymous"])
def test_who_opens_what(client_as: Callable[..., Client], wave: Wave, role: str) -> None:
    client, slug = client_as(role), wave.territory.slug
    reading = [reverse("surveys:list", args=[slug]), reverse("surveys:show", args=[slug, 1])]
    managing = [
        reverse("surveys:create", args=[slug]),
        reverse("surveys:import", args=[slug, 1]),
        reverse("surveys:export", args=[slug, 1, "csv"]),
    ]
    closed = 302 if role == "anonymous" else 404
    assert {client.get(url).status_code for url in reading} == {200 if role in READERS else closed}
    assert {client.get(url).status_code for url in managing} == {200 if role in MANAGERS else closed}


def test_a_wave_of_elsewhere_does_not_exist(
    client_as: Callable[..., Client], wave: Wave, other_territory: Any
) -> None:
    assert client_as("pilot").get(reverse("surveys:show", args=[other_territory.slug, 1])).status_code == 404
    assert (
        client_as("pilot").get(reverse("surveys:export", args=[wave.territory.slug, 1, "exe"])).status_code
        == 404
    )


def test_a_pilot_never_takes_away_who_answered_what(client_as: Callable[..., Client], wave: Wave) -> None:
    """The ties of a file are the pilot's own; those collected say who answered, and what of whom (PRIV-14)."""
    Wave.objects.update(opened_at=timezone.now())
    page = reverse("surveys:show", args=[wave.territory.slug, 1])
    files = [
        reverse("surveys:export", args=[wave.territory.slug, 1, end]) for end in ("csv", "xlsx", "graphml")
    ]
    for role, status in (("pilot", 404), ("facilitator", 200)):
        client = client_as(role)
        assert {client.get(url).status_code for url in files} == {status}
        assert ("Emporter les liens" in client.get(page).content.decode()) is (status == 200)


def test_a_wave_says_what_it_is_and_no_more(client_as: Callable[..., Client], wave: Wave) -> None:
    """Its day is written when it is created: it is not « opened » before somebody opens it, nor « going on » once over."""
    actors = [
        Actor.objects.create(territory=wave.territory, name=f"Structure {n}", sector="NGO") for n in range(3)
    ]
    services.add_to_roster(wave=wave, actors=actors)
    pilot, now, slug = client_as("pilot"), timezone.now(), wave.territory.slug

    def said() -> tuple[str, str]:
        pages = [reverse("surveys:show", args=[slug, 1]), reverse("surveys:list", args=[slug])]
        show, table = (pilot.get(page).content.decode().split("<main")[1] for page in pages)
        return show, table

    show, table = said()
    assert "En préparation" in show
    assert "Ouverte le" not in show
    assert "en cours" not in table
    Wave.objects.update(questionnaire="cooperation")
    assert "En préparation" in said()[1]
    Wave.objects.update(opened_at=now, closes_at=now + timedelta(days=2))
    show, table = said()
    assert "Ouverte jusqu’au" in show
    assert "en cours" in table
    Wave.objects.update(opened_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
    show, table = said()  # over at its hour, without anybody closing it
    assert "close le" in show
    assert "en cours" not in table


def test_a_wave_is_created(client_as: Callable[..., Client], territory: Any, three_actors: list[Any]) -> None:
    url = reverse("surveys:create", args=[territory.slug])
    client = client_as("pilot")
    data = {"label": "Automne", "opened_on": "2026-09-01", "closed_on": "", "roster": [three_actors[0].pk]}
    assert client.post(url, data, follow=True).status_code == 200
    assert Wave.objects.get().roster.count() == 1
    assert client.post(url, {**data, "closed_on": "2026-01-01"}).status_code == 200
    assert Wave.objects.count() == 1


def test_the_page_of_a_wave_never_says_who_answered(
    client_as: Callable[..., Client], wave: Wave, three_actors: list[Any]
) -> None:
    url = reverse("surveys:show", args=[wave.territory.slug, 1])
    client = client_as("pilot")
    before = client.get(url).content.decode()
    services.record_answers(wave=wave, kind="cooperation", values={three_actors[0].pk: {"ties": {}}})
    scrub = before.split("<main")[1]
    assert client.get(url).content.decode().split("<main")[1] == scrub
