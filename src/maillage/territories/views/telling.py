"""Tell listed actors, read what they ask; and the card that their link opens, without an account."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed, public
from maillage.core.typography import plural
from maillage.programmes.forms import accepted
from maillage.territories import telling as services
from maillage.territories.forms import CardForm
from maillage.territories.models import Actor, Telling, Territory
from maillage.territories.permissions import can_manage_territory
from maillage.territories.views.pages import done, sent


@allowed(can_manage_territory)
@never_cache
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Who was told, who was not, what they ask; writing to those who have an address."""
    if request.method == "POST":
        count = services.tell_by_mail(territory=territory)
        return done(request, f"{plural(count, 'courriel')} en route.", "territories:telling", territory.slug)
    return render(
        request,
        "territories/telling.html",
        {"territory": territory, "told": services.told_of(territory)},
    )


@allowed(can_manage_territory)
@never_cache
def letters(request: HttpRequest, territory: Territory) -> HttpResponse:
    """A page to print for each actor that no mail can reach; then, noting that they were handed over."""
    if request.method == "POST":
        count = services.note_letters(territory=territory)
        sentence = f"{plural(count, 'acteur prévenu', 'acteurs prévenus')} par lettre."
        return done(request, sentence, "territories:telling", territory.slug)
    pages = [
        services.letter_of(actor, territory) | {"qr": _qr(services.address_of(actor))}
        for actor in services.told_of(territory).by_letter
    ]
    return render(request, "territories/telling_letters.html", {"territory": territory, "pages": pages})


def _qr(address: str) -> str:
    return mark_safe(segno.make(address, error="m", micro=False).svg_inline(border=4, omitsize=True))


@allowed(can_manage_territory)
@require_POST
def decide(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Write a correction on the card, or leave the card as it is."""
    number = request.POST.get("telling", "")
    row = get_object_or_404(
        Telling, actor__territory=territory, pk=number if number.isdecimal() else 0, asked_at__isnull=False
    )
    if request.POST.get("accept") != "1":
        services.set_correction_aside(telling=row)
        return done(request, "La demande est écartée.", "territories:telling", territory.slug)
    try:
        placed = services.accept_correction(telling=row)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = "La carte est corrigée."
        messages.success(
            request, said if placed else f"{said} L’adresse attend\u00a0: rangez-la dans l’annuaire."
        )
    return redirect("territories:telling", territory.slug)


@public
@never_cache
def card(request: HttpRequest, token: str) -> HttpResponse:
    """The card of the actor that a link opens: object, or ask for a correction. Reading it changes nothing."""
    actor = services.actor_of(token)
    if actor is None:
        raise Http404
    form = CardForm(sent(request) if "correct" in request.POST else None, actor=actor)
    if "naming" in request.POST:
        objects = request.POST["naming"] == "no"
        services.set_naming(actor=actor, objects=objects)
        said = (
            "C’est fait\u00a0: votre structure n’est plus nommée."
            if objects
            else "C’est fait\u00a0: votre structure est nommée."
        )
        return done(request, said, "territories:card", token)
    if form.is_bound and accepted(form, services.ask_correction, actor=actor):
        said = "Merci. Le pilote du territoire va lire votre demande."
        return done(request, said, "territories:card", token)
    return render(request, "territories/card.html", _card(actor, form))


def _card(actor: Actor, form: CardForm) -> dict[str, Any]:
    telling = getattr(actor, "telling", None)
    return {
        "actor": actor,
        "territory": actor.territory,
        "programme": actor.territory.programme,
        "form": form,
        "asked": bool(telling and telling.asked_at),
    }
