"""A published call, open today, and an application that two people write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import Application, Author, Call
from maillage.programmes.models import Programme
from tests.calls.composed import six_applications


@pytest.fixture
def call(programme: Programme) -> Call:
    now = timezone.now()
    return Call.objects.create(
        programme=programme,
        title="Coopérer plus tôt",
        slug="cooperer-plus-tot",
        summary="Dix cités, trois ans, un diagnostic partagé.",
        contact_email="appel@exemple.fr",
        places=10,
        opens_at=now - timedelta(days=20),
        closes_at=now + timedelta(days=10),
        published_at=now - timedelta(days=20),
    )


@pytest.fixture
def authors(db: None) -> list[User]:
    return [
        User.objects.create_user("ines@ville.exemple", full_name="Inès Marégrise"),
        User.objects.create_user("paul@college.exemple", full_name="Paul Lacombelle"),
    ]


@pytest.fixture
def application(call: Call, authors: list[User]) -> Application:
    made = Application.objects.create(call=call, name="Les Trois-Ponts", department="93")
    for user in authors:
        Author.objects.create(application=made, user=user)
    return made


@pytest.fixture
def browser_of() -> Callable[[Any], Client]:
    """`browser_of(user)`: a browser signed in as that user."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def six(call: Call) -> list[Application]:
    """Six applications that were sent and read, for two places."""
    return six_applications(call)
