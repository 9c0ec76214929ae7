"""The door of a meeting: a code to project, a sheet to print, and that sheet typed back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.core.guards import allowed
from maillage.core.typography import plural
from maillage.meetings.forms.attendance import SheetForm
from maillage.meetings.models import Meeting
from maillage.meetings.permissions import can_manage_meeting
from maillage.meetings.queries.registrations import listed_sectors, room_of
from maillage.meetings.services import attendance as services
from maillage.meetings.sheet import sheet_pdf
from maillage.meetings.views.codes import drawn
from maillage.territories.models import Territory
from maillage.territories.views.pages import done, sent


@allowed(can_manage_meeting)
def door(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """What is projected or printed at the entrance."""
    address = request.build_absolute_uri(services.door_link(meeting))
    context = {
        "territory": territory,
        "meeting": meeting,
        "address": address,
        "qr": drawn(address),
        "receives": meeting.receives(),
    }
    return render(request, "meetings/door.html", context)


@require_safe
@allowed(can_manage_meeting)
def sheet(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """The sheet of the entrance, as a PDF that no cache keeps: it holds names."""
    return HttpResponse(
        sheet_pdf(meeting, room_of(meeting)),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="presences-{meeting.starts_at:%Y-%m-%d}.pdf"',
            "Cache-Control": "no-store",
        },
    )


@allowed(can_manage_meeting)
def attendance(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """Type the sheet back."""
    room = room_of(meeting)
    form = SheetForm(sent(request), rows=room.rows, sectors=listed_sectors(territory))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            there = services.type_sheet(
                meeting=meeting, numbers=said["numbers"], seen=said["seen"], counts=form.counts
            )
        except ValidationError as refusal:
            form.add_error("numbers", refusal.messages)
        else:
            words = f"C’est noté\u00a0: {plural(there, 'personne était là', 'personnes étaient là')}."
            return done(request, words, "gatherings:show", territory.slug, meeting.pk)
    context = {"territory": territory, "meeting": meeting, "form": form, "room": room}
    return render(request, "meetings/attendance.html", context)
