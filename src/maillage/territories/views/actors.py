"""Actors: list, proposal, validation, correction, archive, merge of duplicates."""

from __future__ import annotations

from operator import attrgetter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.core.guards import allowed
from maillage.core.typography import by_name, plural
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.territories import queries, services
from maillage.territories.codes import ACTOR_TYPES
from maillage.territories.duplicates import likely_duplicates
from maillage.territories.forms import ActorForm, DirectoryForm, MergeForm, ProposeForm, SelectionForm
from maillage.territories.models import Actor, Territory
from maillage.territories.permissions import (
    can_manage_actor,
    can_manage_territory,
    can_propose_actor,
    can_see_actor,
    can_see_territory,
)
from maillage.territories.views.pages import done, form_page, page_of, query_without_page, sent

COLUMNS = (("nom", "Nom"), ("secteur", "Secteur"), ("etat", "État"))


def _headers(request: HttpRequest, sort: str, *, descending: bool) -> list[dict[str, str]]:
    """Sortable headers: each is a link that keeps the filters."""
    found = []
    for key, label in COLUMNS:
        query = request.GET.copy()
        query.pop("page", None)
        query["tri"] = key
        query["sens"] = "desc" if key == sort and not descending else "asc"
        order = ("descending" if descending else "ascending") if key == sort else "none"
        found.append({"label": label, "href": f"?{query.urlencode()}", "order": order})
    return found


@allowed(can_see_territory)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    rights = queries.rights_of(request.user, territory)
    form = DirectoryForm(request.GET)
    form.is_valid()  # an unknown filter is no filter
    said = form.cleaned_data
    sort = request.GET.get("tri", "nom")
    descending = request.GET.get("sens") == "desc"
    actors = queries.directory_of(
        territory,
        real_names=rights.manages,
        sector=said.get("secteur", ""),
        status=said.get("etat", ""),
        text=said.get("q", ""),
        sort=sort,
        descending=descending,
    )
    context = {
        "territory": territory,
        "rights": rights,
        "overview": queries.overview_of(territory),
        "form": form,
        "filtered": any(said.values()),
        "page": page_of(request, actors),
        "headers": _headers(request, sort, descending=descending),
        "query": query_without_page(request),
    }
    return render(request, "territories/actors.html", context)


@allowed(can_propose_actor)
def propose(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = ProposeForm(sent(request), instance=Actor(territory=territory))
    if form.is_bound and accepted(form, services.propose_actor, territory=territory):
        sentence = "L’acteur est proposé. Il comptera une fois validé par le pilote ou le tiers facilitateur."
        return done(request, sentence, "territories:actors", territory.slug)
    lead = "Qui compte pour les enfants et les familles d’ici\u202f? Une structure, un service, une fonction ou un collectif."
    return form_page(
        request,
        territory,
        form,
        "Proposer un acteur",
        back="territories:actors",
        lead=lead,
        submit="Proposer",
    )


@allowed(can_manage_territory)
def validate(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = SelectionForm(sent(request), territory=territory)
    if form.is_valid():
        count = services.validate_actors(actors=form.cleaned_data["actors"])
        messages.success(request, f"{plural(count, 'acteur validé', 'acteurs validés')}.")
    elif form.is_bound:
        messages.error(request, str(form.errors["actors"][0]))
    return redirect("territories:actors", territory.slug)


@allowed(can_see_actor)
def show(request: HttpRequest, territory: Territory, actor: Actor) -> HttpResponse:
    rights = queries.rights_of(request.user, territory)
    named = rights.manages or not actor.objects_to_naming
    speakers = by_name(
        queries.affiliations_now().filter(actor=actor).select_related("person"),
        said=attrgetter("person.name"),
    )
    context = {
        "territory": territory,
        "actor": actor,
        "name": actor.name if named else actor.public_name,
        "named": named,
        "type_label": ACTOR_TYPES[actor.actor_type][1] if named and actor.actor_type in ACTOR_TYPES else "",
        "rights": rights,
        "affiliations": speakers if rights.reads_people and named else [],
        "bodies": by_name(queries.sat_in(actor)) if named else [],
        "kept": queries.resolve(actor) if actor.merged_into_id else None,
    }
    return render(request, "territories/actor.html", context)


@allowed(can_manage_actor)
def edit(request: HttpRequest, territory: Territory, actor: Actor) -> HttpResponse:
    form = ActorForm(sent(request), instance=actor)
    if form.is_bound and accepted(form, services.update_actor, actor=actor):
        return done(request, "L’acteur est à jour.", "territories:actor", territory.slug, actor.pk)
    return form_page(request, territory, form, "Modifier un acteur", back="territories:actors")


@allowed(can_manage_actor)
def archive(request: HttpRequest, territory: Territory, actor: Actor) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, services.archive_actor, actor=actor):
        return done(request, "L’acteur est archivé.", "territories:actors", territory.slug)
    lead = f"{actor.name} ne sera plus dans la liste. Ce qui a été répondu avant reste dans les diagnostics passés."
    return form_page(
        request,
        territory,
        form,
        "Archiver un acteur",
        back="territories:actors",
        lead=lead,
        submit="Archiver",
        danger=True,
    )


@allowed(can_manage_actor)
def restore(request: HttpRequest, territory: Territory, actor: Actor) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, services.restore_actor, actor=actor):
        return done(
            request, "L’acteur est de nouveau proposé.", "territories:actor", territory.slug, actor.pk
        )
    lead = f"{actor.name} revient parmi les acteurs proposés."
    return form_page(
        request,
        territory,
        form,
        "Rétablir un acteur",
        back="territories:actors",
        lead=lead,
        submit="Rétablir",
    )


@allowed(can_manage_territory)
def duplicates(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = MergeForm(sent(request), territory=territory)
    if form.is_bound and accepted(form, services.merge_actors):
        return done(
            request, "Les deux lignes n’en font plus qu’une.", "territories:duplicates", territory.slug
        )
    actors = list(queries.actors_of(territory))
    context = {"territory": territory, "pairs": likely_duplicates(actors), "form": form}
    return render(request, "territories/duplicates.html", context)
