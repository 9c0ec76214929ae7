"""Asking, following, sharing: complete without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.diagnosis.models import Diagnosis
from maillage.surveys.models import Wave


@pytest.fixture
def pilot(client_as: Callable[..., Client]) -> Client:
    return client_as("pilot")


def test_a_pilot_asks_and_follows(pilot: Client, waves: tuple[Wave, Wave]) -> None:
    slug = waves[0].territory.slug
    url = reverse("diagnosis:request", args=[slug])
    assert "Vague 2" in pilot.get(url).content.decode()
    refused = pilot.post(url, {"wave": waves[0].pk, "previous_wave": waves[1].pk})
    assert "plus ancienne" in refused.content.decode()
    answer = pilot.post(url, {"wave": waves[1].pk, "previous_wave": waves[0].pk})
    page = pilot.get(answer.url).content.decode()
    assert "Actualiser" in page
    assert "En attente" in page
    assert "En attente" in pilot.get(reverse("diagnosis:list", args=[slug])).content.decode()


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        ("WAITING", 200, "Actualiser"),
        ("RUNNING", 200, "Densité"),
        ("READY", 286, "Ouvrir"),
        ("FAILED", 286, "Relancer"),
    ],
)
def test_the_refreshed_part_stops_at_the_end(
    pilot: Client, waves: tuple[Wave, Wave], state: str, status: int, words: str
) -> None:
    place = waves[0].territory
    diagnosis = Diagnosis.objects.create(
        territory=place, wave=waves[0], state=state, progress=40, progress_label="Densité"
    )
    url = reverse("diagnosis:progress", args=[place.slug, diagnosis.pk])
    part = pilot.get(url, headers={"HX-Request": "true"})
    assert part.status_code == status
    assert words in part.content.decode()
    assert "<html" not in part.content.decode()
    assert words in pilot.get(url).content.decode()


def test_sharing_is_a_post_of_a_manager(
    pilot: Client, client_as: Callable[..., Client], waves: tuple[Wave, Wave]
) -> None:
    place = waves[0].territory
    diagnosis = Diagnosis.objects.create(territory=place, wave=waves[0])
    url = reverse("diagnosis:publish", args=[place.slug, diagnosis.pk])
    assert pilot.get(url).status_code == 405
    assert client_as("department").post(url).status_code == 404
    pilot.post(url)
    diagnosis.refresh_from_db()
    assert diagnosis.state == "WAITING"
    Diagnosis.objects.update(state="READY")
    pilot.post(url)
    diagnosis.refresh_from_db()
    assert diagnosis.state == "PUBLISHED"


@pytest.mark.parametrize("role", ["contributor", "club", "national", "anonymous"])
def test_others_do_not_ask(client_as: Callable[..., Client], territory: Any, role: str) -> None:
    expected = 302 if role == "anonymous" else 404
    assert client_as(role).get(reverse("diagnosis:request", args=[territory.slug])).status_code == expected
