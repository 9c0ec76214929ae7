"""Collecting: choose what is asked, check, open, close."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.core.typography import plural
from maillage.surveys.forms import ClosingForm, PrepareForm
from maillage.surveys.models import Wave
from maillage.surveys.permissions import can_manage_wave
from maillage.surveys.queries import preparing
from maillage.surveys.services import collecting as services
from maillage.surveys.vignettes import vignettes
from maillage.territories.models import Territory


def done(request: HttpRequest, act: Callable[[], Any], said: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return False
    messages.success(request, said)
    return True


def _back(wave: Wave, page: str = "collect") -> HttpResponse:
    return redirect(f"surveys:{page}", territory=wave.territory.slug, wave=wave.number)


@allowed(can_manage_wave)
def collect(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """The preparation of a wave, its checklist, its opening and its closing."""
    if request.method == "POST":
        return _prepare(request, wave)
    form = PrepareForm(wave=wave)
    return _page(request, wave, form)


def _prepare(request: HttpRequest, wave: Wave) -> HttpResponse:
    form = PrepareForm(request.POST, wave=wave)
    if form.is_valid() and done(
        request, lambda: services.prepare_wave(wave=wave, **form.cleaned_data), "C’est noté."
    ):
        return _back(wave)
    return _page(request, wave, form)


def _page(request: HttpRequest, wave: Wave, form: PrepareForm) -> HttpResponse:
    steps = services.checklist(wave)
    context = {
        "territory": wave.territory,
        "wave": wave,
        "form": form,
        "closing": ClosingForm(initial={"closes_at": wave.closes_at}),
        "steps": steps,
        "ready": all(step.is_done for step in steps),
        "meters": preparing.meters_of(wave),
        "stories": vignettes().values(),
    }
    return render(request, "surveys/collect.html", context)


@allowed(can_manage_wave)
@require_POST
def open_(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Open the wave; then one invites."""
    opened = done(
        request,
        lambda: services.open_wave(wave=wave),
        "La vague est ouverte. Invitez maintenant les acteurs.",
    )
    return _back(wave, "show" if opened else "collect")


@allowed(can_manage_wave)
@require_POST
def close(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Close now."""
    done(
        request,
        lambda: services.close_wave(wave=wave),
        "La vague est close. Les feuilles commencées peuvent être envoyées pendant 24\u00a0heures.",
    )
    return _back(wave)


@allowed(can_manage_wave)
@require_POST
def move_closing(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Leave more time, or less."""
    form = ClosingForm(request.POST)
    if form.is_valid():
        done(
            request,
            lambda: services.move_closing(wave=wave, **form.cleaned_data),
            "La fermeture est déplacée.",
        )
    else:
        messages.error(request, "Donnez un jour et une heure.")
    return _back(wave)


@allowed(can_manage_wave)
@require_POST
def remove_pending(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Leave out of the wave the actors that nobody validated."""
    try:
        count = services.remove_pending(wave=wave)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{plural(count, 'acteur')} de moins dans la liste.")
    return _back(wave)
