"""The shared diagnoses of a territory: where each one stands, what is published, opening one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.diagnosis.models import Diagnosis
from maillage.sharing.permissions import may_write
from maillage.sharing.queries.restitution import may_be_shared, shared_of
from maillage.sharing.services.opening import open_shared
from maillage.territories.models import Territory
from maillage.territories.permissions import can_manage_territory, can_see_territory
from maillage.territories.queries import rights_of


@allowed(can_see_territory)
@never_cache
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Members read what is published; those who conduct also see what is under way."""
    rights = rights_of(request.user, territory)
    manages, listed = rights.manages, list(shared_of(territory))
    for each in listed:
        each.may_write = may_write(rights, each)  # type: ignore[attr-defined]
    context = {
        "territory": territory,
        "manages": manages,
        "shared": listed if manages else [each for each in listed if each.current or each.may_write],  # type: ignore[attr-defined]
        "ready": may_be_shared(territory) if manages else [],
    }
    return render(request, "sharing/restitution/index.html", context)


@require_POST
@allowed(can_manage_territory)
def begin(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Open the shared work on a computed diagnosis."""
    number = request.POST.get("diagnosis", "")
    found = get_object_or_404(Diagnosis, territory=territory, pk=number if number.isdecimal() else 0)
    try:
        made = open_shared(diagnosis=found, user=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("sharing:index", territory.slug)
    return redirect("writing:index", territory.slug, made.pk)
