"""Pages of a territory as a whole: list, first page, perimeter."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.core.guards import allowed, signed_in
from maillage.core.typography import by_name, plural
from maillage.programmes.forms import EndForm, accepted
from maillage.programmes.models import Programme
from maillage.programmes.permissions import can_manage_programme
from maillage.territories import queries, services
from maillage.territories.forms import AreaForm, TerritoryForm
from maillage.territories.models import Area, Territory
from maillage.territories.permissions import can_manage_area, can_manage_territory, can_see_territory
from maillage.territories.views.pages import done, form_page, page_of, query_without_page, sent

MISSING_SHOWN = 5


@dataclass(frozen=True)
class NextStep:
    """The one idea of the page: what it says, and what to do."""

    says: str
    label: str = ""
    href: str = ""


def next_step(territory: Territory, overview: queries.Overview, rights: queries.Rights) -> NextStep:
    """What matters most on a territory today, for this reader."""

    def to(name: str) -> str:
        return reverse(name, args=[territory.slug])

    if not rights.manages:
        says = f"{plural(overview.actors, 'acteur', 'acteurs')} autour des enfants et des familles de {territory.name}."
        return (
            NextStep(says, "Proposer un acteur", to("territories:actor_add"))
            if rights.proposes
            else NextStep(says)
        )
    if not overview.actors:
        return NextStep(
            "La liste des acteurs est vide\u00a0: c’est par elle que tout commence.",
            "Importer un annuaire",
            to("territories:import_actors"),
        )
    if overview.proposed:
        waits = "attend" if overview.proposed == 1 else "attendent"
        says = f"{plural(overview.proposed, 'acteur proposé', 'acteurs proposés')} {waits} d’être validés ensemble."
        says = says.replace("validés ensemble", "validé ensemble") if overview.proposed == 1 else says
        return NextStep(says, "Relire et valider", to("territories:actors") + "?etat=PROPOSED")
    if not overview.piloted:
        return NextStep(
            "Personne ne pilote encore ce territoire.", "Nommer un pilote", to("territories:role_add")
        )
    says = f"La liste compte {plural(overview.validated, 'acteur validé', 'acteurs validés')}\u00a0: elle peut servir à une vague."
    return NextStep(says, "Voir les vagues", to("surveys:list"))


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    page = page_of(request, by_name(queries.with_counts(queries.visible_to(request.user))))
    return render(request, "territories/index.html", {"page": page, "query": query_without_page(request)})


@allowed(can_see_territory)
def show(request: HttpRequest, territory: Territory) -> HttpResponse:
    rights = queries.rights_of(request.user, territory)
    overview = queries.overview_of(territory)
    context = {
        "territory": territory,
        "overview": overview,
        "rights": rights,
        "step": next_step(territory, overview, rights),
    }
    return render(request, "territories/show.html", context)


@allowed(can_manage_programme)
def create(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = TerritoryForm(sent(request))
    if form.is_bound and accepted(form, services.create_territory, programme=programme):
        return done(request, "Le territoire est accueilli.", "territories:show", form.made.slug)  # type: ignore[attr-defined]
    context = {"form": form, "programme": programme}
    return render(request, "territories/create.html", context)


@allowed(can_manage_territory)
def edit(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = TerritoryForm(sent(request), instance=territory)
    if form.is_bound and accepted(form, services.update_territory, territory=territory):
        return done(request, "Le territoire est à jour.", "territories:show", territory.slug)
    return form_page(request, territory, form, "Modifier le territoire", back="territories:show")


@allowed(can_manage_territory)
def add_area(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = AreaForm(sent(request))
    if form.is_bound and accepted(form, services.add_area, territory=territory):
        return done(request, "Le périmètre est à jour.", "territories:show", territory.slug)
    return form_page(
        request, territory, form, "Ajouter au périmètre", back="territories:show", submit="Ajouter"
    )


@allowed(can_manage_area)
def end_area(request: HttpRequest, territory: Territory, area: Area) -> HttpResponse:
    form = EndForm(sent(request))
    if form.is_bound and accepted(form, services.end_area, area=area):
        return done(request, "Le périmètre est à jour.", "territories:show", territory.slug)
    lead = f"{area} sort du périmètre après ce jour. L’ancien périmètre reste connu."
    return form_page(request, territory, form, "Sortir du périmètre", back="territories:show", lead=lead)
