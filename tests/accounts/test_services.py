from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.services import invite_user, send_sign_in_link, sign_in_url, use_link, user_of_link
from maillage.accounts.tasks import send_link
from maillage.core import outbox
from maillage.core.models import Mail, State
from tests.accounts.conftest import token_in


def test_inviting_opens_one_account_per_address() -> None:
    first = invite_user(email=" Camille@Exemple.fr ", full_name="Camille Dupont")
    again = invite_user(email="camille@exemple.fr", full_name="Autre nom")
    assert first == again
    assert again.full_name == "Camille Dupont"
    assert first.email == "camille@exemple.fr"
    assert not first.has_usable_password()


def test_inviting_completes_a_missing_name() -> None:
    invite_user(email="camille@exemple.fr")
    assert invite_user(email="camille@exemple.fr", full_name="Camille").full_name == "Camille"


def test_inviting_a_wrong_address_is_refused() -> None:
    with pytest.raises(ValidationError):
        invite_user(email="camille")


def test_the_link_is_written_in_french_to_its_owner_only(camille: User, settings: Any) -> None:
    settings.BASE_URL = "https://maillage.exemple.fr"
    send_sign_in_link(user=camille, next_url="/territoires/les-trois-ponts/")
    outbox.deliver()
    (letter,) = mail.outbox
    assert letter.to == ["camille@exemple.fr"]
    assert "https://maillage.exemple.fr/compte/lien/?jeton=" in letter.body
    assert "next=%2Fterritoires%2Fles-trois-ponts%2F" in letter.body
    assert "Bonjour Camille Dupont" in letter.body
    assert "10\u00a0minutes" in letter.body


def test_a_link_serves_once(camille: User) -> None:
    token = token_in(sign_in_url(camille))
    assert user_of_link(token=token) == camille
    assert user_of_link(token=token) == camille, "reading it does not use it"
    assert use_link(token=token) == camille
    assert use_link(token=token) is None


def test_using_a_link_closes_the_other_links_of_the_account(camille: User) -> None:
    first, second = (token_in(sign_in_url(camille)) for _ in range(2))
    use_link(token=first)
    assert use_link(token=second) is None


def test_a_new_password_closes_the_links(camille: User) -> None:
    token = token_in(sign_in_url(camille))
    camille.set_password("une autre colline")
    camille.save()
    assert use_link(token=token) is None


def test_a_closed_account_has_no_link(camille: User) -> None:
    token = token_in(sign_in_url(camille))
    User.objects.update(is_active=False)
    assert use_link(token=token) is None


@pytest.mark.parametrize("token", ["", "n’importe quoi", "AAAAAA", "x" * 5000])
def test_a_made_up_link_opens_nothing(token: str) -> None:
    assert use_link(token=token) is None


def test_the_letter_of_the_demo_says_what_is_true_there(camille: User, settings: Any) -> None:
    settings.SESAME_ONE_TIME = False
    send_sign_in_link(user=camille)
    body = Mail.objects.get().body
    assert "autant de fois que vous voulez" in body
    assert "minutes" not in body


def test_the_demo_keeps_its_links(camille: User, settings: Any) -> None:
    settings.SESAME_ONE_TIME = False
    token = token_in(sign_in_url(camille))
    assert use_link(token=token) == camille
    assert use_link(token=token) == camille


def test_a_link_of_before_the_last_sign_in_opens_nothing(camille: User) -> None:
    token = token_in(sign_in_url(camille))
    User.objects.update(last_login=timezone.now() + timedelta(seconds=1))
    assert use_link(token=token) is None


def test_nobody_is_written_to_at_an_unknown_or_closed_address(camille: User) -> None:
    send_link("inconnue@exemple.fr")
    User.objects.update(is_active=False)
    send_link("camille@exemple.fr")
    assert not Mail.objects.exists()


def test_a_request_taken_up_again_by_another_worker_writes_once(camille: User) -> None:
    for _ in range(2):
        send_link("camille@exemple.fr", "", "la même demande")
    outbox.deliver()
    assert len(mail.outbox) == 1


def test_a_link_leaves_no_trace_in_the_database(camille: User) -> None:
    send_link("camille@exemple.fr")
    assert "jeton=" in Mail.objects.get().body
    outbox.deliver()
    assert Mail.objects.get().body == ""


def test_a_link_that_opens_nothing_any_more_is_not_sent(camille: User) -> None:
    send_link("camille@exemple.fr")
    outbox.deliver(clock=lambda: timezone.now() + timedelta(minutes=11))
    assert mail.outbox == []
    assert Mail.objects.get().state == State.GAVE_UP
