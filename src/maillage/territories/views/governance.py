"""Dated roles and bodies: who carries the work locally, and where it is discussed."""

from __future__ import annotations

from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed
from maillage.core.typography import by_name
from maillage.programmes.forms import AppointForm, ConfirmForm, EndForm, accepted
from maillage.programmes.queries import in_force
from maillage.territories import bodies as bodies_services
from maillage.territories import queries, services
from maillage.territories.forms import BodyForm, MembershipForm
from maillage.territories.models import Body, Membership, Role, RoleKind, Territory
from maillage.territories.permissions import (
    can_manage_body,
    can_manage_membership,
    can_manage_role,
    can_manage_territory,
    can_see_body,
    can_see_territory,
)
from maillage.territories.views.pages import done, form_page, sent


@allowed(can_manage_territory)
def roles(request: HttpRequest, territory: Territory) -> HttpResponse:
    every = list(queries.roles_of(territory))
    now = set(queries.roles_of(territory).filter(in_force()).values_list("pk", flat=True))
    context = {
        "territory": territory,
        "current": [role for role in every if role.pk in now],
        "others": [role for role in every if role.pk not in now],
        "handovers": list(queries.handovers_of(territory)),
    }
    return render(request, "territories/roles.html", context)


@allowed(can_manage_territory)
def appoint(request: HttpRequest, territory: Territory) -> HttpResponse:
    holders = queries.roles_of(territory).filter(in_force())
    form = AppointForm(sent(request), kinds=RoleKind.choices, holders=holders)
    if form.is_bound and accepted(form, services.appoint, territory=territory):
        return done(request, "Le rôle est donné.", "territories:roles", territory.slug)
    lead = "Un rôle est daté et peut être porté par plusieurs personnes. Pour une passation, choisissez qui est remplacé."
    return form_page(
        request,
        territory,
        form,
        "Donner un rôle",
        back="territories:roles",
        lead=lead,
        submit="Donner ce rôle",
    )


@allowed(can_manage_role)
def end_role(request: HttpRequest, territory: Territory, role: Role) -> HttpResponse:
    form = EndForm(sent(request))
    if form.is_bound and accepted(form, services.end_role, role=role):
        return done(request, "La fin du rôle est notée.", "territories:roles", territory.slug)
    lead = f"{role.user} garde le rôle «\u00a0{role.get_kind_display()}\u00a0» jusqu’à ce jour compris."
    return form_page(request, territory, form, "Terminer un rôle", back="territories:roles", lead=lead)


@allowed(can_see_territory)
def bodies(request: HttpRequest, territory: Territory) -> HttpResponse:
    context = {
        "territory": territory,
        "bodies": by_name(queries.bodies_of(territory)),
        "rights": queries.rights_of(request.user, territory),
    }
    return render(request, "territories/bodies.html", context)


@allowed(can_see_body)
def body(request: HttpRequest, territory: Territory, body: Body) -> HttpResponse:
    rights = queries.rights_of(request.user, territory)
    shown = attrgetter("actor.name" if rights.manages else "actor.public_name")
    every = by_name(queries.memberships_of(body), said=shown)
    context = {
        "territory": territory,
        "body": body,
        "members": [each for each in every if each.sits],
        "former": [each for each in every if not each.sits],
        "rights": rights,
    }
    return render(request, "territories/body.html", context)


@allowed(can_manage_membership)
def date_membership(request: HttpRequest, territory: Territory, membership: Membership) -> HttpResponse:
    form = MembershipForm(sent(request), instance=membership)
    if form.is_bound and accepted(form, bodies_services.date_membership, membership=membership):
        return done(request, "Les dates sont notées.", "territories:body", territory.slug, membership.body_id)
    lead = f"{membership.actor.name}, dans «\u00a0{membership.body.name}\u00a0»."
    return form_page(request, territory, form, "Dates d’un siège", back="territories:bodies", lead=lead)


@allowed(can_manage_territory)
def add_body(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = BodyForm(sent(request), territory=territory)
    if form.is_bound and accepted(form, bodies_services.create_body, territory=territory):
        return done(request, "L’instance est créée.", "territories:bodies", territory.slug)
    lead = "Comité, groupe de travail, réunion régulière\u00a0: la forme est libre."
    return form_page(
        request, territory, form, "Créer une instance", back="territories:bodies", lead=lead, submit="Créer"
    )


@allowed(can_manage_body)
def edit_body(request: HttpRequest, territory: Territory, body: Body) -> HttpResponse:
    form = BodyForm(sent(request), territory=territory, instance=body)
    if form.is_bound and accepted(form, bodies_services.update_body, body=body):
        return done(request, "L’instance est à jour.", "territories:body", territory.slug, body.pk)
    return form_page(request, territory, form, "Modifier une instance", back="territories:bodies")


@allowed(can_manage_body)
def remove_body(request: HttpRequest, territory: Territory, body: Body) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, bodies_services.remove_body, body=body):
        return done(request, "L’instance est retirée.", "territories:bodies", territory.slug)
    lead = f"«\u00a0{body.name}\u00a0» ne paraîtra plus. Les acteurs membres restent dans la liste."
    return form_page(
        request,
        territory,
        form,
        "Retirer une instance",
        back="territories:bodies",
        lead=lead,
        submit="Retirer",
        danger=True,
    )
