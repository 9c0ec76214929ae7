from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from maillage.core.guards import public
from maillage.core.middleware import GuardMiddleware
from maillage.urls import urlpatterns as all_doors


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ouvert à tous, par oubli")


@public
def breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("oubli/", forgotten), path("panne/", breaks), *all_doors]
handler500 = "maillage.core.views.server_error"


@pytest.mark.urls(__name__)
def test_a_view_without_guard_does_not_run(client: Client) -> None:
    with pytest.raises(ImproperlyConfigured, match="forgotten"):
        client.get("/oubli/")


@pytest.mark.urls(__name__)
def test_a_view_without_guard_is_an_error_page_for_visitors() -> None:
    assert Client(raise_request_exception=False).get("/oubli/").status_code == 500


def test_views_of_allauth_carry_their_own_checks(client: Client) -> None:
    answer = client.get("/compte/second-facteur/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/compte/connexion/")


def test_a_guarded_view_goes_through() -> None:
    middleware = GuardMiddleware(lambda request: HttpResponse())
    assert middleware.process_view(RequestFactory().get("/"), breaks, (), {}) is None
