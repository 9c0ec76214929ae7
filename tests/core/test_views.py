from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from maillage.core import views

PUBLIC = [
    "/sante/",
    "/mentions-legales/",
    "/accessibilite/",
    "/compte/connexion/",
    "/compte/connexion/lien-envoye/",
]


@pytest.fixture(autouse=True)
def _quiet() -> Any:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_open_to_everybody(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [*PUBLIC, "/cette-page-n-existe-pas/", "/", "/compte/profil/"])
def test_the_content_security_policy_is_on_every_answer(client: Client, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_health_tells_that_all_is_well(client: Client) -> None:
    assert client.get("/sante/").json() == {"etat": "en service"}


def test_health_tells_a_dead_database(client: Client) -> None:
    def cut(*_: Any) -> None:
        raise OperationalError("la base ne répond plus")

    with connection.execute_wrapper(cut):
        answer = client.get("/sante/")
    assert answer.status_code == 503
    assert "injoignable" in answer.json()["etat"]


def test_an_unknown_address_answers_warmly(client: Client) -> None:
    answer = client.get("/nulle-part/")
    assert answer.status_code == 404
    assert "Nous ne trouvons pas cette page" in answer.content.decode()


@pytest.mark.urls("tests.core.test_middleware")
def test_a_breakdown_answers_warmly() -> None:
    answer = Client(raise_request_exception=False).get("/panne/")
    assert answer.status_code == 500
    assert "Un souci de notre côté" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_page_of_a_breakdown_asks_nothing_of_the_database(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    with django_assert_num_queries(0):
        assert views.server_error(RequestFactory().get("/")).status_code == 500
        assert views.bad_request(RequestFactory().get("/")).status_code == 400


def test_a_form_left_open_too_long_is_explained() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/compte/connexion/", {"email": "camille@exemple.fr"})
    assert answer.status_code == 403
    assert "rien n’a été enregistré" in answer.content.decode()


@pytest.mark.parametrize("address", [*PUBLIC[1:], "/nulle-part/"])
def test_pages_have_one_title_a_language_and_nothing_inline(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert page.count("<h1>") == 1
    assert '<html lang="fr">' in page
    assert "119" in page
    assert not any(inline in page for inline in ("style=", "<style", "onclick", "<script>"))


def test_the_legal_page_tells_every_cookie(client: Client) -> None:
    """Session, forms, message, sheet: what it says is what is kept."""
    said = client.get("/mentions-legales/").content.decode()
    assert all(word in said for word in ("votre session", "les formulaires", "le message", "votre feuille"))
