"""Pages where facilitators read a held text and decide. For anybody else they do not exist."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from maillage.core.guards import allowed
from maillage.programmes.forms import accepted
from maillage.programmes.held_texts import queries, services
from maillage.programmes.held_texts.forms import DecisionForm
from maillage.programmes.models import HeldText, Programme
from maillage.programmes.permissions import can_decide_on_text, can_manage_programme


@allowed(can_manage_programme)
@never_cache
def index(request: HttpRequest, programme: Programme) -> HttpResponse:
    texts = list(queries.texts_of(programme))
    waiting = [held for held in texts if held.waits]
    context = {"programme": programme, "waiting": waiting, "decided": [t for t in texts if not t.waits][::-1]}
    return render(request, "programmes/held_texts/index.html", context)


@allowed(can_decide_on_text)
@never_cache
def show(request: HttpRequest, programme: Programme, held: HeldText) -> HttpResponse:
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and accepted(form, services.decide, held=held, user=request.user):
        messages.success(request, "La décision est notée.")
        return redirect("programmes:held_texts", programme.slug)
    context = {
        "programme": programme,
        "held": held,
        "text": services.read_text(held=held),
        "reasons": queries.reasons(held),
        "form": form,
    }
    return render(request, "programmes/held_texts/show.html", context)
