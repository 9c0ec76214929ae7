"""Inviting and following a wave. Pilots see who can be reached and rates; who has not answered, the facilitator only."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.core.typography import plural
from maillage.programmes.queries import is_facilitator
from maillage.surveys.models import Participation, Sheet, Wave
from maillage.surveys.permissions import can_follow_up, can_manage_wave
from maillage.surveys.queries import board as reading
from maillage.surveys.queries import engagement
from maillage.surveys.services import collecting, inviting, reminding, sheets
from maillage.surveys.views.collect import done
from maillage.territories.models import Person, Territory


def _back(wave: Wave, page: str) -> HttpResponse:
    return redirect(f"surveys:{page}", territory=wave.territory.slug, wave=wave.number)


def _chosen(request: HttpRequest, wave: Wave) -> tuple[Participation, Person]:
    """The actor of this wave and the person of this territory that a form names."""
    actor, _, person = request.POST.get("who", "").partition("-")
    return (
        get_object_or_404(wave.roster.select_related("actor"), pk=actor if actor.isdecimal() else 0),
        get_object_or_404(Person, territory=wave.territory, pk=person if person.isdecimal() else 0),
    )


@allowed(can_manage_wave)
@never_cache
def invitations(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Who can be written to, and who needs a letter; inviting one of them."""
    if request.method == "POST":
        participation, person = _chosen(request, wave)
        done(
            request,
            lambda: inviting.invite_first(participation=participation, person=person),
            f"L’invitation de «\u00a0{participation.actor.name}\u00a0» part.",
        )
        return _back(wave, "invitations")
    listed = reading.addressees_of(wave)
    context = {
        "territory": territory,
        "wave": wave,
        "to_invite": [each for each in listed if each.people and not each.invited],
        "unreached": [each for each in listed if not each.people and not each.invited],
        "invited": [each for each in listed if each.invited],
        "reached": [each for each in listed if each.people and each.invited],
        "follows": is_facilitator(request.user, territory.programme),
    }
    return render(request, "surveys/invitations.html", context)


@allowed(can_manage_wave)
@require_POST
def invite_everybody(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Invite all those who have an address."""
    try:
        count = inviting.invite_everybody(wave=wave)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{plural(count, 'invitation')} en route.")
    return _back(wave, "invitations")


@allowed(can_follow_up)
@require_POST
def renew(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """A new link for an actor, for the same person or for who takes over."""
    participation, person = _chosen(request, wave)
    done(
        request,
        lambda: inviting.renew(participation=participation, person=person),
        "Un nouveau lien part. L’ancien ne fonctionne plus, les réponses commencées sont gardées.",
    )
    return _back(wave, "invitations")


@allowed(can_manage_wave)
@never_cache
def residents(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """The collective link: shown to be printed, or made anew."""
    if request.method == "POST":
        done(
            request,
            lambda: collecting.open_to_residents(wave=wave),
            "Le lien est prêt. Un ancien ne fonctionne plus.",
        )
        return _back(wave, "residents")
    address = reading.residents_address(wave)
    drawn = segno.make(address, error="m", micro=False).svg_inline(border=4, omitsize=True) if address else ""
    context = {"territory": territory, "wave": wave, "address": address, "qr": mark_safe(drawn)}
    return render(request, "surveys/residents.html", context)


@allowed(can_manage_wave)
@never_cache
def board(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """How many answered, how, and what the diagnosis will be able to say."""
    follows = is_facilitator(request.user, territory.programme)
    context = {
        "territory": territory,
        "wave": wave,
        "board": reading.board_of(wave),
        "follows": follows,
        "aside": reading.late_list(wave) if follows else [],
    }
    return render(request, "surveys/board.html", context)


@allowed(can_follow_up)
@never_cache
def reminders(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Who has not answered; one reminder by hand to each group."""
    if request.method == "POST":
        try:
            count = reminding.remind(wave=wave, begun=request.POST.get("begun") == "1")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, f"{plural(count, 'relance')} en route.")
        return _back(wave, "reminders")
    waiting, begun, unwritten = reading.unanswered(wave)
    context = {
        "territory": territory,
        "wave": wave,
        "waiting": waiting,
        "begun": begun,
        "unwritten": unwritten,
        "kinds": engagement.COLUMNS,
        "rates": engagement.rates_of(wave) if waiting or begun or unwritten else [],
    }
    return render(request, "surveys/reminders.html", context)


@allowed(can_follow_up)
@require_POST
def include(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Count a sheet that had been set aside."""
    number = request.POST.get("sheet", "")
    sheet = get_object_or_404(Sheet, wave=wave, pk=number if number.isdecimal() else 0)
    done(request, lambda: sheets.include_sheet(sheet=sheet), "La feuille compte maintenant.")
    return _back(wave, "board")
