from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maillage.core import outbox
from maillage.core.models import Mail


@pytest.fixture
def letter() -> Mail:
    return outbox.post(
        kind="invitation",
        recipient="parent@exemple.fr",
        subject="Votre avis compte",
        body="Bonjour,\n\nRépondre\u00a0: http://localhost:8000/r/jeton-secret",
        scope="vague-1",
    )


def test_outside_the_demo_there_is_no_mailbox(client: Client, letter: Mail) -> None:
    assert client.get("/courrier/").status_code == 404
    assert client.get(f"/courrier/{letter.pk}/").status_code == 404


def test_the_demo_shows_a_mail_once_sent_with_its_link(client: Client, letter: Mail, settings: Any) -> None:
    settings.DEMO = True
    outbox.deliver()
    page = client.get("/courrier/").content.decode()
    assert "Votre avis compte" in page
    assert "parent@exemple.fr" in page
    assert (
        'href="http://localhost:8000/r/jeton-secret"'
        in client.get(f"/courrier/{letter.pk}/").content.decode()
    )


def test_an_empty_mailbox_says_how_to_fill_it(client: Client, settings: Any) -> None:
    settings.DEMO = True
    assert "Invitez les acteurs" in client.get("/courrier/").content.decode()


def test_a_demo_on_the_network_shows_fictional_people_only(
    client: Client, letter: Mail, settings: Any
) -> None:
    settings.DEMO, settings.BASE_URL = True, "https://essai.maillage.exemple.fr"
    visitor = outbox.post(
        kind="receipt", recipient="une@vraie.adresse.fr", subject="Votre reçu", body="", scope=""
    )
    assert "vraie.adresse" not in client.get("/courrier/").content.decode()
    assert client.get(f"/courrier/{visitor.pk}/").status_code == 404
    assert client.get(f"/courrier/{letter.pk}/").status_code == 200


def test_the_list_costs_the_same_however_long(
    client: Client, letter: Mail, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.DEMO = True
    Mail.objects.bulk_create(
        Mail(kind="test", recipient=f"p{n}@exemple.fr", subject="Un sujet", message_id=f"<{n}>")
        for n in range(60)
    )
    with django_assert_max_num_queries(2):
        page = client.get("/courrier/?page=2").content.decode()
    assert "page 2" in page
