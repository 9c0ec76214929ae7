"""Asking, following, sharing: complete without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from maillage.diagnosis import tasks
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


def test_a_wave_without_an_answer_is_not_proposed_and_an_open_one_comes_last(
    pilot: Client, waves: tuple[Wave, Wave]
) -> None:
    from maillage.diagnosis.forms import RequestForm

    place = waves[0].territory
    empty = Wave.objects.create(
        territory=place, number=3, label="En préparation", opened_on=waves[1].opened_on
    )
    Wave.objects.filter(pk=waves[1].pk).update(opened_at=timezone.now())
    form = RequestForm(territory=place)
    assert empty not in form.fields["wave"].queryset
    assert [form.fields[name].initial for name in ("wave", "previous_wave")] == [waves[0], None]
    assert "En préparation" not in pilot.get(reverse("diagnosis:request", args=[place.slug])).content.decode()


def test_without_a_wave_the_page_says_where_to_begin(pilot: Client, territory: Any) -> None:
    said = pilot.get(reverse("diagnosis:request", args=[territory.slug])).content.decode()
    assert reverse("surveys:create", args=[territory.slug]) in said
    assert "Lancer le calcul" not in said


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        ("WAITING", 200, "Actualiser"),
        ("RUNNING", 200, "Densité"),
        ("READY", 286, "Ouvrir"),
        ("FAILED", 286, "Recommencer"),
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


def test_an_interrupted_computation_starts_again_with_one_button(
    pilot: Client, client_as: Callable[..., Client], waves: tuple[Wave, Wave]
) -> None:
    place = waves[0].territory
    diagnosis = Diagnosis.objects.create(
        territory=place, wave=waves[0], state="FAILED", attempts=5, message="Le calcul s’est arrêté."
    )
    url = reverse("diagnosis:restart", args=[place.slug, diagnosis.pk])
    progress = reverse("diagnosis:progress", args=[place.slug, diagnosis.pk])
    assert "Le calcul s’est arrêté." in pilot.get(progress).content.decode()
    assert pilot.get(url).status_code == 405
    assert client_as("contributor").post(url).status_code == 404
    assert client_as("department").post(url).status_code == 404
    assert "Recommencer" not in client_as("department").get(progress).content.decode()
    for _ in range(2):  # two clicks
        assert "En attente" in pilot.post(url, follow=True).content.decode()
    assert OrmQ.objects.count() == 1
    tasks.compute(diagnosis.pk)
    diagnosis.refresh_from_db()
    assert (diagnosis.state, diagnosis.attempts, diagnosis.message) == ("READY", 1, "")


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
