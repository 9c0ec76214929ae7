from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from maillage.accounts.models import User
from maillage.core.guards import allowed, public, signed_in
from maillage.core.readonly import WriteOnRead


def asked(method: str = "get", user: Any = None) -> HttpRequest:
    request = getattr(RequestFactory(), method)("/page/")
    request.user = user or AnonymousUser()
    return request


def can_read(user: Any, *, page: str) -> dict[str, object]:
    if page == "inconnue":
        raise Http404
    return {"page": page.upper(), "more": 1}


def writes(request: HttpRequest) -> HttpResponse:
    User.objects.create_user("nouveau@exemple.fr")
    return HttpResponse("écrit")


@allowed(can_read)
def shown(request: HttpRequest, page: str, more: int) -> HttpResponse:
    return HttpResponse(f"{page} {more}")


def test_public_lets_anybody_in() -> None:
    assert public(lambda request: HttpResponse("oui"))(asked()).content == b"oui"


def test_signed_in_leads_to_the_sign_in_page_and_back() -> None:
    answer = signed_in(writes)(asked())
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/compte/connexion/?next=/page/"


def test_allowed_asks_for_a_session_before_anything() -> None:
    assert shown(asked(), page="inconnue").status_code == 302


def test_allowed_gives_the_view_the_objects_of_the_predicate() -> None:
    user = User.objects.create_user("camille@exemple.fr")
    assert shown(asked(user=user), page="a").content == b"A 1"


def test_what_one_has_no_part_in_does_not_exist() -> None:
    user = User.objects.create_user("camille@exemple.fr")
    with pytest.raises(Http404):
        shown(asked(user=user), page="inconnue")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_may_not_write(method: str) -> None:
    with pytest.raises(WriteOnRead), transaction.atomic():
        public(writes)(asked(method))
    assert not User.objects.exists()


def test_posting_may_write() -> None:
    assert public(writes)(asked("post")).status_code == 200
    assert User.objects.count() == 1


def test_each_guard_leaves_its_name() -> None:
    assert public(writes).guard == "public"
    assert signed_in(writes).guard == "signed_in"
    assert shown.guard == "can_read"
