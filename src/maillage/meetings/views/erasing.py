"""What those who lead a meeting may erase at once: a name, a version that should not have been written, a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from maillage.core.guards import allowed
from maillage.meetings.models import Meeting, MeetingFile, MinutesRevision, Registration
from maillage.meetings.permissions import can_erase_piece, can_erase_registration, can_erase_revision
from maillage.meetings.services.minutes import erase_version, remove_file
from maillage.meetings.services.registrations import erase_registration
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.territories.models import Territory
from maillage.territories.views.pages import done, form_page, sent


def _confirmed(
    request: HttpRequest,
    territory: Territory,
    title: str,
    lead: str,
    service: Callable[..., Any],
    **what: Any,
) -> HttpResponse | None:
    """The page that asks to be sure; None once it is done."""
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, service, **what):
        return None
    return form_page(
        request, territory, form, title, back="meetings:list", lead=lead, submit="Effacer", danger=True
    )


@allowed(can_erase_registration)
def registration(
    request: HttpRequest, territory: Territory, meeting: Meeting, registration: Registration
) -> HttpResponse:
    lead = (
        f"«\u00a0{registration}\u00a0»\u00a0: le nom, l’adresse et les besoins sont effacés tout de suite, "
        "avec les courriels. Si la rencontre est à venir, la place va à qui l’attend."
    )
    page = _confirmed(
        request, territory, "Effacer un nom", lead, erase_registration, registration=registration
    )
    return page or done(request, "Le nom est effacé.", "gatherings:registrations", territory.slug, meeting.pk)


@allowed(can_erase_revision)
def version(
    request: HttpRequest, territory: Territory, meeting: Meeting, revision: MinutesRevision
) -> HttpResponse:
    lead = (
        f"Version {revision.number} de «\u00a0{revision.item}\u00a0»\u00a0: son texte disparaît pour toujours. "
        "À faire quand elle reconnaît quelqu’un\u202f; pour corriger, écrivez plutôt une nouvelle version."
    )
    page = _confirmed(request, territory, "Effacer une version", lead, erase_version, revision=revision)
    to = ("gatherings:versions", territory.slug, meeting.pk, revision.item_id)
    return page or done(request, "Le texte de cette version est effacé.", *to)


@allowed(can_erase_piece)
def piece(request: HttpRequest, territory: Territory, meeting: Meeting, piece: MeetingFile) -> HttpResponse:
    lead = f"«\u00a0{piece}\u00a0» ne sera plus avec la rencontre, ni sur le disque."
    page = _confirmed(request, territory, "Retirer un fichier", lead, remove_file, piece=piece)
    return page or done(request, "Le fichier est retiré.", "gatherings:show", territory.slug, meeting.pk)
