"""The Club of a programme: its sheets, begin one, write it, read it as a peer, publish it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from maillage.club import queries, services
from maillage.club.content import PARTS, SHORT, missing_in, told
from maillage.club.forms import AuthorForm, PeerForm, PlaceForm, PublishForm, SheetForm, WhyForm
from maillage.club.models import Practice, PracticeState
from maillage.club.permissions import (
    can_publish_practice,
    can_read_as_peer,
    can_see_club,
    can_see_practice,
    can_write_practice,
)
from maillage.core.guards import allowed
from maillage.programmes.forms import accepted
from maillage.programmes.models import Programme
from maillage.programmes.queries import is_facilitator
from maillage.territories.models import Territory
from maillage.territories.views.pages import sent

GROUPS = (
    (PracticeState.PROPOSED, "À lire"),
    (PracticeState.DRAFT, "En cours d’écriture"),
    (PracticeState.PUBLISHED, "Publiées"),
    (PracticeState.WITHDRAWN, "Retirées"),
)


@allowed(can_see_club)
def index(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What waits for a reader first, then what one writes, then what is public."""
    rows = list(queries.practices_of(programme, request.user))
    groups = [(title, [each for each in rows if each.state == state]) for state, title in GROUPS]
    context = {"programme": programme, "groups": [(title, found) for title, found in groups if found]}
    return render(request, "club/list.html", context)


