"""Pages of a programme: a view reads, calls one service, renders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed, signed_in
from maillage.programmes import queries
from maillage.programmes.models import Programme
from maillage.programmes.permissions import can_see_programme


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/index.html", {"programmes": queries.visible_to(request.user)})


@allowed(can_see_programme)
def show(request: HttpRequest, programme: Programme) -> HttpResponse:
    return render(request, "programmes/show.html", {"programme": programme})
