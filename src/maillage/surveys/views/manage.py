"""The waves of a territory: list, creation, page, import and export of their ties."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from maillage.core.guards import allowed
from maillage.core.typography import plural
from maillage.surveys import exports, imports, queries, services
from maillage.surveys.forms import TiesForm, WaveForm
from maillage.surveys.kinds.cooperation import LEVELS
from maillage.surveys.models import Wave
from maillage.surveys.permissions import (
    can_export_ties,
    can_manage_wave,
    can_manage_waves,
    can_see_wave,
    can_see_waves,
    may_export_ties,
)
from maillage.surveys.queries.preparing import next_of
from maillage.territories.exports import TYPES, download
from maillage.territories.imports import erase_upload, keep_upload, open_upload
from maillage.territories.models import Territory
from maillage.territories.queries import is_manager
from maillage.territories.tables import TableError

SHOWN = 200
FIRST = 5


@allowed(can_see_waves)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Every wave, the latest first."""
    context = {
        "territory": territory,
        "waves": queries.waves_of(territory),
        "can_manage": is_manager(request.user, territory),
    }
    return render(request, "surveys/list.html", context)


@allowed(can_manage_waves)
def create(request: HttpRequest, territory: Territory) -> HttpResponse:
    """A new wave and whom it is asked of."""
    form = WaveForm(request.POST or None, territory=territory)
    if request.method == "POST" and form.is_valid():
        wave = services.create_wave(territory=territory, **form.cleaned_data)
        messages.success(
            request, "La vague est créée. Choisissez ce qu’elle demande, ou importez des réponses."
        )
        return redirect("surveys:show", territory=territory.slug, wave=wave.number)
    return render(request, "surveys/create.html", {"territory": territory, "form": form})


@allowed(can_see_wave)
def show(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """One wave: whom it was asked of, and the share of answers by sector. Never who answered."""
    total, shares = queries.participation_of(wave)
    manages = is_manager(request.user, territory)
    follows = next_of(wave, answered=total.answered) if manages else None
    context = {
        "next": follows,
        "next_url": _address(follows.page, wave) if follows else "",
        "territory": territory,
        "wave": wave,
        "total": total,
        "shares": shares,
        "roster": queries.names_of(wave),
        "can_manage": manages,
        "can_export": manages and may_export_ties(request.user, wave, territory),
    }
    return render(request, "surveys/show.html", context)


def _address(page: str, wave: Wave) -> str:
    """The address of a page of the wave, or of the territory for the diagnosis."""
    number = {"wave": wave.number} if page.startswith("surveys:") else {}
    return reverse(page, kwargs={"territory": wave.territory.slug, **number})


@allowed(can_manage_wave)
def import_ties(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Choose a file of ties and how to read it; a wave that people answer here takes none, and says so."""
    form = TiesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and wave.opened_at is None and form.is_valid():
        options = dict(form.cleaned_data)
        content = options.pop("file")
        try:
            imports.preview_ties(content, wave=wave, options=imports.Options(**options))
        except TableError as refusal:
            form.add_error("file", str(refusal))
        else:
            held = {"wave": wave.pk, "options": options}
            token = keep_upload(content, user=request.user, territory=territory, options=held)
            return redirect("surveys:import_confirm", territory=territory.slug, wave=wave.number, token=token)
    return render(request, "surveys/import.html", {"territory": territory, "wave": wave, "form": form})


@allowed(can_manage_wave)
def confirm_ties(request: HttpRequest, territory: Territory, wave: Wave, token: str) -> HttpResponse:
    """What the file would put in the wave, then do it: all of it, or nothing."""
    held = open_upload(token, user=request.user, territory=territory)
    if held is None or held[1].get("wave") != wave.pk:
        messages.error(request, "Ce fichier n’est plus gardé\u202f: envoyez-le de nouveau.")
        return redirect("surveys:import", territory=territory.slug, wave=wave.number)
    content, options = held[0], held[1]["options"]
    if request.method == "POST":
        try:
            count = imports.import_ties(wave=wave, content=content, options=options)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            erase_upload(token)
            messages.success(request, f"La vague compte maintenant {plural(count, 'lien')}.")
            return redirect("surveys:show", territory=territory.slug, wave=wave.number)
    ties = imports.preview_ties(content, wave=wave, options=imports.Options(**options))
    context = {
        "territory": territory,
        "wave": wave,
        "ties": ties,
        "rejected": ties.rejected[:SHOWN],
        "more": max(0, len(ties.rejected) - SHOWN),
        "new": ties.new[:SHOWN],
        "first": [(s.name, t.name, LEVELS[level]) for s, t, level in ties.listed[:FIRST]],
    }
    return render(request, "surveys/import_confirm.html", context)


@allowed(can_export_ties)
def export_ties(request: HttpRequest, territory: Territory, wave: Wave, extension: str) -> HttpResponse:
    """The ties of the wave as a file."""
    if extension not in TYPES:
        raise Http404
    content = exports.wave_ties(wave, extension)
    return download(content, name=f"liens-{territory.slug}-vague-{wave.number}", extension=extension)
