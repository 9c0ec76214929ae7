"""The meetings of a territory: prepare one, write its agenda, open it, move it, cancel it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.meetings.forms.gatherings import AgendaFormSet, MeetingForm, lines_in
from maillage.meetings.models import Meeting
from maillage.meetings.permissions import can_manage_meeting, can_see_meeting
from maillage.meetings.queries.gatherings import agenda_of
from maillage.meetings.queries.minutes import decisions_of, files_of, minutes_of
from maillage.meetings.queries.registrations import empty_chairs, room_of
from maillage.meetings.services import gatherings as services
from maillage.meetings.views.codes import drawn
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.territories.models import Territory
from maillage.territories.permissions import can_manage_territory
from maillage.territories.queries import rights_of
from maillage.territories.views.pages import done, form_page, sent


@allowed(can_manage_territory)
def add(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = MeetingForm(sent(request), territory=territory)
    if form.is_bound and accepted(form, services.hold_meeting, territory=territory):
        words = "La rencontre est prête. Écrivez son ordre du jour, puis ouvrez les inscriptions."
        return done(request, words, "gatherings:show", territory.slug, form.made.pk)  # type: ignore[attr-defined]
    return form_page(
        request,
        territory,
        form,
        "Préparer une rencontre",
        back="meetings:list",
        submit="Préparer cette rencontre",
    )


@allowed(can_see_meeting)
def show(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """What a meeting is, what it will speak of, what came of it."""
    room, over, agenda = room_of(meeting), meeting.is_over(), agenda_of(meeting)
    begun = meeting.receives() or meeting.has_begun()
    rights, points = rights_of(request.user, territory), minutes_of(meeting, agenda.items)
    context = {
        "territory": territory,
        "meeting": meeting,
        "over": over,
        "join_url": services.link_of(meeting) if meeting.takes_registrations() else "",
        "started": meeting.has_begun(),
        "room": room,
        "chairs": empty_chairs(meeting, room.seated),
        "people_title": "Qui était là"
        if room.present
        else "Qui vient"
        if not over
        else "Qui s’était inscrit",
        "chairs_title": "Chaises restées vides\u00a0:" if over else "Personne encore\u00a0:",
        "agenda": agenda,
        "points": points,
        "written": any(each.text for each in points),
        "decisions": list(decisions_of(meeting)),
        "files": files_of(meeting, manages=rights.manages),
        "writes": rights.proposes,
        "begun": begun,
        "people_kind": "secondary" if begun else "primary",
        "workshops": list(meeting.workshops.all()),  # type: ignore[attr-defined]
        "manages": rights.manages,
    }
    return render(request, "meetings/gathering.html", context)


@allowed(can_manage_meeting)
def edit(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    form = MeetingForm(sent(request), territory=territory, instance=meeting)
    if form.is_bound and accepted(form, services.update_meeting, meeting=meeting):
        return done(request, "La rencontre est à jour.", "gatherings:show", territory.slug, meeting.pk)
    lead = (
        "Si l’heure ou le lieu change, les personnes inscrites qui ont laissé une adresse en sont prévenues."
    )
    return form_page(request, territory, form, "Modifier une rencontre", back="meetings:list", lead=lead)


@allowed(can_manage_meeting)
def cancel(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, services.cancel_meeting, meeting=meeting):
        return done(request, "La rencontre est annulée.", "gatherings:show", territory.slug, meeting.pk)
    lead = (
        f"«\u00a0{meeting}\u00a0» restera dans la liste, barrée. Les personnes inscrites qui ont laissé une adresse "
        "en sont prévenues tout de suite, une seule fois. On ne revient pas en arrière."
    )
    return form_page(
        request,
        territory,
        form,
        "Annuler une rencontre",
        back="meetings:list",
        lead=lead,
        submit="Annuler cette rencontre",
        danger=True,
    )


@allowed(can_manage_meeting)
def registrations(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """Who registered, for those who prepare the room; the link, and what must be ready."""
    address = request.build_absolute_uri(services.link_of(meeting))
    context = {
        "territory": territory,
        "meeting": meeting,
        "over": meeting.is_over(),
        "room": room_of(meeting),
        "address": address,
        "qr": drawn(address),
    }
    return render(request, "meetings/registrations.html", context)


@require_POST
@allowed(can_manage_meeting)
def opening(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """Open the registrations, or close them."""
    opened = not meeting.registration_open
    try:
        services.open_registrations(meeting=meeting, opened=opened)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("gatherings:show", territory.slug, meeting.pk)
    words = "Les inscriptions sont ouvertes." if opened else "Les inscriptions sont fermées."
    return done(request, words, "gatherings:registrations", territory.slug, meeting.pk)


@allowed(can_manage_meeting)
def agenda(request: HttpRequest, territory: Territory, meeting: Meeting) -> HttpResponse:
    """The whole agenda on one page: order, title, minutes, who leads."""
    items = agenda_of(meeting).items
    initial = [
        {
            "item": each.pk,
            "position": rank,
            "title": each.title,
            "minutes": each.minutes,
            "led_by": each.led_by,
        }
        for rank, each in enumerate(items, 1)
    ]
    formset, error = AgendaFormSet(sent(request), initial=initial, prefix="point"), ""
    if request.method == "POST" and formset.is_valid():
        try:
            services.write_agenda(meeting=meeting, lines=lines_in(formset))
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            return done(request, "L’ordre du jour est à jour.", "gatherings:show", territory.slug, meeting.pk)
    context = {"territory": territory, "meeting": meeting, "formset": formset, "error": error}
    return render(request, "meetings/agenda.html", context)
