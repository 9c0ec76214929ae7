"""Every address, for every role: never an error of ours, and a territory one has no part in does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.programmes.models import ProgrammeRole, ProgrammeRoleKind
from maillage.territories.models import Role, RoleKind
from tests.house.doors import Door, doors
from tests.house.world import World, build_world

ROLES = ["anonymous", *(kind.lower() for kind in [*ProgrammeRoleKind.values, *RoleKind.values])]
Opener = Callable[[str], Client]


@pytest.fixture
def foreign() -> World:
    """A territory of another programme."""
    return build_world(slug="ailleurs")


@pytest.fixture
def own() -> World:
    """The territory of the one who asks."""
    return build_world(slug="chez-nous")


@pytest.fixture
def open_as(own: World, make_user: Callable[..., Any]) -> Opener:
    """A browser signed in with a role on one's own territory and programme."""

    users: dict[str, Any] = {}

    def user_of(role: str) -> Any:
        if role not in users:
            users[role] = user = make_user(role)
            ProgrammeRole.objects.filter(user=user).update(programme=own.programme)
            Role.objects.filter(user=user).update(territory=own.territory)
        return users[role]

    def open_(role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(user_of(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_


def _address(door: Door, world: World) -> str:
    arguments = world.arguments(door.arguments, door.route)
    return reverse(door.name, kwargs=arguments)


def _ask(client: Client, door: Door, world: World) -> list[int]:
    """The answers to GET, then to an empty POST."""
    address = _address(door, world)
    return [client.get(address).status_code, client.post(address).status_code]


@pytest.mark.parametrize("role", ROLES)
def test_no_address_fails(role: str, own: World, open_as: Opener) -> None:
    for door in doors():
        client = open_as(role)
        answers = _ask(client, door, own)
        assert all(code < 500 for code in answers), f"{door.name}: {answers}"


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_a_foreign_territory_does_not_exist(role: str, foreign: World, open_as: Opener) -> None:
    client = open_as(role)
    for door in doors():
        if {"territory", "programme"} & set(door.arguments):
            answers = _ask(client, door, foreign)
            assert set(answers) <= {404, 405}, f"{door.name}: {answers}"
            assert 404 in answers, f"{door.name}: {answers}"


def test_a_stranger_is_sent_to_sign_in(own: World, client: Client) -> None:
    sign_in = reverse("accounts:sign_in")
    for door in doors():
        if {"territory", "programme"} & set(door.arguments):
            answer = client.get(_address(door, own))
            assert answer.status_code in {302, 405}, door.name
            assert answer.status_code == 405 or answer["Location"].startswith(sign_in), door.name


def test_the_nation_does_not_enter_a_territory(own: World, open_as: Opener) -> None:
    client = open_as("national")
    for door in doors():
        if "territory" in door.arguments:
            assert set(_ask(client, door, own)) <= {404, 405}, door.name


@pytest.mark.parametrize("role", ["contributor", "club"])
def test_who_only_reads_changes_nothing_of_a_diagnosis(role: str, own: World, open_as: Opener) -> None:
    client = open_as(role)
    for name in ("request", "publish"):
        door = next(door for door in doors() if door.name == f"diagnosis:{name}")
        assert client.post(_address(door, own)).status_code == 404
