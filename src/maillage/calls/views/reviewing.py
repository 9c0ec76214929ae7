"""What a reader opens: the list of their files, a file beside its grid, the discussion. And advice, without an account."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.calls.forms.review import AdviceForm, ConflictForm, RemarkForm
from maillage.calls.models import (
    Advice,
    Application,
    Assignment,
    Attachment,
    Call,
    ConflictLevel,
    Criterion,
    Remark,
    Reviewer,
)
from maillage.calls.permissions import can_review, can_review_file
from maillage.calls.queries import reviewing as queries
from maillage.calls.queries.assigning import ties_between
from maillage.calls.queries.reading import last_submission, sections_of
from maillage.calls.queries.review import by_criterion, read_reviews
from maillage.calls.services import advice as advices
from maillage.calls.services import reviewing as services
from maillage.calls.services.review_conflicts import declare_conflict
from maillage.core.guards import allowed, public, signed_in
from maillage.core.uploads import serve
from maillage.programmes.forms import accepted

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The calls I read for."""
    return render(request, "calls/review/mine.html", {"reading": queries.calls_read_by(request.user)})


@allowed(can_review)
def index(request: HttpRequest, call: Call, reviewer: Reviewer) -> HttpResponse:
    """My files, what remains, until when."""
    context = {
        "call": call,
        "reviewer": reviewer,
        "desk": queries.desk_of(reviewer),
        "phase": queries.phase_now(call),
        "coming": queries.next_phase(call),
    }
    return render(request, "calls/review/desk.html", context)


@allowed(can_review_file)
@get_or_post
def show(request: HttpRequest, call: Call, reviewer: Reviewer, application: Application) -> HttpResponse:
    """The file beside the grid: kept as one goes, then given in."""
    saved, errors = None, []
    if request.method == "POST":
        try:
            saved = _save(request, reviewer, application)
            if request.POST.get("give") and not saved.flagged:
                seen = request.POST.get("seen", "")
                services.send_review(
                    reviewer=reviewer, application=application, seen=int(seen) if seen.isdecimal() else 0
                )
                messages.success(request, "Votre expertise est rendue. Merci.")
                return redirect("reviewing:show", call.slug, application.reference)
        except ValidationError as error:
            errors = error.messages
    context = _context(reviewer, application) | {
        "saved": saved,
        "errors": errors,
    }
    if request.method == "POST":
        context["comment"] = request.POST.get("comment", "")
    return render(request, "calls/review/file.html", context)


def _save(request: HttpRequest, reviewer: Reviewer, application: Application) -> services.Saved:
    return services.save_review(
        reviewer=reviewer,
        application=application,
        scores=services.read_scores(request.POST),
        comment=request.POST.get("comment", ""),
        insisted=request.POST.get("insist") == "1",
    )


@allowed(can_review_file)
@require_http_methods(["POST"])
def keep(request: HttpRequest, call: Call, reviewer: Reviewer, application: Application) -> HttpResponse:
    """Keep a draft while it is written; the answer is one sentence for the foot of the form."""
    try:
        saved, error = _save(request, reviewer, application), ""
    except ValidationError as refused:
        saved, error = None, refused.messages[0]
    context = {"saved": saved, "error": error, "now": timezone.now()}
    return render(request, "calls/review/kept.html", context)


def _context(reviewer: Reviewer, application: Application) -> dict[str, Any]:
    """Only what this reader may see of this file now."""
    assignment = (
        Assignment.objects.filter(reviewer=reviewer, application=application).select_related("review").first()
    )
    review = getattr(assignment, "review", None) if assignment else None
    rights = queries.rights_of(reviewer, assignment, review)
    phase, submission = rights.phase, last_submission(application)
    anonymous = phase is not None and phase.anonymised
    criteria = list(Criterion.objects.filter(call=reviewer.call))
    readable = phase is not None and submission is not None
    return {
        "call": reviewer.call,
        "reviewer": reviewer,
        "application": application,
        "title": queries.title_of(application, phase),
        "rights": rights,
        "phase": phase,
        "assignment": assignment,
        "review": review,
        "grid": queries.grid_of(criteria, review),
        "comment": review.comment if review else "",
        "reopening": queries.reopening_of(review),
        "submission": submission if readable else None,
        "sections": queries.read_submission(application, submission, anonymous=anonymous)
        if readable and submission is not None
        else [],
        "attachments": _files(application) if readable and not anonymous else [],
        "ties": ties_between(reviewer, application) if not anonymous else [],
        "remark_form": RemarkForm(),
    } | _said_by_others(reviewer, application, rights, criteria)


