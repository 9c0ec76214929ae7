"""Pages of a programme: a view reads, calls one service, renders."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.core.guards import allowed, signed_in
from maillage.core.typography import by_name
from maillage.programmes import queries, services
from maillage.programmes.forms import (
    AppointForm,
    ConfirmForm,
    EndForm,
    PartnerForm,
    PhaseForm,
    ProgrammeForm,
    accepted,
)
from maillage.programmes.held_texts.queries import waiting
from maillage.programmes.models import Partner, Phase, Programme, ProgrammeRole, ProgrammeRoleKind
from maillage.programmes.permissions import (
    can_manage_partner,
    can_manage_phase,
    can_manage_programme,
    can_manage_programme_role,
    can_see_programme,
)


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/index.html", {"programmes": queries.visible_to(request.user)})


@allowed(can_see_programme)
def show(request: HttpRequest, programme: Programme) -> HttpResponse:
    territories = by_name(queries.territories_of(programme, request.user))
    roles = queries.roles_of(programme)
    calendar = queries.calendar_of(programme)
    context = {
        "programme": programme,
        "territories": territories,
        "places": queries.Places(total=programme.places, taken=len(territories)),
        "partners": programme.partners.all(),  # type: ignore[attr-defined]
        "calendar": calendar,
        "current": next((step for step in calendar if step.is_current), None),
        "roles": roles.filter(queries.in_force()),
        "manages": queries.is_facilitator(request.user, programme),
        "held_texts": waiting(programme).count(),
    }
    return render(request, "programmes/show.html", context)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form(
    request: HttpRequest,
    programme: Programme,
    form: BaseForm,
    service: partial[Any],
    title: str,
    said: str,
    **more: Any,
) -> HttpResponse:
    """The page of a form; once the service accepts what was sent, back to the programme, where it shows."""
    if form.is_bound and accepted(form, service):
        messages.success(request, said)
        return redirect("programmes:show", programme.slug)
    usual = {"lead": "", "submit": "Enregistrer", "danger": False}
    context = usual | {"programme": programme, "form": form, "title": title} | more
    return render(request, "programmes/form.html", context)


@allowed(can_manage_programme)
def edit(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ProgrammeForm(_data(request), instance=programme)
    service = partial(services.update_programme, programme=programme)
    return _form(request, programme, form, service, "Modifier le programme", "Le programme est à jour.")


@allowed(can_manage_programme)
def add_phase(request: HttpRequest, programme: Programme) -> HttpResponse:
    service = partial(services.add_phase, programme=programme)
    words = ("Ajouter une étape", "L’étape est ajoutée.")
    return _form(request, programme, PhaseForm(_data(request)), service, *words, submit="Ajouter l’étape")


@allowed(can_manage_phase)
def edit_phase(request: HttpRequest, programme: Programme, phase: Phase) -> HttpResponse:
    form = PhaseForm(_data(request), instance=phase)
    service = partial(services.update_phase, phase=phase)
    return _form(request, programme, form, service, "Modifier une étape", "L’étape est à jour.")


@allowed(can_manage_phase)
def remove_phase(request: HttpRequest, programme: Programme, phase: Phase) -> HttpResponse:
    service = partial(services.remove_phase, phase=phase)
    words = ("Retirer une étape", "L’étape est retirée.")
    lead = f"«\u00a0{phase.label}\u00a0» ne paraîtra plus dans le calendrier. Rien d’autre ne change."
    more: dict[str, Any] = {"lead": lead, "submit": "Retirer l’étape", "danger": True}
    return _form(request, programme, ConfirmForm(_data(request)), service, *words, **more)


@allowed(can_manage_programme)
def add_partner(request: HttpRequest, programme: Programme) -> HttpResponse:
    service = partial(services.add_partner, programme=programme)
    words = ("Ajouter un partenaire", "Le partenaire est ajouté.")
    return _form(
        request, programme, PartnerForm(_data(request)), service, *words, submit="Ajouter le partenaire"
    )


@allowed(can_manage_partner)
def edit_partner(request: HttpRequest, programme: Programme, partner: Partner) -> HttpResponse:
    form = PartnerForm(_data(request), instance=partner)
    service = partial(services.update_partner, partner=partner)
    return _form(request, programme, form, service, "Modifier un partenaire", "Le partenaire est à jour.")


@allowed(can_manage_partner)
def remove_partner(request: HttpRequest, programme: Programme, partner: Partner) -> HttpResponse:
    service = partial(services.remove_partner, partner=partner)
    words = ("Retirer un partenaire", "Le partenaire est retiré.")
    lead = f"«\u00a0{partner.name}\u00a0» ne paraîtra plus dans la liste des partenaires."
    more: dict[str, Any] = {"lead": lead, "submit": "Retirer le partenaire", "danger": True}
    return _form(request, programme, ConfirmForm(_data(request)), service, *words, **more)


@allowed(can_manage_programme)
def appoint(request: HttpRequest, programme: Programme) -> HttpResponse:
    holders = queries.roles_of(programme).filter(queries.in_force())
    form = AppointForm(_data(request), kinds=ProgrammeRoleKind.choices, holders=holders)
    service = partial(services.appoint, programme=programme)
    words = ("Donner un rôle dans le programme", "Le rôle est donné.")
    return _form(request, programme, form, service, *words, submit="Donner ce rôle")


@allowed(can_manage_programme_role)
def end_role(request: HttpRequest, programme: Programme, role: ProgrammeRole) -> HttpResponse:
    service = partial(services.end_role, role=role)
    words = (f"Terminer le rôle «\u00a0{role.get_kind_display()}\u00a0»", "La fin du rôle est notée.")
    lead = f"{role.user} garde ce rôle jusqu’au dernier jour compris\u202f; l’historique reste."
    return _form(request, programme, EndForm(_data(request)), service, *words, lead=lead)
