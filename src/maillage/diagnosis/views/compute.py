"""Ask for a diagnosis, follow its computation, share it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.diagnosis import services
from maillage.diagnosis.forms import RequestForm
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.diagnosis.permissions import (
    can_manage_diagnosis,
    can_request_diagnosis,
    can_see_diagnoses,
    can_see_diagnosis,
    manages,
    sees_drafts,
)
from maillage.diagnosis.queries import diagnoses_of
from maillage.territories.models import Territory

# HTMX stops polling when it receives this status.
STOP_POLLING = 286
OVER = (DiagnosisState.READY, DiagnosisState.PUBLISHED, DiagnosisState.FAILED)


@allowed(can_see_diagnoses)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    """The diagnoses of the territory that the reader may open."""
    listed = diagnoses_of(territory, drafts=sees_drafts(request.user, territory))
    context = {"territory": territory, "diagnoses": listed, "can_manage": manages(request.user, territory)}
    return render(request, "diagnosis/list.html", context)


@allowed(can_request_diagnosis)
def request_diagnosis(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Choose a wave, then let the figures be computed."""
    form = RequestForm(request.POST or None, territory=territory)
    if request.method == "POST" and form.is_valid():
        asked = services.request_diagnosis(user=request.user, **form.cleaned_data)
        return redirect("diagnosis:progress", territory=territory.slug, diagnosis=asked.pk)
    return render(request, "diagnosis/request.html", {"territory": territory, "form": form})


@allowed(can_see_diagnosis)
def progress(request: HttpRequest, territory: Territory, diagnosis: Diagnosis) -> HttpResponse:
    """Where the computation stands. Complete without JavaScript; HTMX only refreshes the part."""
    over = diagnosis.state in OVER
    context = {
        "territory": territory,
        "diagnosis": diagnosis,
        "over": over,
        "failed": diagnosis.state == DiagnosisState.FAILED,
        "can_manage": manages(request.user, territory),
    }
    if request.headers.get("HX-Request"):
        return render(request, "diagnosis/progress.html#state", context, status=STOP_POLLING if over else 200)
    return render(request, "diagnosis/progress.html", context)


@require_POST
@allowed(can_manage_diagnosis)
def restart(request: HttpRequest, territory: Territory, diagnosis: Diagnosis) -> HttpResponse:
    """Compute again what broke off."""
    services.restart_diagnosis(diagnosis=diagnosis)
    return redirect("diagnosis:progress", territory=territory.slug, diagnosis=diagnosis.pk)


@require_POST
@allowed(can_manage_diagnosis)
def publish(request: HttpRequest, territory: Territory, diagnosis: Diagnosis) -> HttpResponse:
    """Share a diagnosis with everybody who has a part in the territory."""
    try:
        services.publish_diagnosis(diagnosis=diagnosis)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Le diagnostic est partagé avec tous les membres du territoire.")
    return redirect("diagnosis:show", territory=territory.slug, diagnosis=diagnosis.pk)
