"""The directory of people, and what they speak for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed
from maillage.core.typography import by_name
from maillage.programmes.forms import ConfirmForm, EndForm, accepted
from maillage.territories import queries, services
from maillage.territories.forms import AddPersonForm, AffiliationForm, PersonForm
from maillage.territories.models import Affiliation, Person, Territory
from maillage.territories.permissions import (
    can_manage_affiliation,
    can_manage_person,
    can_manage_territory,
    can_see_people,
    can_see_person,
)
from maillage.territories.views.pages import done, form_page, page_of, query_without_page, sent


@allowed(can_see_people)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    context = {
        "territory": territory,
        "rights": queries.rights_of(request.user, territory),
        "overview": queries.overview_of(territory),
        "page": page_of(request, by_name(queries.people_of(territory))),
        "query": query_without_page(request),
    }
    return render(request, "territories/people.html", context)


@allowed(can_see_person)
def show(request: HttpRequest, territory: Territory, person: Person) -> HttpResponse:
    context = {
        "territory": territory,
        "person": person,
        "rights": queries.rights_of(request.user, territory),
        "affiliations": person.affiliations.select_related("actor"),  # type: ignore[attr-defined]
    }
    return render(request, "territories/person.html", context)


@allowed(can_manage_territory)
def add(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = AddPersonForm(sent(request), territory=territory)
    if form.is_bound and accepted(form, services.add_person, territory=territory):
        return done(request, "La personne est dans l’annuaire.", "territories:people", territory.slug)
    return form_page(
        request, territory, form, "Ajouter une personne", back="territories:people", submit="Ajouter"
    )


@allowed(can_manage_person)
def edit(request: HttpRequest, territory: Territory, person: Person) -> HttpResponse:
    form = PersonForm(sent(request), instance=person)
    if form.is_bound and accepted(form, services.update_person, person=person):
        return done(request, "L’annuaire est à jour.", "territories:person", territory.slug, person.pk)
    return form_page(request, territory, form, "Modifier une personne", back="territories:people")


@allowed(can_manage_person)
def remove(request: HttpRequest, territory: Territory, person: Person) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, services.remove_person, person=person):
        return done(request, "La personne est retirée de l’annuaire.", "territories:people", territory.slug)
    lead = f"{person.name} et ses rattachements sont effacés de l’annuaire, sans retour possible."
    return form_page(
        request,
        territory,
        form,
        "Retirer une personne",
        back="territories:people",
        lead=lead,
        submit="Retirer",
        danger=True,
    )


@allowed(can_manage_person)
def affiliate(request: HttpRequest, territory: Territory, person: Person) -> HttpResponse:
    form = AffiliationForm(sent(request), territory=territory, instance=Affiliation(person=person))
    if form.is_bound and accepted(form, services.affiliate, person=person):
        return done(request, "Le rattachement est noté.", "territories:person", territory.slug, person.pk)
    lead = f"Au nom de quel acteur {person.name} participe, et dans quelle fonction\u202f?"
    return form_page(
        request,
        territory,
        form,
        "Rattacher à un acteur",
        back="territories:people",
        lead=lead,
        submit="Rattacher",
    )


@allowed(can_manage_affiliation)
def end_affiliation(request: HttpRequest, territory: Territory, affiliation: Affiliation) -> HttpResponse:
    form = EndForm(sent(request))
    if form.is_bound and accepted(form, services.end_affiliation, affiliation=affiliation):
        return done(
            request,
            "La fin du rattachement est notée.",
            "territories:person",
            territory.slug,
            affiliation.person_id,
        )
    lead = f"{affiliation} se termine après ce jour."
    return form_page(
        request, territory, form, "Terminer un rattachement", back="territories:people", lead=lead
    )