@allowed(can_see_club)
def start(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The ten-minute form."""
    place = PlaceForm(sent(request), territories=queries.own_territories(request.user, programme))
    form = SheetForm(sent(request), fields=SHORT)
    if form.is_bound and place.is_valid() and _holds(form, place.cleaned_data["territory"]):
        made = services.start_practice(
            programme=programme,
            territory=place.cleaned_data["territory"],
            user=request.user,
            content=form.content(),
            key=_key(request),
        )
        return _kept(request, programme, made.revision.practice)
    context = {"programme": programme, "form": form, "place": place, "title": "Proposer une pratique"}
    context["lead"] = (
        "Dix minutes suffisent pour commencer. Ce qui est écrit est gardé, et se complète ensuite."
    )
    return _page(request, context)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    usual = {"key": _key(request), "submit": "Garder", "lead": ""}
    return render(request, "club/form.html", usual | context)


def _holds(form: SheetForm, territory: Territory) -> bool:
    """Whether nothing of a first form is refused; what is, is said beside its box, where its text still is."""
    if form.is_valid():
        for key, why in services.refused_in(form.content(), territory).items():
            form.add_error(key, why)
    return not form.errors


def _kept(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    messages.success(request, "C’est gardé.")
    return redirect("club:show", programme.slug, practice.pk)


@allowed(can_see_practice)
def show(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    """A sheet as it is written now, and where it stands."""
    revision, user = queries.latest_of(practice), request.user
    readings = list(queries.readings_of(practice))
    facilitates = is_facilitator(user, programme)
    context = {
        "programme": programme,
        "practice": practice,
        "revision": revision,
        "content": revision.content if revision else {},
        "parts": told(revision.content) if revision else [],
        "missing": missing_in(revision.content) if revision else [],
        "authors": list(practice.authors.select_related("user")),  # type: ignore[attr-defined]
        "readings": readings,
        "is_read": any(each.revision_id == revision.pk for each in readings) if revision else False,
        "is_newer": bool(practice.published_id and revision and practice.published_id != revision.pk),
        "writes": practice.is_mine or facilitates,  # type: ignore[attr-defined]
        "facilitates": facilitates,
        "reads": practice.state != PracticeState.DRAFT
        and queries.may_read_as_peer(user, practice) is not None,
        "parts_to_write": list(enumerate(PARTS, 1)),
    }
    return render(request, "club/show.html", context)


@allowed(can_write_practice)
def edit(request: HttpRequest, programme: Programme, practice: Practice, part: int) -> HttpResponse:
    """One part of a sheet at a time, so that a page is short on a phone."""
    chosen = PARTS[min(max(part, 1), len(PARTS)) - 1]
    revision = queries.latest_of(practice)
    assert revision is not None, "a sheet is begun with its first version"
    form = SheetForm(sent(request), initial=revision.content, fields=chosen.fields)
    seen, key = request.POST.get("seen", str(revision.number)), _key(request)
    if form.is_bound and form.is_valid():
        try:
            made = services.write_practice(
                practice=practice,
                content=form.content(),
                seen=int(seen) if seen.isdecimal() else 0,
                key=key,
                user=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            seen = str(revision.number)  # sent again, it is sent knowingly
        else:
            if not made.refused:
                return _kept(request, programme, practice)
            for name, why in made.refused.items():
                form.add_error(name, why)
            seen, key = str(made.revision.number), uuid.uuid4()
            messages.warning(request, "Le reste est gardé.")
    context = {
        "programme": programme,
        "practice": practice,
        "form": form,
        "title": chosen.title,
        "seen": seen,
        "key": key,
    }
    return _page(request, context)


@require_POST
@allowed(can_write_practice)
def propose(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    """Ask for a peer's reading."""
    return _done(
        request, programme, practice, services.propose_practice, "La fiche attend sa lecture par un pair."
    )


@require_POST
@allowed(can_write_practice)
def confirm(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    """It is still true."""
    return _done(
        request, programme, practice, services.confirm_practice, "C’est noté\u00a0: la fiche est à jour."
    )


@require_POST
@allowed(can_publish_practice)
def restore(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    """Put a sheet back to work."""
    return _done(
        request, programme, practice, services.restore_practice, "La fiche est à nouveau un brouillon."
    )


def _done(
    request: HttpRequest, programme: Programme, practice: Practice, service: Any, words: str
) -> HttpResponse:
    try:
        service(practice=practice)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words)
    return redirect("club:show", programme.slug, practice.pk)


@allowed(can_read_as_peer)
def read(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    """A peer's reading, of the version that is on the page."""
    revision, form = queries.latest_of(practice), PeerForm(sent(request))
    number = request.POST.get("seen", "") or str(revision.number if revision else 0)
    seen = int(number) if number.isdecimal() else 0
    service, user = services.read_as_peer, request.user
    if form.is_bound and accepted(form, service, practice=practice, user=user, seen=seen):
        messages.success(request, "Merci. Vos mots sont sur la page de la fiche.")
        return redirect("club:show", programme.slug, practice.pk)
    context = {
        "programme": programme,
        "practice": practice,
        "form": form,
        "title": "Lire une fiche",
        "seen": revision.number if revision else 0,
        "submit": "Dire ce que j’en pense",
        "lead": "Vous lisez pour aider. Commencez par ce qui vous donne envie.",
        "content": revision.content if revision else {},
        "parts": told(revision.content) if revision else [],
    }
    return _page(request, context)


def _decided(
    request: HttpRequest,
    programme: Programme,
    practice: Practice,
    form: Any,
    service: Any,
    words: str,
    **more: Any,
) -> HttpResponse:
    if form.is_bound and accepted(form, service, practice=practice):
        messages.success(request, words)
        return redirect("club:show", programme.slug, practice.pk)
    return _page(request, {"programme": programme, "practice": practice, "form": form} | more)


@allowed(can_publish_practice)
def publish(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    form = PublishForm(sent(request), initial={"depth": practice.depth})
    lead = "Tout le monde lira la version d’aujourd’hui, sans compte."
    more = {"title": "Publier la fiche", "lead": lead, "submit": "Publier"}
    return _decided(
        request, programme, practice, form, services.publish_practice, "La fiche est publique.", **more
    )


@allowed(can_publish_practice)
def inspire(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    label = "Pourquoi cette pratique inspire"
    form = WhyForm(sent(request), initial={"why": practice.inspiring_why}, label=label, required=False)
    lead = "Vos raisons se lisent sur la fiche. Laissez vide pour les retirer."
    more = {"title": "Dire qu’elle inspire", "lead": lead}
    return _decided(request, programme, practice, form, services.inspire, "C’est dit.", **more)


@allowed(can_publish_practice)
def withdraw(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    form = WhyForm(sent(request), label="Pourquoi elle est retirée")
    lead = "Le public lira vos raisons à la place de la fiche. Rien de ce qui a été écrit n’est perdu."
    more = {"title": "Retirer la fiche", "lead": lead, "submit": "Retirer", "danger": True}
    return _decided(
        request, programme, practice, form, services.withdraw_practice, "La fiche est retirée.", **more
    )


@allowed(can_write_practice)
def authors(request: HttpRequest, programme: Programme, practice: Practice) -> HttpResponse:
    lead = "Une fiche s’écrit bien à plusieurs."
    more = {"title": "Écrire avec quelqu’un", "lead": lead, "submit": "Ajouter"}
    form = AuthorForm(sent(request))
    return _decided(request, programme, practice, form, services.add_author, "Vous écrivez ensemble.", **more)
