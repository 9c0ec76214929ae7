"""Who offers what: the matrix of ages and levels, the list of actions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.context import queries, services
from maillage.context.codes import CROWDED
from maillage.context.forms import ActionForm, LevelsForm
from maillage.context.models import Action
from maillage.context.permissions import can_manage_action
from maillage.core.guards import allowed
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.territories.models import Territory
from maillage.territories.permissions import can_manage_territory, can_see_territory
from maillage.territories.queries import is_manager
from maillage.territories.views.pages import done, form_page, sent


@allowed(can_see_territory)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    """The matrix, then the actions one by one."""
    told, names = queries.actions_told(territory), queries.level_names(territory)
    manages = is_manager(request.user, territory)
    context = {
        "territory": territory,
        "offers": [(each, _names(each, manages)) for each in queries.actions_of(territory)],
        "matrix": queries.matrix_of(told, names),
        "names": names,
        "crowded": CROWDED,
        "manages": manages,
    }
    return render(request, "context/resources.html", context)


def _names(action: Action, manages: bool) -> list[str]:
    """Those who manage the list of actors read every name."""
    return sorted(each.name for each in action.actors.all()) if manages else queries.named_of(action)


@allowed(can_manage_territory)
def add(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = ActionForm(sent(request), territory=territory, names=queries.level_names(territory))
    if form.is_bound and accepted(form, services.note_action, territory=territory):
        return done(request, "L’action est notée.", "context:resources", territory.slug)
    lead = "Ce que des acteurs offrent, pour certains âges. Les cases vides diront où personne n’est."
    return form_page(
        request, territory, form, "Noter une action", back="context:resources", lead=lead, submit="Noter"
    )


@allowed(can_manage_action)
def edit(request: HttpRequest, territory: Territory, action: Action) -> HttpResponse:
    names = queries.level_names(territory)
    now = {name: getattr(action, name) for name in ("label", "bands", "levels", "note")}
    initial = now | {"actors": list(action.actors.values_list("pk", flat=True))}
    form = ActionForm(sent(request), territory=territory, names=names, initial=initial)
    if form.is_bound and accepted(form, services.update_action, action=action):
        return done(request, "L’action est à jour.", "context:resources", territory.slug)
    return form_page(request, territory, form, "Modifier une action", back="context:resources")


@allowed(can_manage_action)
def remove(request: HttpRequest, territory: Territory, action: Action) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, services.remove_action, action=action):
        return done(request, "L’action est retirée.", "context:resources", territory.slug)
    lead = f"«\u00a0{action}\u00a0» ne paraîtra plus ici. Les diagnostics déjà calculés la gardent."
    return form_page(
        request,
        territory,
        form,
        "Retirer une action",
        back="context:resources",
        lead=lead,
        submit="Retirer",
        danger=True,
    )


@allowed(can_manage_territory)
def words(request: HttpRequest, territory: Territory) -> HttpResponse:
    """The words of the territory for the levels of prevention."""
    form = LevelsForm(sent(request), names=queries.level_names(territory))
    if form.is_bound and form.is_valid():
        services.name_levels(territory=territory, names=form.cleaned_data)
        return done(request, "Les mots sont à jour.", "context:resources", territory.slug)
    lead = "On n’emploie pas partout les mêmes mots. Gardez les vôtres\u202f; ce que chaque niveau veut dire reste écrit."
    return form_page(
        request, territory, form, "Les mots de la prévention", back="context:resources", lead=lead
    )
