from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maillage.core import outbox
from maillage.core.models import Mail, State
from maillage.programmes.models import Programme

PAGE = "/programmes/cooperer-tot/courriels/"


def post(recipient: str = "pmi@exemple.fr", space: str = "cooperer-tot", **changes: Any) -> Mail:
    mail = outbox.post(
        kind="receipt", recipient=recipient, subject="Votre reçu", body="Le texte", scope="vague", space=space
    )
    Mail.objects.filter(pk=mail.pk).update(**changes)
    return mail


@pytest.fixture
def given_up() -> Mail:
    return post(state=State.GAVE_UP, error="Le serveur d’envoi refuse cette adresse (550 inconnue).")


def test_what_does_not_arrive_is_explained_and_tried_again(
    client_as: Callable[..., Client], given_up: Mail
) -> None:
    client = client_as("facilitator")
    page = client.get(PAGE).content.decode()
    assert "1\u00a0courriel n’arrive pas" in page
    assert "550 inconnue" in page
    assert "Le texte" not in page
    assert "Votre reçu" not in page, "it would tell who has answered"
    answer = client.post(f"{PAGE}{given_up.pk}/reessayer/", follow=True)
    assert "remis dans la file" in answer.content.decode()
    assert outbox.deliver() == 1
    assert "Tous les courriels sont partis" in client.get(PAGE).content.decode()


def test_what_was_sent_is_only_counted(client_as: Callable[..., Client]) -> None:
    post()
    outbox.deliver()
    page = client_as("facilitator").get(PAGE).content.decode()
    assert "pmi@exemple.fr" not in page
    assert "Aucun courriel en difficulté" in page


def test_a_silent_server_is_said(client_as: Callable[..., Client]) -> None:
    post(
        paused=True,
        error="Le serveur d’envoi refuse la connexion.",
        next_attempt_at=timezone.now() + timedelta(1),
    )
    page = client_as("facilitator").get(PAGE).content.decode()
    assert "Rien ne part en ce moment." in page
    assert "nouvel essai le" in page


@pytest.mark.parametrize("role", ["national", "pilot", "contributor"])
def test_others_do_not_see_it(client_as: Callable[..., Client], given_up: Mail, role: str) -> None:
    client = client_as(role)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{given_up.pk}/reessayer/").status_code == 404


def test_the_mails_of_another_programme_do_not_exist(
    client_as: Callable[..., Client], programme: Programme
) -> None:
    client = client_as("facilitator")
    nobodys = post(space="", recipient="connexion@exemple.fr", state=State.GAVE_UP, error="Refusé.")
    assert "connexion@exemple.fr" in client.get(PAGE).content.decode(), (
        "the only programme keeps the platform"
    )
    Programme.objects.create(
        name="Autre", slug="autre", facilitator_name="Autre tiers", starts_on=programme.starts_on
    )
    theirs = post(space="autre", recipient="autre@exemple.fr", state=State.GAVE_UP, error="Refusé.")
    page = client.get(PAGE).content.decode()
    assert "autre@exemple.fr" not in page
    assert "connexion@exemple.fr" not in page
    for mail in (nobodys, theirs):
        assert client.post(f"{PAGE}{mail.pk}/reessayer/").status_code == 404


def test_the_list_costs_the_same_however_long(
    client_as: Callable[..., Client], given_up: Mail, django_assert_max_num_queries: Any
) -> None:
    client = client_as("facilitator")
    for rank in range(30):
        post(recipient=f"p{rank}@exemple.fr", state=State.GAVE_UP, error="Refusé.")
    with django_assert_max_num_queries(9):
        assert client.get(PAGE).status_code == 200
