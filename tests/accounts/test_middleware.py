"""The second factor, from the first demand to the next sign-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from maillage.accounts.models import User
from tests.accounts.conftest import signed_in_as, token_in

ACTIVATE, AUTHENTICATE = "/compte/second-facteur/totp/activate/", "/compte/second-facteur/authenticate/"


def code_for(secret: str, *, late: int = 0) -> str:
    """The code of now, or of some periods ago. That of now is still good when the next period begins meanwhile."""
    _, now, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now - late))


@pytest.fixture
def pilot(make_user: Callable[..., User], client: Client, link_of: Callable[..., str]) -> User:
    """A pilot who has just signed in by link, in `client`."""
    user = make_user("pilot")
    client.post("/compte/lien/", {"jeton": token_in(link_of(user))})
    return user


def activate(client: Client) -> Any:
    secret = client.get(ACTIVATE).context["form"].secret
    return client.post(ACTIVATE, {"code": code_for(secret)}, follow=True)


@pytest.mark.parametrize(("late", "good"), [(0, True), (3, False)])
def test_an_old_code_is_refused(client: Client, pilot: User, late: int, good: bool) -> None:
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_for(secret, late=late)})
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists() is good


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("role", ["facilitator", "pilot"])
def test_those_who_see_answers_are_led_to_activate_it(client_as: Callable[..., Client], role: str) -> None:
    client = client_as(role)
    assert client.get("/").headers["Location"] == ACTIVATE
    page = client.get(ACTIVATE).content.decode()
    assert "un second facteur le protège" in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("role", ["contributor", "club", "department", "national"])
def test_the_others_are_not(client_as: Callable[..., Client], role: str) -> None:
    assert client_as(role).get("/").status_code == 200


def test_one_may_still_leave_and_read_the_public_pages(client_as: Callable[..., Client]) -> None:
    client = client_as("pilot")
    for address in (
        "/sante/",
        "/mentions-legales/",
        "/accessibilite/",
        "/compte/profil/",
        "/compte/second-facteur/",
    ):
        assert client.get(address).status_code == 200
    assert client.post("/compte/deconnexion/").status_code == 302


def test_the_demo_does_not_ask(client_as: Callable[..., Client], settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert client_as("pilot").get("/").status_code == 200


def test_activating_then_signing_in_with_it(client: Client, pilot: User, link_of: Callable[..., str]) -> None:
    codes = activate(client)
    assert "Vos codes de secours" in codes.content.decode()
    assert client.get("/").status_code == 200

    second = Client()
    answer = second.post("/compte/lien/", {"jeton": token_in(link_of(pilot))})
    assert answer.headers["Location"].startswith(AUTHENTICATE)
    assert signed_in_as(second) == "", "the link alone does not open the session"
    assert "Ouvrez l’application" in second.get(AUTHENTICATE).content.decode()
    assert second.post(AUTHENTICATE, {"code": "000000"}).status_code == 200
    assert signed_in_as(second) == ""
    second.post(AUTHENTICATE, {"code": codes.context["unused_codes"][0]})
    assert signed_in_as(second) == str(pilot.pk)
    assert second.get("/").status_code == 200


def test_the_link_is_used_even_before_the_second_factor(
    client: Client, pilot: User, link_of: Callable[..., str]
) -> None:
    activate(client)
    token = token_in(link_of(pilot))
    assert Client().post("/compte/lien/", {"jeton": token}).status_code == 302
    assert Client().post("/compte/lien/", {"jeton": token}).status_code == 410


def test_every_page_of_the_second_factor_is_ours(client: Client, pilot: User) -> None:
    activate(client)
    assert get_adapter().is_mfa_enabled(pilot)
    for page in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/"):
        answer = client.get(f"/compte/second-facteur/{page}")
        text = answer.content.decode()
        assert answer.status_code == 200, page
        assert '<html lang="fr">' in text
        assert text.count("<h1>") == 1, page
        assert "style=" not in text
    download = client.get("/compte/second-facteur/recovery-codes/download/")
    assert "Codes de secours de maillage" in download.content.decode()


def test_without_it_again_one_is_asked_again(client: Client, pilot: User) -> None:
    activate(client)
    assert client.get("/").status_code == 200
    client.post("/compte/second-facteur/totp/deactivate/")
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    assert client.get("/").headers["Location"] == ACTIVATE
