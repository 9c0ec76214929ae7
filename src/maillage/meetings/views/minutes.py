"""The minutes of a meeting: written by several hands on one page, decisions, papers, and the calendar one follows."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.core.guards import allowed
from maillage.core.typography import plural
from maillage.core.uploads import serve
from maillage.meetings.forms.minutes import DecisionForm, PieceForm, key_in, texts_in
from maillage.meetings.models import AgendaItem, Decision, Meeting, MeetingFile
from maillage.meetings.permissions import (
    can_manage_meeting,
    can_open_file,
    can_read_point,
    can_withdraw_decision,
    can_write_meeting,
)
from maillage.meetings.queries.gatherings import agenda_of
from maillage.meetings.queries.minutes import minutes_of, versions_of
from maillage.meetings.services import minutes as services
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.territories.models import Territory
from maillage.territories.queries import is_manager
from maillage.territories.views.pages import done, form_page, sent


@never_cache
@allowed(can_write_meeting)
def write(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """Every point on one page. What is sent is kept point by point; a script asks for the answer in figures."""
    items = agenda_of(meeting).items
    texts = texts_in(request.POST, items) if request.method == "POST" else {}
    refused: dict[int, str] = {}
    if request.method == "POST":
        try:
            said = services.write_minutes(
                meeting=meeting, texts=texts, key=key_in(request.POST), user=request.user
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("gatherings:show", territory.slug, meeting.pk)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse(
                {"maillage": 1, "numbers": said.numbers, "over": said.over, "refused": said.refused}
            )
        refused = said.refused
        _tell(request, said)
        if not refused:
            return redirect("gatherings:minutes", territory.slug, meeting.pk)
    points = [
        {
            "point": each,
            "text": texts[each.item.pk][0] if each.item.pk in refused else each.text,
            "seen": texts[each.item.pk][1] if each.item.pk in refused else each.number,
            "error": refused.get(each.item.pk, ""),
        }
        for each in minutes_of(meeting, items)
    ]
    context = {
        "territory": territory,
        "meeting": meeting,
        "points": points,
        "key": uuid.uuid4(),
        "longest": services.LONGEST,
    }
    return render(request, "meetings/minutes.html", context)


def _tell(request: HttpRequest, said: services.Written) -> None:
    """What became of what was sent, without a script."""
    if said.over:
        count = plural(len(said.over), "point", "points")
        messages.warning(
            request,
            f"Sur {count}, quelqu’un avait écrit entre-temps\u00a0: votre texte est lu, le sien est gardé dans les versions.",
        )
    if not said.refused:
        messages.success(request, "C’est gardé.")


@allowed(can_read_point)
def versions(request: HttpRequest, territory: Territory, meeting: Meeting, point: AgendaItem) -> HttpResponse:
    """Every version of a point, to copy from."""
    context = {
        "territory": territory,
        "meeting": meeting,
        "point": point,
        "versions": list(versions_of(point)),
        "manages": is_manager(request.user, territory),
    }
    return render(request, "meetings/versions.html", context)


@allowed(can_write_meeting)
def decide(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """Note a decision."""
    form = DecisionForm(sent(request), territory=territory)
    if form.is_bound and accepted(form, services.note_decision, meeting=meeting):
        return done(request, "La décision est notée.", "gatherings:show", territory.slug, meeting.pk)
    return form_page(
        request,
        territory,
        form,
        "Noter une décision",
        back="meetings:list",
        submit="Noter cette décision",
        lead="Qui suit est une structure de la liste, jamais une personne.",
    )


@allowed(can_withdraw_decision)
def withdraw(request: HttpRequest, territory: Territory, meeting: Meeting, settled: Decision) -> HttpResponse:
    """A decision noted by mistake."""
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, services.withdraw_decision, decision=settled):
        return done(request, "La décision est retirée.", "gatherings:show", territory.slug, meeting.pk)
    return form_page(
        request,
        territory,
        form,
        "Retirer une décision",
        back="meetings:list",
        lead=f"«\u00a0{settled}\u00a0» ne paraîtra plus.",
        submit="Retirer",
        danger=True,
    )


@allowed(can_manage_meeting)
def join(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """Join a document or a photo."""
    form = PieceForm(sent(request), request.FILES or None)
    if form.is_bound and accepted(form, services.add_file, meeting=meeting):
        return done(request, "Le fichier est joint.", "gatherings:show", territory.slug, meeting.pk)
    context = {"territory": territory, "meeting": meeting, "form": form}
    return render(request, "meetings/join.html", context)


@require_safe
@allowed(can_open_file)
def piece(request: HttpRequest, territory: Territory, meeting: Meeting, piece: MeetingFile) -> HttpResponse:
    return serve(piece.file, name=piece.name, kind=piece.kind)
