"""The report on screen, in PDF, and its map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from maillage.core.guards import allowed
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.permissions import can_see_diagnosis
from maillage.territories.models import Territory


@allowed(can_see_diagnosis)
def show(request: HttpRequest, territory: Territory, diagnosis: Diagnosis) -> HttpResponse:
    """The report on screen."""
    return HttpResponse(str(diagnosis))


pdf = map_svg = show
