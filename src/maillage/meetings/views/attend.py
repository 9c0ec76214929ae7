"""Coming to a meeting, without an account: register, change what one said, give the place back, keep the date."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core import ics
from maillage.core.guards import public
from maillage.core.ratelimit import too_many_tries
from maillage.core.tokens import printed
from maillage.meetings.feeds import event_of
from maillage.meetings.forms.registrations import CodeForm, RegistrationForm, initial_of
from maillage.meetings.models import Meeting, Registration
from maillage.meetings.queries.gatherings import agenda_of
from maillage.meetings.queries.registrations import rank_in_line
from maillage.meetings.queries.seating import seats_of
from maillage.meetings.services import registrations as services
from maillage.meetings.services.attendance import meeting_of_door, sign_in
from maillage.meetings.services.gatherings import meeting_of_link
from maillage.meetings.services.letters import code_of, token_of
from maillage.meetings.services.places import is_full

# A whole room behind one address, each with a second try.
BY_ADDRESS: Final = 600
BY_ALL: Final = 5000
WRONG_CODES: Final = 200
FULL: Final = "Trop d’essais depuis ici\u202f: présentez-vous plus bas, ou signez la feuille."
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def meeting_or_404(meeting: Meeting | None) -> Meeting:
    """A link that opens nothing does not exist."""
    if meeting is None:
        raise Http404
    return meeting


def registration_or_404(token: str) -> Registration:
    """The registration of a link."""
    found = services.registration_of_link(token)
    if found is None:
        raise Http404
    return found


@public
@never_cache
@get_or_post
def register(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting, and a light form; then one's own page."""
    meeting = meeting_or_404(meeting_of_link(token))
    form = RegistrationForm(request.POST or None, territory=meeting.territory, initial=initial_of(None))
    context = {
        "meeting": meeting,
        "agenda": agenda_of(meeting),
        "form": form,
        "token": token,
        "opened": meeting.takes_registrations(),
        "over": meeting.is_over(),
        "full": is_full(meeting),
        "crowded": False,
    }
    page = "meetings/attend/register.html"
    taken = _taken(request, form, context, page=page, meeting=meeting)
    return taken or render(request, page, context, status=422 if form.errors else 200)


def _taken(
    request: HttpRequest, form: RegistrationForm, context: dict[str, Any], *, page: str, **more: Any
) -> HttpResponse | None:
    """Where one goes once registered; None to stay on the page."""
    if request.method != "POST" or not form.is_valid():
        return None
    if too_many_tries(request, door="meetings", by_address=BY_ADDRESS, by_all=BY_ALL):
        return render(request, page, context | {"crowded": True}, status=429)
    try:
        made = services.register(person=form.person, key=form.cleaned_data["key"], **more)
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return None
    return redirect("attend:receipt", token_of(made))


def add_refusal(form: RegistrationForm, refusal: ValidationError) -> None:
    """What a service refuses is said in the form, beside the field when it is one of its own."""
    named = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    for name, sentences in named.items():
        form.add_error(name if name in form.fields else None, sentences)


@public
@never_cache
@get_or_post
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """One's own page: the place one has, or one's turn; and a way to change all of it."""
    found = registration_or_404(token)
    meeting = found.meeting
    may_change = not (found.cancelled_at or found.forgotten_at or meeting.is_cancelled or meeting.is_over())
    form = RegistrationForm(request.POST or None, territory=meeting.territory, initial=initial_of(found))
    if request.method == "POST" and may_change and form.is_valid():
        try:
            services.change_registration(registration=found, person=form.person)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("attend:receipt", token)
    context = {
        "registration": found,
        "meeting": meeting,
        "form": form if may_change else None,
        "code": printed(code_of(found)),
        "receives": meeting.receives(),
        "seats": seats_of(found) if found.attended_at else [],
        "rank": rank_in_line(found) if found.waiting else 0,
        "token": token,
        "over": meeting.is_over(),
    }
    return render(request, "meetings/attend/receipt.html", context, status=422 if form.errors else 200)


@public
@never_cache
@get_or_post
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Give the place back."""
    found, wrong = registration_or_404(token), ""
    if request.method == "POST":
        try:
            services.give_place_back(registration=found)
        except ValidationError as refusal:
            wrong = " ".join(refusal.messages)
        else:
            return redirect("attend:receipt", token)
    context = {"registration": found, "meeting": found.meeting, "token": token, "wrong": wrong}
    return render(request, "meetings/attend/leave.html", context)


@public
@never_cache
@require_POST
def here(request: HttpRequest, token: str) -> HttpResponse:
    """« Je suis là », from one's own page."""
    try:
        sign_in(registration=registration_or_404(token))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("attend:receipt", token)


@public
@never_cache
@get_or_post
def door(request: HttpRequest, token: str) -> HttpResponse:
    """The door: a code for those who had registered, a form for the others."""
    meeting, wrong = meeting_or_404(meeting_of_door(token)), ""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and meeting.receives():
        found = services.registration_of_code(meeting, form.cleaned_data["code"])
        if found is not None:
            sign_in(registration=found)
            return redirect("attend:receipt", token_of(found))
        full = too_many_tries(request, door="meeting-codes", by_address=WRONG_CODES, by_all=BY_ALL)
        wrong = FULL if full else "Regardez à nouveau, ou présentez-vous plus bas\u00a0: c’est aussi simple."
    context = {
        "meeting": meeting,
        "form": form,
        "token": token,
        "wrong": wrong,
        "receives": meeting.receives(),
    }
    return render(request, "meetings/attend/door.html", context, status=422 if wrong else 200)


@public
@never_cache
@get_or_post
def walk_in(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody who had not registered is there."""
    meeting = meeting_or_404(meeting_of_door(token))
    if not meeting.receives():
        return redirect("attend:door", token)
    form = RegistrationForm(
        request.POST or None, territory=meeting.territory, initial=initial_of(None), at_door=True
    )
    context = {"meeting": meeting, "form": form, "token": token, "crowded": False}
    page = "meetings/attend/walk_in.html"
    taken = _taken(request, form, context, page=page, meeting=meeting, at_door=True)
    return taken or render(request, page, context, status=422 if form.errors else 200)


@public
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The date, for a calendar."""
    meeting = meeting_or_404(meeting_of_link(token))
    content = ics.calendar([event_of(meeting)], title=meeting.title, made_by="rencontres")
    return HttpResponse(content, content_type=ics.KIND)
