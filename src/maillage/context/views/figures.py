"""What official files say of a territory, with the place that each figure describes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.context.figures import figures_told, schools_of, shown, table_of
from maillage.core.guards import allowed
from maillage.programmes.queries import is_facilitator
from maillage.territories.models import Territory
from maillage.territories.permissions import can_see_territory
from maillage.territories.queries import is_manager


@allowed(can_see_territory)
def show(request: HttpRequest, territory: Territory) -> HttpResponse:
    """A table a dataset, then the schools one by one."""
    told = figures_told(territory)
    context = {
        "territory": territory,
        "tables": [(each, *table_of(each)) for each in told.get("datasets", [])],
        "schools": [
            (title, [(where, name, shown(ips, "", 1)) for where, name, ips in listed])
            for title, listed in schools_of(territory)
        ],
        "loads": is_facilitator(request.user, territory.programme),
        "has_places": bool(told.get("areas")),
        "manages": is_manager(request.user, territory),
    }
    return render(request, "context/figures.html", context)
