"""The calendar of a territory, rewritten by those who conduct it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core.guards import allowed
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.territories import schedule
from maillage.territories.forms import LocalMilestoneForm, LocalPhaseForm
from maillage.territories.models import LocalMilestone, LocalPhase, Territory
from maillage.territories.permissions import (
    can_manage_local_milestone,
    can_manage_local_phase,
    can_manage_territory,
)
from maillage.territories.views.pages import done, form_page, sent

HERE = "territories:schedule"


@allowed(can_manage_territory)
def show(request: HttpRequest, territory: Territory) -> HttpResponse:
    context = {
        "territory": territory,
        "phases": schedule.phases_of(territory),
        "is_own": LocalPhase.objects.filter(territory=territory).exists(),
        "milestones": LocalMilestone.objects.filter(territory=territory),
    }
    return render(request, "territories/schedule.html", context)


@allowed(can_manage_territory)
def adopt(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, schedule.adopt_phases, territory=territory):
        return done(request, "Les étapes sont à vous.", HERE, territory.slug)
    lead = "Les étapes du programme sont recopiées ici, avec leurs dates. Vous les changez ensuite comme vous voulez."
    words = {"lead": lead, "submit": "Recopier les étapes"}
    return form_page(request, territory, form, "Écrire ses propres étapes", back=HERE, **words)


@allowed(can_manage_territory)
def follow(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, schedule.follow_programme, territory=territory):
        return done(request, "Le territoire suit les étapes du programme.", HERE, territory.slug)
    lead = "Vos étapes sont effacées, et celles du programme reviennent. Les jalons restent."
    words = {"lead": lead, "submit": "Revenir aux étapes du programme", "danger": True}
    return form_page(request, territory, form, "Suivre le programme", back=HERE, **words)


@allowed(can_manage_territory)
def add_phase(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = LocalPhaseForm(sent(request))
    if form.is_bound and accepted(form, schedule.add_phase, territory=territory):
        return done(request, "L’étape est ajoutée.", HERE, territory.slug)
    return form_page(request, territory, form, "Ajouter une étape", back=HERE, submit="Ajouter l’étape")


@allowed(can_manage_local_phase)
def edit_phase(request: HttpRequest, territory: Territory, local_phase: LocalPhase) -> HttpResponse:
    form = LocalPhaseForm(sent(request), instance=local_phase)
    if form.is_bound and accepted(form, schedule.update_phase, phase=local_phase):
        return done(request, "L’étape est à jour.", HERE, territory.slug)
    return form_page(request, territory, form, "Modifier une étape", back=HERE)


@allowed(can_manage_local_phase)
def remove_phase(request: HttpRequest, territory: Territory, local_phase: LocalPhase) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, schedule.remove_phase, phase=local_phase):
        return done(request, "L’étape est retirée.", HERE, territory.slug)
    lead = f"«\u00a0{local_phase.label}\u00a0» ne paraîtra plus. Rien d’autre ne change."
    words = {"lead": lead, "submit": "Retirer l’étape", "danger": True}
    return form_page(request, territory, form, "Retirer une étape", back=HERE, **words)


@allowed(can_manage_territory)
def add_milestone(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = LocalMilestoneForm(sent(request))
    if form.is_bound and accepted(form, schedule.add_milestone, territory=territory):
        return done(request, "Le jalon est noté.", HERE, territory.slug)
    lead = "Un jour qui compte\u00a0: un lancement, un vote, un retour vers les familles. Tout le territoire le lit."
    words = {"lead": lead, "submit": "Noter le jalon"}
    return form_page(request, territory, form, "Noter un jalon", back=HERE, **words)


@allowed(can_manage_local_milestone)
def edit_milestone(
    request: HttpRequest, territory: Territory, local_milestone: LocalMilestone
) -> HttpResponse:
    form = LocalMilestoneForm(sent(request), instance=local_milestone)
    if form.is_bound and accepted(form, schedule.update_milestone, milestone=local_milestone):
        return done(request, "Le jalon est à jour.", HERE, territory.slug)
    return form_page(request, territory, form, "Modifier un jalon", back=HERE)


@allowed(can_manage_local_milestone)
def remove_milestone(
    request: HttpRequest, territory: Territory, local_milestone: LocalMilestone
) -> HttpResponse:
    form = ConfirmForm(sent(request))
    if form.is_bound and accepted(form, schedule.remove_milestone, milestone=local_milestone):
        return done(request, "Le jalon est retiré.", HERE, territory.slug)
    lead = f"«\u00a0{local_milestone.label}\u00a0» ne paraîtra plus."
    words = {"lead": lead, "submit": "Retirer le jalon", "danger": True}
    return form_page(request, territory, form, "Retirer un jalon", back=HERE, **words)
