from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from maillage.accounts.models import User
from maillage.accounts.services import sign_in_url

PASSWORD = "un bateau sur la colline"


@pytest.fixture
def camille() -> User:
    return User.objects.create_user("camille@exemple.fr", password=PASSWORD, full_name="Camille Dupont")


@pytest.fixture
def link_of() -> Callable[..., str]:
    """The path and query of a fresh sign-in link."""

    def make(user: User, **kwargs: Any) -> str:
        url = sign_in_url(User.objects.get(pk=user.pk), **kwargs)
        return "/" + url.split("/", 3)[3]

    return make


def token_in(link: str) -> str:
    return link.split("jeton=")[1].split("&")[0]


def signed_in_as(client: Client) -> str:
    return client.session.get("_auth_user_id", "")
