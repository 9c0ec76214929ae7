"""Lines put to the tables of a workshop: writing them, and what a table says of each."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from maillage.core.guards import allowed, public
from maillage.meetings import services
from maillage.meetings.forms.prompts import PromptsForm, sayings_in
from maillage.meetings.models import Format, Workshop
from maillage.meetings.permissions import can_manage_workshop
from maillage.meetings.queries.prompts import latest_sayings
from maillage.meetings.services.prompts import ASKED, DOTS_EACH, STEPS, WITH_DOTS, save_sayings, write_prompts
from maillage.programmes.forms import accepted
from maillage.territories.models import Territory
from maillage.territories.views.pages import done, form_page, sent


@allowed(can_manage_workshop)
def write(request: HttpRequest, territory: Territory, workshop: Workshop) -> HttpResponse:
    """The lines of a workshop."""
    if workshop.format not in ASKED:
        raise Http404
    known = [each.text for each in workshop.prompts.all()]  # type: ignore[attr-defined]
    usual = STEPS if workshop.format == Format.PATH else ()
    form = PromptsForm(sent(request), initial={"lines": "\n".join(known or usual)})
    if form.is_bound and accepted(form, write_prompts, workshop=workshop):
        return done(request, "Les lignes sont prêtes.", "meetings:show", territory.slug, workshop.pk)
    lead = (
        "Les étapes d’une situation inventée, que chaque table raconte. Racontez la situation à voix haute, puis laissez-les chercher."
        if workshop.format == Format.PATH
        else "Les priorités possibles. Chaque table pose ses gommettes, trois par personne, et dit pourquoi."
    )
    return form_page(request, territory, form, "Les lignes de l’atelier", back="meetings:list", lead=lead)


@never_cache
@public
def say(request: HttpRequest, token: str) -> HttpResponse:
    """What a table says of each line. What is refused stays on the page, with its reason."""
    table = services.table_of_link(token)
    if table is None or table.workshop.format not in ASKED:
        raise Http404
    prompts, dots = list(table.workshop.prompts.all()), table.workshop.format == WITH_DOTS  # type: ignore[attr-defined]
    said = {pk: (each.dots, each.text) for pk, each in latest_sayings(table).items()}
    refused, wrong = {}, ""
    if request.method == "POST":
        try:
            typed = sayings_in(request.POST, prompts, dots=dots)
            said |= typed
            refused = dict(save_sayings(table=table, said=typed).refused)
        except ValidationError as refusal:
            wrong = " ".join(refusal.messages)
        else:
            if not refused:
                return redirect(f"{reverse('tables:say', args=[token])}?garde=1")
    context = {
        "table": table,
        "workshop": table.workshop,
        "rows": [(each, *said.get(each.pk, (None, "")), refused.get(str(each.pk), "")) for each in prompts],
        "with_dots": dots,
        "most": DOTS_EACH * table.people,
        "longest": services.LONGEST,
        "kept": "garde" in request.GET,
        "refused": len(refused),
        "wrong": wrong,
    }
    return render(request, "meetings/say.html", context, status=422 if refused or wrong else 200)
