"""The conversation of a wave: which statements are voted on, how many voted, what waits to be read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed
from maillage.programmes.forms import accepted
from maillage.statements.queries import conversations_of, waiting_in
from maillage.surveys.forms import ConversationForm
from maillage.surveys.models import Wave
from maillage.surveys.permissions import can_manage_wave
from maillage.surveys.queries import votes
from maillage.surveys.services.collecting import link_conversation
from maillage.territories.models import Territory
from maillage.territories.views.pages import done, sent


@allowed(can_manage_wave)
def voices(request: HttpRequest, territory: Territory, wave: Wave) -> HttpResponse:
    form = ConversationForm(sent(request), wave=wave)
    if form.is_bound and accepted(form, link_conversation, wave=wave):
        return done(
            request, "Les énoncés de la vague sont à jour.", "surveys:voices", territory.slug, wave.number
        )
    linked = wave.conversation
    context = {
        "territory": territory,
        "wave": wave,
        "form": form,
        "conversation": linked,
        "waiting": waiting_in(linked) if linked else 0,
        "count": len(votes.statements_of(wave.pk)),
        "voters": votes.told_voters(wave) if linked else "",
        "has_any": conversations_of(territory).exists(),
    }
    return render(request, "surveys/voices.html", context)
