"""Pages that belong to no room: health, legal notice, accessibility, errors."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseServerError,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from maillage.core.guards import public


@public
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: does the platform answer, and does its database?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"etat": "base de données injoignable"}, status=503)
    return JsonResponse({"etat": "en service"})


@public
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "core/legal.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html")


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponseBadRequest(render_to_string("core/errors/400.html"))


@public
def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Also Django's CSRF failure page: most often a form left open too long."""
    return HttpResponseForbidden(render_to_string("core/errors/403.html", request=request))


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponseNotFound(render_to_string("core/errors/404.html", request=request))


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: nothing here may touch the session, the user or the database."""
    return HttpResponseServerError(render_to_string("core/errors/500.html"))
