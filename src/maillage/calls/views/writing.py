"""Writing one part of an application. The same address serves the page, the form, and what is saved as one types."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.calls.kinds import kind_of
from maillage.calls.models import Application, Revision
from maillage.calls.permissions import can_write_application, who
from maillage.calls.queries import drafts
from maillage.calls.queries.asking import asked_of
from maillage.calls.questions import FormSection
from maillage.calls.services import drafts as writing
from maillage.calls.services.drafts import Saved
from maillage.core.guards import allowed
from maillage.territories.queries import search_communes

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@allowed(can_write_application)
@never_cache
@get_or_post
def section(request: HttpRequest, application: Application, section: str) -> HttpResponse:
    """One part: its questions as they stand; what is posted is kept, also when it is not finished."""
    form = drafts.form_of_application(application)
    part = form.section(section)
    if part is None:
        raise Http404
    if request.method != "POST":
        return _page(request, application, part)
    try:
        saved = _save(request, application, part)
    except ValidationError as error:
        if _typing(request):
            return JsonResponse({"refused": error.messages[0]}, status=409)
        messages.error(request, error.messages[0])
        return redirect("applications:show", application.reference)
    if _typing(request):
        return JsonResponse(_told(application, part, saved))
    if saved.flagged or saved.crossed or "search" in request.POST:
        return _page(request, application, part, saved=saved)
    return redirect(*_next(request, application, part))


def _typing(request: HttpRequest) -> bool:
    return request.headers.get("X-Brouillon") == "1"


def _save(request: HttpRequest, application: Application, part: FormSection) -> Saved:
    """Keep the questions of this part that were sent; while one types, only those that were touched are."""
    only = set(request.POST.getlist("touched")) if _typing(request) else {each.key for each in part.questions}
    answers = drafts.answers_of(application)
    asked = [
        each
        for each in part.questions
        if each.key in only and (_typing(request) or f"over.{each.key}" in request.POST)
    ]
    values = {each.key: kind_of(each).read(each, request.POST) for each in asked}
    over = {key: int(seen) for key in values if (seen := request.POST.get(f"over.{key}", "")).isdigit()}
    del answers
    return writing.save_answers(
        application=application,
        user=who(request),
        values=values,
        over=over,
        insisted="insist" in request.POST,
    )


def _told(application: Application, part: FormSection, saved: Saved) -> dict[str, Any]:
    """What the page says after a save while one types."""
    answers = drafts.answers_of(application)
    return {
        "kept": saved.kept,
        "at": date_format(timezone.localtime(), "H:i"),
        "crossed": {key: _crossing(each) for key, each in saved.crossed.items()},
        "flagged": {
            key: [f"«\u00a0{text}\u00a0»\u00a0: {one.sentence}" for text, one in found]
            for key, found in saved.flagged.items()
        },
        "problems": {
            each.key: kind_of(each).problem(each, answers[each.key])
            for each in part.questions
            if each.is_asked(answers)
        },
        "asked": [each.key for each in part.questions if each.is_asked(answers)],
    }


def _crossing(revision: Revision) -> str:
    at = date_format(timezone.localtime(revision.saved_at), "H:i")
    return f"{revision.author} a écrit ici à {at}. Votre version compte désormais\u00a0; la sienne est gardée dans «\u00a0Versions\u00a0»."


def _page(
    request: HttpRequest, application: Application, part: FormSection, *, saved: Saved | None = None
) -> HttpResponse:
    form = drafts.form_of_application(application)
    places = [each.key for each in form.sections]
    here = places.index(part.key)
    search = request.POST.get("search", "") if saved is not None else request.GET.get("chercher", "")
    context = {
        "application": application,
        "call": application.call,
        "section": part,
        "number": here + 1,
        "total": len(places),
        "before": form.sections[here - 1] if here else None,
        "after": form.sections[here + 1] if here + 1 < len(places) else None,
        "questions": asked_of(
            application, part, typed=request.POST if saved is not None else None, saved=saved, search=search
        ),
        "may_write": writing.may_write(application),
        "flagged": bool(saved and saved.flagged),
        "held": bool(saved and saved.held),
        "search": search,
    }
    status = 422 if saved is not None and saved.flagged else 200
    return render(request, "calls/application/section.html", context, status=status)


def _next(request: HttpRequest, application: Application, part: FormSection) -> tuple[Any, ...]:
    form = drafts.form_of_application(application)
    keys = [each.key for each in form.sections]
    here = keys.index(part.key)
    if "stay" in request.POST:
        return ("applications:section", application.reference, part.key)
    if here + 1 < len(keys):
        return ("applications:section", application.reference, keys[here + 1])
    return ("applications:show", application.reference)


@allowed(can_write_application)
@require_http_methods(["GET"])
def communes(request: HttpRequest, application: Application) -> HttpResponse:
    """Communes whose name begins as typed, to choose from."""
    found = search_communes(request.GET.get("q", "")[:60], limit=12)
    return render(request, "calls/application/communes.html", {"communes": found})


@allowed(can_write_application)
@require_http_methods(["GET"])
def versions(request: HttpRequest, application: Application, question: str) -> HttpResponse:
    """Every version of one answer, who wrote it and when."""
    asked = drafts.form_of_application(application).by_key.get(question)
    if asked is None:
        raise Http404
    rows = [
        {"revision": each, "paragraphs": kind_of(asked).said(asked, each.value)}
        for each in drafts.history_of(application, question)
    ]
    context = {"application": application, "call": application.call, "question": asked, "rows": rows}
    return render(request, "calls/application/versions.html", context)
