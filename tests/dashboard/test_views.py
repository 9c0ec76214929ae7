"""The home page of each role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import Call, Inquiry
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.programmes.models import Programme
from maillage.surveys.models import Wave
from maillage.surveys.services import create_wave, record_answers
from maillage.territories.models import Actor, Territory

NEXT = "La prochaine étape"


@pytest.fixture
def answered_wave(territory: Territory) -> Wave:
    names = [f"Association n° {rank}" for rank in range(8)]
    actors = [
        Actor.objects.create(territory=territory, name=n, sector="NGO", status="VALIDATED") for n in names
    ]
    wave = create_wave(territory=territory, label="Vague 1", opened_on=date(2026, 1, 5), roster=actors)
    ties = {actor.pk: {"ties": {str(actors[0].pk): 3}} for actor in actors[1:7]}
    record_answers(wave=wave, kind="cooperation", values=ties)
    return wave


def _text(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_anonymous_goes_to_sign_in(client_as: Callable[..., Client]) -> None:
    assert client_as("anonymous").get("/").status_code == 302


def test_facilitator_sees_every_territory_in_alphabetical_order(
    client_as: Callable[..., Client], territory: Territory, other_territory: Territory
) -> None:
    page = _text(client_as("facilitator"))
    assert page.index("Les Trois-Ponts") < page.index("Val-d’Ambre")
    assert "2\u00a0territoires attendent" in page


def _call(programme: Programme, slug: str, *, opens: int, closes: int) -> Call:
    now = timezone.now()
    return Call.objects.create(
        programme=programme, title=f"Appel {slug}", slug=slug, summary="S", contact_email="a@exemple.fr", places=2,
        opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes), published_at=now,
    )  # fmt: skip


def test_facilitator_finds_the_calls_and_what_they_wait_for(
    client_as: Callable[..., Client], programme: Programme
) -> None:
    client = client_as("facilitator")
    assert "Les appels à participation" not in _text(client)
    Inquiry.objects.create(call=_call(programme, "a", opens=-9, closes=9), question="Pour qui ?")
    with CaptureQueriesContext(connection) as one:
        page = _text(client)
    assert "1\u00a0question attend votre réponse" in page
    _call(programme, "b", opens=9, closes=19)
    _call(programme, "c", opens=-19, closes=-9)
    with CaptureQueriesContext(connection) as three:
        page = _text(client)
    assert [word in page for word in ("Ouvert", "Annoncé", "Clos")] == [True] * 3
    assert len(one) == len(three)
    assert "Appel a" not in _text(client_as("pilot"))


def test_pilot_sees_one_thing_to_do(client_as: Callable[..., Client], territory: Territory) -> None:
    page = _text(client_as("pilot"))
    assert NEXT in page
    assert "Composer l’annuaire des acteurs" in page


def test_pilot_is_led_from_answers_to_diagnosis(
    client_as: Callable[..., Client], answered_wave: Wave
) -> None:
    client = client_as("pilot")
    assert "Demander le diagnostic" in _text(client)
    Diagnosis.objects.create(
        territory=answered_wave.territory, wave=answered_wave, state=DiagnosisState.READY
    )
    assert "Relire puis publier le diagnostic" in _text(client)


def test_response_rate_is_shown_with_enough_actors(
    client_as: Callable[..., Client], answered_wave: Wave
) -> None:
    assert "75\u202f%" in _text(client_as("facilitator"))


def test_response_rate_of_a_tiny_wave_is_not_shown(
    client_as: Callable[..., Client], territory: Territory, three_actors: list[Actor]
) -> None:
    wave = create_wave(territory=territory, label="Vague 1", opened_on=date(2026, 1, 5), roster=three_actors)
    record_answers(wave=wave, kind="cooperation", values={three_actors[0].pk: {"ties": {}}})
    assert "33\u202f%" not in _text(client_as("facilitator"))


@pytest.mark.parametrize(("role", "sees"), [("department", True), ("contributor", False), ("club", False)])
def test_draft_is_for_those_who_review_it(
    client_as: Callable[..., Client], answered_wave: Wave, role: str, sees: bool
) -> None:
    Diagnosis.objects.create(
        territory=answered_wave.territory, wave=answered_wave, state=DiagnosisState.READY
    )
    assert ("Lire le diagnostic" in _text(client_as(role))) is sees


def test_published_diagnosis_is_offered_to_a_contributor(
    client_as: Callable[..., Client], answered_wave: Wave
) -> None:
    Diagnosis.objects.create(
        territory=answered_wave.territory, wave=answered_wave, state=DiagnosisState.PUBLISHED
    )
    assert "Lire le diagnostic" in _text(client_as("contributor"))


def test_a_role_on_one_territory_shows_no_other(
    client_as: Callable[..., Client], territory: Territory, other_territory: Territory
) -> None:
    assert "Val-d’Ambre" not in _text(client_as("contributor"))


def test_national_coordination_reads_no_territory(
    client_as: Callable[..., Client], territory: Territory, other_territory: Territory
) -> None:
    page = _text(client_as("national"))
    assert "Les Trois-Ponts" not in page
    assert "à partir de cinq territoires" in page


def test_someone_without_a_role_is_welcomed_and_oriented(programme: Any) -> None:
    programme.facilitator_contact = "bonjour@exemple.fr"
    programme.save()
    client = Client()
    user = User.objects.create_user("personne@exemple.fr")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "bonjour@exemple.fr" in _text(client)


@pytest.mark.parametrize("role", ["facilitator", "national"])
def test_number_of_queries_does_not_depend_on_the_number_of_territories(
    client_as: Callable[..., Client], programme: Any, territory: Territory, role: str
) -> None:
    client = client_as(role)
    with CaptureQueriesContext(connection) as one:
        _text(client)
    for rank in range(2):
        slug = f"cite-{rank}"
        Territory.objects.create(
            programme=programme, name=f"Cité {rank}", slug=slug, department="93", joined_on=date(2025, 9, 1)
        )
    with CaptureQueriesContext(connection) as three:
        _text(client)
    assert len(three) == len(one)


def test_an_accent_does_not_send_a_territory_to_the_end(
    client_as: Callable[..., Client], territory: Territory, other_territory: Territory
) -> None:
    territory.name = "Étang-Loriot"
    territory.save()
    page = _text(client_as("facilitator"))
    assert page.index("Étang-Loriot") < page.index("Val-d’Ambre")


def test_the_nation_reaches_its_programme(client_as: Callable[..., Client], territory: Territory) -> None:
    client = client_as("national")
    page = _text(client)
    assert "/programmes/cooperer-tot/" in page
    assert client.get("/programmes/cooperer-tot/").status_code == 200


def test_an_open_wave_is_followed_before_it_is_read(
    client_as: Callable[..., Client], answered_wave: Wave
) -> None:
    answered_wave.opened_at = timezone.now() - timedelta(days=1)
    answered_wave.closes_at = timezone.now() + timedelta(days=9)
    answered_wave.save()
    page = _text(client_as("pilot"))
    assert "Suivre les réponses" in page
    assert "Demander le diagnostic" not in page


def test_the_diagnosis_offered_says_of_which_wave_it_is(
    client_as: Callable[..., Client], answered_wave: Wave
) -> None:
    place = answered_wave.territory
    Diagnosis.objects.create(territory=place, wave=answered_wave, state=DiagnosisState.PUBLISHED)
    create_wave(territory=place, label="Vague 2", opened_on=date(2026, 9, 5), roster=[])
    assert "la «\u00a0Vague 1\u00a0»" in _text(client_as("contributor"))
