"""The platform with two addresses more: the views that answers are compared with. Each answer says the time it took.

`/nu/` writes its row in SQL, the least a view can do that keeps something; `/nu/modele/` as a Django view does, by a model.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from maillage.wsgi import application as platform

settings.ROOT_URLCONF = "bench.bare"
TABLE = "CREATE TABLE bench_bare (id {} PRIMARY KEY, value TEXT, saved_at TEXT)"


class Line(models.Model):
    """The same row, as Django writes it."""

    value = models.TextField()
    saved_at = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_bare"
        managed = False

    def __str__(self) -> str:
        return self.value


ROW = "INSERT INTO bench_bare (value, saved_at) VALUES (%s, %s)"


def insert(request: HttpRequest) -> HttpResponse:
    """As little as a view can do that keeps something: one row."""
    with connection.cursor() as cursor:
        cursor.execute(ROW, [request.POST["value"], timezone.now().isoformat()])
    return HttpResponse(status=204)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """What the server runs."""
    begun = time.perf_counter()

    def timed(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("X-Seconds", f"{time.perf_counter() - begun:.6f}")], *rest)

    return platform(environ, timed)


def create(request: HttpRequest) -> HttpResponse:
    """One row, by its model."""
    Line.objects.create(value=request.POST["value"], saved_at=timezone.now().isoformat())
    return HttpResponse(status=204)


insert.guard = create.guard = "public"  # type: ignore[attr-defined]
urlpatterns = [path("nu/", insert), path("nu/modele/", create), path("", include("maillage.urls"))]
