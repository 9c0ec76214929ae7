"""Every address of a call, for everybody who has a part in another one: an applicant, a reader, a referent."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.calls.models import Application, Author, Call, DepartmentReferent, Reviewer
from tests.house.doors import Door, doors
from tests.house.world import World, build_world

NAMESPACES = ("applications:", "calls:", "desk:", "filing:", "review:", "reviewing:", "composition:")
# Anybody opens these; or they show one's own things only.
OPEN = {
    "applications:start", "applications:support", "applications:index", "applications:shared", "reviewing:mine", "reviewing:advice",
}  # fmt: skip


def _inside() -> list[Door]:
    found = [door for door in doors() if door.name.startswith(NAMESPACES) and door.name not in OPEN]
    return [door for door in found if not door.name.startswith("calls:")]


@pytest.fixture
def foreign() -> World:
    return build_world(slug="ailleurs")


def _somebody(kind: str) -> User:
    """Somebody who has a part in a call, which is not the foreign one."""
    here = build_world(slug="chez-nous")
    user = User.objects.create_user(f"{kind}@exemple.fr")
    call = Call.objects.get(slug=here.parts["call"])
    if kind == "author":
        Author.objects.create(application=Application.objects.get(call=call), user=user)
    elif kind == "reader":
        Reviewer.objects.create(call=call, user=user)
    else:
        DepartmentReferent.objects.create(call=call, department="93", user=user)
    return user


@pytest.mark.parametrize("kind", ["author", "reader", "referent", "nobody"])
def test_what_belongs_to_another_call_does_not_exist(kind: str, foreign: World) -> None:
    user = User.objects.create_user("x@exemple.fr") if kind == "nobody" else _somebody(kind)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    inside = _inside()
    assert len(inside) > 60
    for door in inside:
        address = reverse(door.name, kwargs=foreign.arguments(door.arguments, door.route))
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert answers <= {404, 405}, f"{door.name}: {answers}"


def test_a_referent_reads_nothing_that_is_not_shared(foreign: World) -> None:
    application = Application.objects.get(reference=foreign.parts["application"])
    user = User.objects.create_user("referent@exemple.fr")
    DepartmentReferent.objects.create(call=application.call, department=application.department, user=user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for door in _inside():
        address = reverse(door.name, kwargs=foreign.arguments(door.arguments, door.route))
        assert client.get(address).status_code in {404, 405}, door.name
