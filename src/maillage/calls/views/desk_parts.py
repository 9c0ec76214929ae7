"""What the page of a call is made of: its parts with their preview, its dates, its documents."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maillage.calls.forms.page import DocumentForm, MilestoneForm, NewSectionForm, SectionForm
from maillage.calls.models import Call, Document, Milestone, Section
from maillage.calls.permissions import (
    can_manage_call,
    can_manage_document,
    can_manage_milestone,
    can_manage_part,
)
from maillage.calls.services import page as services
from maillage.calls.views.desk import data_of, form_page, get_or_post
from maillage.core.guards import allowed
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.programmes.models import Programme

PREVIEW: Final = "apercu"


def _writing(
    request: HttpRequest, call: Call, form: Any, service: partial[Any], title: str, **more: Any
) -> HttpResponse:
    """The page where a part is written. « Prévisualiser » shows what is typed and keeps nothing."""
    context = {"programme": call.programme, "call": call, "form": form, "title": title} | more
    if form.is_bound and PREVIEW in request.POST:
        typed = {"heading": request.POST.get("title", ""), "body": request.POST.get("body", "")}
        partial_only = bool(request.headers.get("HX-Request"))
        template = "calls/desk/preview.html" if partial_only else "calls/desk/section.html"
        form.errors.clear()
        return render(request, template, context | {"preview": typed})
    if form.is_bound and accepted(form, service):
        return redirect("desk:show", call.programme.slug, call.slug)
    if more.get("moved"):
        form.data = form.data.dict() | {"seen": services.mark_of(more["moved"])}  # they have read it now
    return render(request, "calls/desk/section.html", context, status=422 if form.is_bound else 200)


@allowed(can_manage_call)
@get_or_post
def add_section(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    service = partial(services.add_section, call=call)
    return _writing(request, call, NewSectionForm(data_of(request)), service, "Écrire une partie")


@allowed(can_manage_part)
@get_or_post
def edit_section(request: HttpRequest, programme: Programme, call: Call, part: Section) -> HttpResponse:
    kept = Section.objects.get(pk=part.pk)  # a bound form writes what is typed on its own row
    form = SectionForm(data_of(request), instance=part, initial={"seen": services.mark_of(kept)})
    service = partial(services.update_section, section=kept)
    moved = None
    if form.is_bound and request.POST.get("seen") not in ("", services.mark_of(kept)):
        moved = kept
    title = f"Modifier «\u00a0{kept.title}\u00a0»"
    return _writing(request, call, form, service, title, section=kept, moved=moved)


@allowed(can_manage_part)
@require_http_methods(["POST"])
def move_section(request: HttpRequest, programme: Programme, call: Call, part: Section) -> HttpResponse:
    services.move_section(section=part, up=request.POST.get("sens") == "haut")
    return redirect("desk:show", programme.slug, call.slug)


@allowed(can_manage_part)
@get_or_post
def remove_section(request: HttpRequest, programme: Programme, call: Call, part: Section) -> HttpResponse:
    service = partial(services.remove_section, section=part)
    lead = f"«\u00a0{part.title}\u00a0» et son texte disparaissent pour de bon."
    return form_page(
        request, call, ConfirmForm(data_of(request)), service, "Retirer une partie", "La partie est retirée.",
        lead=lead, submit="Retirer la partie", danger=True,
    )  # fmt: skip


@allowed(can_manage_call)
@get_or_post
def add_milestone(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    service = partial(services.add_milestone, call=call)
    words = ("Ajouter une date", "La date est ajoutée.")
    return form_page(
        request, call, MilestoneForm(data_of(request)), service, *words, submit="Ajouter la date"
    )


@allowed(can_manage_milestone)
@get_or_post
def edit_milestone(
    request: HttpRequest, programme: Programme, call: Call, milestone: Milestone
) -> HttpResponse:
    form = MilestoneForm(data_of(request), instance=milestone)
    service = partial(services.update_milestone, milestone=milestone)
    return form_page(request, call, form, service, "Modifier une date", "La date est à jour.")


@allowed(can_manage_milestone)
@get_or_post
def remove_milestone(
    request: HttpRequest, programme: Programme, call: Call, milestone: Milestone
) -> HttpResponse:
    service = partial(services.remove_milestone, milestone=milestone)
    lead = f"«\u00a0{milestone.label}\u00a0» ne paraîtra plus, ni dans les agendas qui suivent l’appel."
    return form_page(
        request, call, ConfirmForm(data_of(request)), service, "Retirer une date", "La date est retirée.",
        lead=lead, submit="Retirer la date", danger=True,
    )  # fmt: skip


@allowed(can_manage_call)
@get_or_post
def add_document(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    form = DocumentForm(data_of(request), request.FILES or None)
    service = partial(services.add_document, call=call)
    words = ("Ajouter un document", "Le document est ajouté.")
    return form_page(request, call, form, service, *words, submit="Ajouter le document")


@allowed(can_manage_document)
@get_or_post
def remove_document(
    request: HttpRequest, programme: Programme, call: Call, document: Document
) -> HttpResponse:
    service = partial(services.remove_document, document=document)
    lead = f"«\u00a0{document.title}\u00a0» ne sera plus proposé sur la page de l’appel."
    return form_page(
        request, call, ConfirmForm(data_of(request)), service, "Retirer un document", "Le document est retiré.",
        lead=lead, submit="Retirer le document", danger=True,
    )  # fmt: skip
