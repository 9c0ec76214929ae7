"""The waves of a territory."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from maillage.core.guards import allowed
from maillage.surveys.permissions import can_see_waves
from maillage.territories.models import Territory


@allowed(can_see_waves)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Every wave."""
    return HttpResponse(str(territory))


create = show = import_ties = confirm_ties = export_ties = index
