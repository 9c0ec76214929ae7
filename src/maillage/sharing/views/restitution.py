"""The desk of the restitution: who signs, whose reading is waited for, who reads, what is contested, what is signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.guards import allowed
from maillage.core.typography import plural
from maillage.programmes.forms import accepted
from maillage.sharing.downloads import available
from maillage.sharing.forms.restitution import (
    AnswerForm,
    InstitutionForm,
    MirrorForm,
    PreviewForm,
    ValidationForm,
)
from maillage.sharing.models import Institution, Reaction, Reader, SharedDiagnosis, Step
from maillage.sharing.permissions import can_answer_contest, can_conduct_institution, can_conduct_restitution
from maillage.sharing.queries.publication import signatures, versions_of
from maillage.sharing.queries.restitution import desk_of
from maillage.sharing.services import restitution_figures, validation
from maillage.sharing.services import restitution_mirror as mirror
from maillage.sharing.services import restitution_preview as preview
from maillage.sharing.services import restitution_reactions as reactions
from maillage.territories.models import Territory


@allowed(can_conduct_restitution)
@never_cache
def desk(request: HttpRequest, territory: Territory, shared: SharedDiagnosis) -> HttpResponse:
    """Where the restitution stands, and the next thing to do."""
    sent = request.POST if request.method == "POST" else None
    act = request.POST.get("do", "") if sent is not None else ""
    forms: dict[str, Form] = {
        "institution": InstitutionForm(sent if act == "institution" else None, shared=shared),
        "mirror": MirrorForm(sent if act == "mirror" else None),
        "preview": PreviewForm(sent if act == "preview" else None),
    }
    if act in ACTS and ACTS[act](request, shared, forms.get(act)):
        return redirect("restitution:desk", territory.slug, shared.pk)
    context = {
        "territory": territory,
        "shared": shared,
        "desk": desk_of(shared),
        "signed": signatures(shared),
        "versions": list(versions_of(shared)),
        "forms": forms,
        "act": act,
        "steps": Step.choices,
        "downloads": available(),
    }
    return render(request, "sharing/restitution/desk.html", context)


def _list(request: HttpRequest, shared: SharedDiagnosis, form: Any) -> bool:
    done = accepted(form, mirror.add_institution, shared=shared)
    return done and _said(request, "L’institution est dans la liste.")


def _open_mirror(request: HttpRequest, shared: SharedDiagnosis, form: Any) -> bool:
    done = accepted(form, mirror.open_mirror, shared=shared, user=request.user)
    return done and _said(request, "Les lectures sont demandées\u00a0: chacune a reçu son lien.")


def _open_preview(request: HttpRequest, shared: SharedDiagnosis, form: Any) -> bool:
    done = accepted(form, preview.open_preview, shared=shared, user=request.user)
    return done and _said(
        request, f"La relecture est ouverte\u00a0: {plural(form.made, 'courriel')} en route."
    )


def _propose(request: HttpRequest, shared: SharedDiagnosis, form: Any) -> bool:
    count = mirror.propose_institutions(shared=shared)
    return _said(
        request, f"{plural(count, 'institution ajoutée', 'institutions ajoutées')}\u00a0: corrigez la liste."
    )


def _sign(request: HttpRequest, shared: SharedDiagnosis, form: Any) -> bool:
    return _try(request, preview.open_validation, "Les institutions peuvent signer.", shared=shared)


def _again(request: HttpRequest, shared: SharedDiagnosis, form: Any) -> bool:
    fresh = restitution_figures.ask_again(shared=shared, user=request.user)
    return _said(request, "Les chiffres sont recalculés." if fresh else "Les chiffres sont déjà à jour.")


ACTS: dict[str, Callable[[HttpRequest, SharedDiagnosis, Any], bool]] = {
    "institution": _list,
    "propose": _propose,
    "mirror": _open_mirror,
    "preview": _open_preview,
    "sign": _sign,
    "again": _again,
}


def _said(request: HttpRequest, sentence: str) -> bool:
    messages.success(request, sentence)
    return True


def _try(request: HttpRequest, service: Callable[..., Any], sentence: str, **arguments: Any) -> bool:
    """Act, or say the refusal at the top of the page one comes back to."""
    try:
        service(**arguments)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return True
    return _said(request, sentence)


@require_POST
@allowed(can_conduct_institution)
def remove(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, institution: Institution
) -> HttpResponse:
    """Take an institution off the list."""
    _try(
        request, mirror.remove_institution, "L’institution n’est plus dans la liste.", institution=institution
    )
    return redirect("restitution:desk", territory.slug, shared.pk)


@allowed(can_conduct_restitution)
@never_cache
def letters(request: HttpRequest, territory: Territory, shared: SharedDiagnosis) -> HttpResponse:
    """A page to print for each reader that no mail reaches."""
    rows = Reader.objects.filter(shared=shared, way=Reader.Way.LETTER).select_related("actor").order_by("pk")
    pages = []
    for reader in rows:
        words = preview.letter_of(reader, shared)
        code = segno.make(words["url"], error="m", micro=False).svg_inline(border=4, omitsize=True)
        pages.append(words | {"qr": mark_safe(code)})
    context = {"territory": territory, "shared": shared, "pages": pages}
    return render(request, "sharing/restitution/letters.html", context)


@allowed(can_answer_contest)
@never_cache
def contest(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, reaction: Reaction
) -> HttpResponse:
    """One contest, what the pilots decide of it, and what they answer."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and accepted(form, reactions.answer_contest, reaction=reaction, user=request.user):
        messages.success(request, "La réponse est envoyée à qui a contesté.")
        return redirect("restitution:desk", territory.slug, shared.pk)
    context = {"territory": territory, "shared": shared, "reaction": reaction, "form": form}
    return render(request, "sharing/restitution/contest.html", context)


@allowed(can_conduct_institution)
@never_cache
def sign(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, institution: Institution
) -> HttpResponse:
    """Write down what an institution decided."""
    form = ValidationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and accepted(
        form, validation.record_validation, institution=institution, user=request.user
    ):
        messages.success(request, "La décision est notée.")
        return redirect("restitution:desk", territory.slug, shared.pk)
    rows = institution.validations.select_related("recorded_by").order_by("-pk")  # type: ignore[attr-defined]
    context = {
        "territory": territory,
        "shared": shared,
        "institution": institution,
        "form": form,
        "before": list(rows),
    }
    return render(request, "sharing/restitution/sign.html", context)