def _said_by_others(
    reviewer: Reviewer, application: Application, rights: queries.Rights, criteria: list[Criterion]
) -> dict[str, Any]:
    if not rights.sees_others:
        return {"others": [], "rows": [], "remarks": [], "advices": []}
    signed = rights.phase is not None and not rights.phase.unsigned
    others = read_reviews(application, criteria, signed=signed, but=reviewer.pk)
    remarks = list(Remark.objects.filter(application=application).select_related("author"))
    given = Advice.objects.filter(application=application, answered_at__isnull=False)
    submission = last_submission(application)
    if rights.phase is not None and rights.phase.anonymised and submission is not None:
        names, given = queries.names_of(application, submission), given.none()
        others = [replace(each, comment=queries.masked(each.comment, names)) for each in others]
        for each in remarks:
            each.text = queries.masked(each.text, names)
    return {
        "others": others,
        "rows": by_criterion(criteria, others),
        "remarks": remarks,
        "advices": given,
    }


def _files(application: Application) -> Any:
    return Attachment.objects.filter(application=application, removed_at__isnull=True)


@allowed(can_review_file)
@get_or_post
def conflict(request: HttpRequest, call: Call, reviewer: Reviewer, application: Application) -> HttpResponse:
    """Say what ties me to this territory."""
    form = ConflictForm(request.POST or None)
    service = partial(declare_conflict, reviewer=reviewer, application=application)
    if request.method == "POST" and accepted(form, service):
        if form.cleaned_data["level"] == ConflictLevel.HARD:
            messages.success(
                request, "C’est noté\u00a0: ce dossier ira à quelqu’un d’autre. Merci de l’avoir dit."
            )
            return redirect("reviewing:index", call.slug)
        messages.success(request, "C’est noté, et montré aux personnes qui conduisent l’appel.")
        return redirect("reviewing:show", call.slug, application.reference)
    title = queries.title_of(application, queries.phase_now(call))
    context = {"call": call, "application": application, "title": title, "form": form}
    return render(request, "calls/review/conflict.html", context)


@allowed(can_review_file)
@get_or_post
def remark(request: HttpRequest, call: Call, reviewer: Reviewer, application: Application) -> HttpResponse:
    """Say something in the discussion."""
    form = RemarkForm(request.POST or None)
    service = partial(services.remark_as_reader, reviewer=reviewer, application=application)
    if request.method == "POST" and accepted(form, service):
        messages.success(request, "Votre remarque a rejoint la discussion.")
        return redirect("reviewing:show", call.slug, application.reference)
    title = queries.title_of(application, queries.phase_now(call))
    context = {"call": call, "application": application, "title": title, "form": form}
    return render(request, "calls/review/remark.html", context)


@allowed(can_review_file)
def attachment(
    request: HttpRequest, call: Call, reviewer: Reviewer, application: Application, attachment: int
) -> HttpResponseBase:
    """One of its files, while reading is open and nothing is hidden."""
    phase = queries.phase_now(call)
    found = _files(application).filter(pk=attachment).first()
    if found is None or phase is None or phase.anonymised:
        raise Http404
    return serve(found.file, name=found.name, kind=found.kind)


@public
@never_cache
@get_or_post
def advice(request: HttpRequest, token: str) -> HttpResponse:
    """The link of somebody who is asked for advice: opening it changes nothing, a button answers, once."""
    asked = advices.advice_of_link(token)
    if asked is None:
        return render(request, "calls/review/advice_closed.html", {"thanks": False}, status=410)
    form = AdviceForm(request.POST or None)
    if request.method == "POST" and accepted(form, partial(advices.give_advice, advice=asked)):
        return render(request, "calls/review/advice_closed.html", {"thanks": True})
    submission = last_submission(asked.application)
    context = {
        "advice": asked,
        "application": asked.application,
        "call": asked.application.call,
        "sections": sections_of(asked.application, submission.answers) if submission else [],
        "form": form,
    }
    return render(request, "calls/review/advice.html", context)
