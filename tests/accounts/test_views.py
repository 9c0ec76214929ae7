from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from maillage.accounts.models import User
from tests.accounts.conftest import PASSWORD, signed_in_as, token_in

SIGN_IN, WITH_PASSWORD = "/compte/connexion/", "/compte/connexion/mot-de-passe/"


def run_queue() -> None:
    """What waits, and what it leaves in its turn."""
    while queued := OrmQ.objects.order_by("pk").first():
        task = queued.task
        import_string(task["func"])(*task["args"])
        queued.delete()


def test_a_link_asked_for_arrives_and_opens_the_page_one_wanted(client: Client, camille: User) -> None:
    client.post(SIGN_IN, {"email": "CAMILLE@exemple.fr", "next": "/compte/profil/"})
    run_queue()
    (found,) = re.findall(r"/compte/lien/\S+", mail.outbox[0].body)
    page = client.get(found)
    assert "Me connecter" in page.content.decode()
    answer = client.post("/compte/lien/", {"jeton": token_in(found), "next": page.context["next"]})
    assert answer.headers["Location"] == "/compte/profil/"
    assert signed_in_as(client) == str(camille.pk)


def test_the_answer_never_tells_who_has_an_account(client: Client, camille: User) -> None:
    known = client.post(SIGN_IN, {"email": "camille@exemple.fr"}, follow=True)
    unknown = client.post(SIGN_IN, {"email": "inconnue@exemple.fr"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert OrmQ.objects.count() == 2, "the same work is left for later in both cases"
    run_queue()
    assert len(mail.outbox) == 1


def test_asking_again_and_again_sends_no_more_mail(client: Client, camille: User) -> None:
    answers = [client.post(SIGN_IN, {"email": "camille@exemple.fr"}) for _ in range(6)]
    assert {answer.headers["Location"] for answer in answers} == {"/compte/connexion/lien-envoye/"}
    assert OrmQ.objects.count() == 3


def test_a_wrong_address_is_explained(client: Client) -> None:
    page = client.post(SIGN_IN, {"email": "camille"}).content.decode()
    assert "Écrivez une adresse complète" in page
    assert not OrmQ.objects.exists()


def test_opening_a_link_does_not_use_it(client: Client, camille: User, link_of: Callable[..., str]) -> None:
    link = link_of(camille)
    for _ in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    assert signed_in_as(client) == ""
    client.post("/compte/lien/", {"jeton": token_in(link)})
    assert signed_in_as(client) == str(camille.pk)


def test_a_used_link_says_what_to_do(client: Client, camille: User, link_of: Callable[..., str]) -> None:
    token = token_in(link_of(camille))
    client.post("/compte/lien/", {"jeton": token})
    other = Client()
    answer = other.post("/compte/lien/", {"jeton": token})
    assert answer.status_code == 410
    assert "Recevoir un nouveau lien" in answer.content.decode()
    assert signed_in_as(other) == ""


def test_a_link_ends_after_its_time(
    client: Client, camille: User, link_of: Callable[..., str], settings: Any
) -> None:
    link = link_of(camille)
    settings.SESAME_MAX_AGE = -1
    assert client.get(link).status_code == 410
    assert client.post("/compte/lien/", {"jeton": token_in(link)}).status_code == 410
    assert signed_in_as(client) == ""


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.exemple/", "//ailleurs.exemple/", "javascript:alert(1)"]
)
def test_one_is_never_led_elsewhere(
    client: Client, camille: User, link_of: Callable[..., str], elsewhere: str
) -> None:
    answer = client.post("/compte/lien/", {"jeton": token_in(link_of(camille)), "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_a_password_opens_too(client: Client, camille: User) -> None:
    answer = client.post(WITH_PASSWORD, {"p-email": "Camille@exemple.fr", "p-password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert signed_in_as(client) == str(camille.pk)


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client, camille: User) -> None:
    pages = []
    for email in ("camille@exemple.fr", "inconnue@exemple.fr"):
        answer = client.post(WITH_PASSWORD, {"p-email": email, "p-password": "au hasard"})
        assert answer.status_code == 422
        pages.append(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert pages[0] == pages[1]
    assert "n’est pas le bon" in pages[0]


def test_guessing_a_password_is_slowed_down(client: Client, camille: User) -> None:
    for _ in range(12):
        client.post(WITH_PASSWORD, {"p-email": "camille@exemple.fr", "p-password": "au hasard"})
    client.post(WITH_PASSWORD, {"p-email": "camille@exemple.fr", "p-password": PASSWORD})
    assert signed_in_as(client) == ""


def test_a_closed_account_does_not_open(client: Client, camille: User) -> None:
    User.objects.update(is_active=False)
    client.post(WITH_PASSWORD, {"p-email": "camille@exemple.fr", "p-password": PASSWORD})
    assert signed_in_as(client) == ""
    assert client.get("/compte/inactif/").status_code == 200


def test_whoever_is_signed_in_is_led_home(client: Client, camille: User) -> None:
    client.force_login(camille, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(SIGN_IN).headers["Location"] == "/"
    assert client.get(WITH_PASSWORD).headers["Location"] == SIGN_IN


def test_leaving_asks_for_a_button(client: Client, camille: User) -> None:
    client.force_login(camille, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/compte/deconnexion/")
    assert signed_in_as(client) == str(camille.pk)
    assert client.post("/compte/deconnexion/").headers["Location"] == SIGN_IN
    assert signed_in_as(client) == ""


def test_one_may_correct_ones_name(client: Client, camille: User) -> None:
    client.force_login(camille, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/compte/profil/", {"full_name": "Camille Durand"}, follow=True).content.decode()
    assert "C’est enregistré." in page
    assert "Camille Durand" in page


def test_a_new_password_needs_a_fresh_proof(
    client: Client, camille: User, link_of: Callable[..., str]
) -> None:
    client.force_login(camille, backend="django.contrib.auth.backends.ModelBackend")
    stale = client.get("/compte/mot-de-passe/", follow=True)
    assert "Confirmez que c’est bien vous" in stale.content.decode()
    client.post("/compte/deconnexion/")
    client.post("/compte/lien/", {"jeton": token_in(link_of(camille))})
    new = {"new_password1": "trois ponts et un phare", "new_password2": "trois ponts et un phare"}
    assert client.post("/compte/mot-de-passe/", new).headers["Location"] == "/compte/profil/"
    camille.refresh_from_db()
    assert camille.check_password("trois ponts et un phare")
    assert signed_in_as(client) == str(camille.pk), "one stays signed in"


def test_the_old_password_is_a_fresh_proof(client: Client, camille: User) -> None:
    client.force_login(camille, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/compte/confirmer/?next=/compte/mot-de-passe/", {"password": PASSWORD})
    assert answer.headers["Location"] == "/compte/mot-de-passe/"
    assert client.get("/compte/mot-de-passe/").status_code == 200


def test_a_short_password_is_refused(client: Client, camille: User, link_of: Callable[..., str]) -> None:
    client.post("/compte/lien/", {"jeton": token_in(link_of(camille))})
    answer = client.post("/compte/mot-de-passe/", {"new_password1": "court", "new_password2": "court"})
    assert answer.status_code == 200
    assert "à revoir" in answer.content.decode()


def test_what_is_said_of_a_link_that_was_sent_is_true(client: Client, settings: Any) -> None:
    assert "pendant 10 minutes" in client.get("/compte/connexion/lien-envoye/").content.decode().replace(
        "\u00a0", " "
    )
    settings.SESAME_ONE_TIME = False
    page = client.get("/compte/connexion/lien-envoye/").content.decode()
    assert "Leur courrier" in page
    assert "une seule fois" not in page
