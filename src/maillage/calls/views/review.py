"""The organiser's desk: the table, who reads what, advice, one file with all that was said of it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maillage.calls.assigning import EACH
from maillage.calls.forms.review import AdviceAskForm, AssignForm, PlanForm, RemarkForm, ReopenForm
from maillage.calls.models import Advice, Application, Assignment, Call, Conflict
from maillage.calls.permissions import (
    can_manage_advice,
    can_manage_application,
    can_manage_assignment,
    can_manage_call,
    can_manage_conflict,
    who,
)
from maillage.calls.queries import assigning
from maillage.calls.queries import review as queries
from maillage.calls.queries.filing import filed
from maillage.calls.queries.reviewing import next_phase, phase_now
from maillage.calls.services import advice as advice_services
from maillage.calls.services import review_assigning, review_conflicts, review_setup, reviewing
from maillage.calls.services.review_reopening import reopen_review
from maillage.calls.views.review_setup import _did
from maillage.core.guards import allowed
from maillage.programmes.forms import accepted
from maillage.programmes.models import Programme

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
post = require_http_methods(["POST"])


@allowed(can_manage_call)
def index(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Where readers disagree, first."""
    lines, loads = queries.table_of(call), assigning.loads_of(call)
    context = {
        "programme": programme,
        "call": call,
        "lines": lines,
        "progress": queries.progress_of(lines),
        "compared": sum(each.summary.median is not None for each in lines),
        "widest": lines[0] if lines and lines[0].summary.spread is not None else None,
        "phase": phase_now(call),
        "coming": next_phase(call),
        "late": sum(each.left > 0 and each.reviewer.reminded_at is None for each in loads),
        "steps": assigning.steps_of(call, lines, loads),
    }
    return render(request, "calls/review/index.html", context)


@allowed(can_manage_call)
@post
def remind(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Write once to those who are late."""
    count = review_setup.remind_late(call=call)
    said = f"{count} rappels sont partis." if count > 1 else "Un rappel est parti."
    messages.success(request, said if count else "Chacun a déjà reçu son rappel.")
    return redirect("review:show", programme.slug, call.slug)


@allowed(can_manage_call)
@get_or_post
def assignment(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Who reads what; by hand, with the conflict shown."""
    form = AssignForm(request.POST or None, applications=filed(call), call=call)
    if request.method == "POST" and accepted(form, partial(review_assigning.assign, call=call)):
        soft = assigning.ties_between(form.cleaned_data["reviewer"], form.cleaned_data["application"])
        messages.success(request, "Le dossier est attribué.")
        if soft:
            messages.warning(request, f"À savoir\u00a0: {soft[0]}")
        return redirect("review:assignment", programme.slug, call.slug)
    context = {
        "programme": programme,
        "call": call,
        "form": form,
        "plan_form": PlanForm(),
        "rows": assigning.assignments_of(call),
        "loads": assigning.loads_of(call),
    }
    return render(request, "calls/review/assignment.html", context)


@allowed(can_manage_call)
@get_or_post
def preview(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """What the automatic assignment would do; a button does it."""
    form = PlanForm(request.POST if request.method == "POST" else request.GET or None)
    each = form.cleaned_data["each"] if form.is_valid() else EACH
    if request.method == "POST" and form.is_valid():
        made = review_assigning.apply_plan(call=call, each=each)
        messages.success(request, f"Attributions ajoutées\u00a0: {made}.")
        return redirect("review:assignment", programme.slug, call.slug)
    context = {
        "programme": programme,
        "call": call,
        "each": each,
        "plan": assigning.told_plan(call, each=each),
    }
    return render(request, "calls/review/preview.html", context)


@allowed(can_manage_assignment)
@post
def unassign(request: HttpRequest, programme: Programme, call: Call, assignment: Assignment) -> HttpResponse:
    """Take a file back."""
    _did(request, partial(review_assigning.unassign, assignment=assignment))
    return redirect("review:assignment", programme.slug, call.slug)


@allowed(can_manage_assignment)
@get_or_post
def reopen(request: HttpRequest, programme: Programme, call: Call, assignment: Assignment) -> HttpResponse:
    """Give a review that is in back to its reader, with the reason."""
    form = ReopenForm(request.POST or None)
    service = partial(reopen_review, assignment=assignment, user=who(request))
    if request.method == "POST" and accepted(form, service):
        messages.success(request, "L’expertise est rouverte\u00a0; la personne en est prévenue.")
        return redirect("review:file", programme.slug, call.slug, assignment.application.reference)
    context = {"programme": programme, "call": call, "assignment": assignment, "form": form}
    return render(request, "calls/review/reopen.html", context)


@allowed(can_manage_conflict)
@post
def lift(request: HttpRequest, programme: Programme, call: Call, conflict: Conflict) -> HttpResponse:
    """A declared conflict holds no longer."""
    _did(
        request,
        partial(review_conflicts.lift_conflict, conflict=conflict),
        "Le conflit est levé\u00a0; il reste écrit.",
    )
    return redirect("review:file", programme.slug, call.slug, conflict.application.reference)


@allowed(can_manage_call)
@get_or_post
def advices(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Advice asked and received."""
    form = AdviceAskForm(request.POST or None, applications=filed(call))
    if request.method == "POST" and accepted(form, advice_services.ask_advice):
        messages.success(request, "La demande d’avis est partie.")
        return redirect("review:advices", programme.slug, call.slug)
    rows = Advice.objects.filter(application__call=call).select_related("application")
    context = {
        "programme": programme,
        "call": call,
        "form": form,
        "rows": rows,
        "asked": sum(each.revoked_at is None for each in rows),
        "given": sum(each.answered_at is not None for each in rows),
    }
    return render(request, "calls/review/advices.html", context)


@allowed(can_manage_advice)
@post
def remind_advice(request: HttpRequest, programme: Programme, call: Call, advice: Advice) -> HttpResponse:
    """One reminder, with the same link."""
    _did(request, partial(advice_services.remind_advice, advice=advice), "Le rappel est parti.")
    return redirect("review:advices", programme.slug, call.slug)


@allowed(can_manage_advice)
@post
def revoke_advice(request: HttpRequest, programme: Programme, call: Call, advice: Advice) -> HttpResponse:
    """The link dies."""
    _did(
        request,
        partial(advice_services.revoke_advice, advice=advice),
        "La demande est retirée\u00a0: son lien n’ouvre plus.",
    )
    return redirect("review:advices", programme.slug, call.slug)


@allowed(can_manage_application)
@get_or_post
def file(request: HttpRequest, programme: Programme, call: Call, application: Application) -> HttpResponse:
    """One file with every review by criterion, and its discussion."""
    form = RemarkForm(request.POST or None)
    service = partial(reviewing.write_remark, application=application, user=who(request))
    if request.method == "POST" and accepted(form, service):
        return redirect("review:file", programme.slug, call.slug, application.reference)
    context = {"programme": programme, "call": call, "application": application, "form": form}
    return render(request, "calls/review/one.html", context | queries.dossier_of(application))
