"""Preparing the review: phases, grid, people."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maillage.calls.forms.review import CriterionForm, PhaseForm, ReviewerChangeForm, ReviewerForm
from maillage.calls.models import Call, Criterion, Reviewer, ReviewPhase
from maillage.calls.permissions import (
    can_manage_call,
    can_manage_criterion,
    can_manage_phase,
    can_manage_reviewer,
)
from maillage.calls.queries import review as queries
from maillage.calls.queries.assigning import loads_of
from maillage.calls.services import review_setup as services
from maillage.core.guards import allowed
from maillage.programmes.forms import accepted
from maillage.programmes.models import Programme

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
post = require_http_methods(["POST"])


def _form(
    request: HttpRequest, programme: Programme, call: Call, form: Any, title: str, back: str
) -> HttpResponse:
    context = {"programme": programme, "call": call, "form": form, "title": title, "back": back}
    return render(request, "calls/review/form.html", context)


def _did(request: HttpRequest, service: Any, done: str = "") -> None:
    """Call a service whose refusal is one sentence on the next page."""
    try:
        service()
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        if done:
            messages.success(request, done)


@allowed(can_manage_call)
@get_or_post
def phases(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """The phases and their rights."""
    form = PhaseForm(request.POST or None)
    if request.method == "POST" and accepted(form, partial(services.save_phase, call=call)):
        return redirect("review:phases", programme.slug, call.slug)
    context = {"programme": programme, "call": call, "form": form, "phases": queries.phases_of(call)}
    return render(request, "calls/review/phases.html", context)


@allowed(can_manage_phase)
@get_or_post
def phase(request: HttpRequest, programme: Programme, call: Call, review_phase: ReviewPhase) -> HttpResponse:
    """Change one phase."""
    form = PhaseForm(request.POST or None, instance=review_phase)
    service = partial(services.save_phase, call=call, phase=review_phase)
    if request.method == "POST" and accepted(form, service):
        return redirect("review:phases", programme.slug, call.slug)
    return _form(request, programme, call, form, "Modifier l’étape", "review:phases")


@allowed(can_manage_phase)
@post
def remove_phase(
    request: HttpRequest, programme: Programme, call: Call, review_phase: ReviewPhase
) -> HttpResponse:
    """Take a phase away."""
    services.remove_phase(phase=review_phase)
    return redirect("review:phases", programme.slug, call.slug)


@allowed(can_manage_call)
def grid(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """The criteria and their levels."""
    context = {
        "programme": programme,
        "call": call,
        "criteria": list(Criterion.objects.filter(call=call)),
        "frozen": services.grid_is_frozen(call),
    }
    return render(request, "calls/review/grid.html", context)


@allowed(can_manage_call)
@post
def use_grid(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Take the nine criteria."""
    _did(request, partial(services.use_grid, call=call), "Les neuf critères sont dans la grille.")
    return redirect("review:grid", programme.slug, call.slug)


@allowed(can_manage_call)
@get_or_post
def add_criterion(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """One criterion more."""
    form = CriterionForm(request.POST or None)
    if request.method == "POST" and accepted(form, partial(services.save_criterion, call=call)):
        return redirect("review:grid", programme.slug, call.slug)
    return _form(request, programme, call, form, "Ajouter un critère", "review:grid")


@allowed(can_manage_criterion)
@get_or_post
def criterion(request: HttpRequest, programme: Programme, call: Call, criterion: Criterion) -> HttpResponse:
    """Change one criterion."""
    words = "\n".join(level["label"] for level in criterion.levels)
    initial = {"label": criterion.label, "help": criterion.help, "weight": criterion.weight, "levels": words}
    form = CriterionForm(request.POST or None, initial=initial)
    service = partial(services.save_criterion, call=call, criterion=criterion)
    if request.method == "POST" and accepted(form, service):
        return redirect("review:grid", programme.slug, call.slug)
    return _form(request, programme, call, form, "Modifier le critère", "review:grid")


@allowed(can_manage_criterion)
@post
def remove_criterion(
    request: HttpRequest, programme: Programme, call: Call, criterion: Criterion
) -> HttpResponse:
    """Take a criterion out."""
    _did(request, partial(services.remove_criterion, criterion=criterion))
    return redirect("review:grid", programme.slug, call.slug)


@allowed(can_manage_call)
@get_or_post
def people(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Who reads, with what, how far."""
    form = ReviewerForm(request.POST or None)
    if request.method == "POST" and accepted(form, partial(services.invite_reviewer, call=call)):
        messages.success(request, "L’invitation est partie.")
        return redirect("review:people", programme.slug, call.slug)
    context = {"programme": programme, "call": call, "form": form, "loads": loads_of(call)}
    return render(request, "calls/review/people.html", context)


@allowed(can_manage_reviewer)
@get_or_post
def person(request: HttpRequest, programme: Programme, call: Call, reviewer: Reviewer) -> HttpResponse:
    """Where somebody works now."""
    initial = {"organisation": reviewer.organisation, "departments": ", ".join(reviewer.departments)}
    form = ReviewerChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and accepted(form, partial(services.change_reviewer, reviewer=reviewer)):
        messages.success(request, "C’est noté. Les conflits d’intérêts ont été cherchés à nouveau.")
        return redirect("review:people", programme.slug, call.slug)
    return _form(request, programme, call, form, str(reviewer), "review:people")


@allowed(can_manage_reviewer)
@post
def remove_person(request: HttpRequest, programme: Programme, call: Call, reviewer: Reviewer) -> HttpResponse:
    """Somebody stops reading."""
    services.remove_reviewer(reviewer=reviewer)
    return redirect("review:people", programme.slug, call.slug)
