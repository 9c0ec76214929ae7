"""Paper, for pilots and facilitators: print letters, a poster and sheets; type sheets back with the keyboard."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.programmes.queries import is_facilitator
from maillage.surveys.kinds._words import FRENCH, LANGUAGES
from maillage.surveys.models import Wave
from maillage.surveys.permissions import can_manage_wave
from maillage.surveys.queries import paper as reading
from maillage.surveys.services import paper as services
from maillage.territories.models import Territory


@allowed(can_manage_wave)
@never_cache
def hub(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """What can be printed of a wave, and what came back."""
    context = {
        "territory": territory,
        "wave": wave,
        "ready": reading.may_be_asked(wave),
        "everybody": len(reading.addressees(wave, everybody=True)),
        "unreached": len(reading.addressees(wave, everybody=False)),
    }
    if context["ready"]:
        context["languages"] = _named(reading.languages_of(wave, wave.questionnaire))
        context["residents_languages"] = _named(reading.languages_of(wave, reading.RESIDENTS_KEY))
    return render(request, "surveys/paper/hub.html", context)


def _named(codes: list[str]) -> list[tuple[str, str]]:
    return [(code, LANGUAGES[code]) for code in codes]


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep, that no cache keeps: a letter holds a code."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"},
    )


def _refused(
    request: HttpRequest, territory: Territory, wave: Wave, refusal: ValidationError
) -> HttpResponse:
    messages.error(request, " ".join(refusal.messages))
    return redirect("surveys:paper", territory=territory.slug, wave=wave.number)


@allowed(can_manage_wave)
@require_POST
def letters(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Make new invitations and print them."""
    try:
        made = services.make_letters(
            wave=wave,
            everybody=request.POST.get("who") == "all",
            again=is_facilitator(request.user, territory.programme),
        )
    except ValidationError as refusal:
        return _refused(request, territory, wave, refusal)
    return pdf(made, f"lettres-{territory.slug}-vague-{wave.number}")


@allowed(can_manage_wave)
@require_POST
def poster(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Make a new collective link and print it."""
    try:
        made = services.make_poster(wave=wave)
    except ValidationError as refusal:
        return _refused(request, territory, wave, refusal)
    return pdf(made, f"affiche-{territory.slug}-vague-{wave.number}")


@allowed(can_manage_wave)
def forms(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    """Sheets to fill with a biro: one for each actor, or as many as asked for residents. Nothing is written."""
    if not reading.may_be_asked(wave):
        raise Http404
    for_residents = request.GET.get("pour") == "habitants"
    name, language = "habitants" if for_residents else "structures", request.GET.get("langue", FRENCH)
    try:
        if for_residents:
            typed = request.GET.get("nombre", "")
            count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
            made = reading.blank_sheets(wave, count=count, language=language)
        else:
            made = reading.actor_sheets(wave, language=language)
    except ValidationError as refusal:
        return _refused(request, territory, wave, refusal)
    return pdf(made, f"feuilles-{name}-{territory.slug}-vague-{wave.number}-{language}")
