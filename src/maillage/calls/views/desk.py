"""The desk of a call: where it stands, what remains to do, its questions, its late codes."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maillage.accounts.models import User
from maillage.calls.forms.page import AnswerForm, CallForm, LateCodeForm
from maillage.calls.models import Call, Inquiry
from maillage.calls.permissions import can_manage_call, can_manage_calls, can_manage_inquiry
from maillage.calls.queries import page as queries
from maillage.calls.services import inquiries as asking
from maillage.calls.services import page as services
from maillage.core.guards import allowed
from maillage.programmes.forms import ConfirmForm, accepted
from maillage.programmes.models import Programme

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def data_of(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    call: Call,
    form: BaseForm,
    service: partial[Any],
    title: str,
    said: str,
    **more: Any,
) -> HttpResponse:
    """The page of a form; once the service accepts what was sent, back to the desk of the call."""
    if form.is_bound and accepted(form, service):
        messages.success(request, said)
        return redirect(more.get("then") or "desk:show", call.programme.slug, call.slug)
    if form.is_bound and "seen" in form.fields and form.non_field_errors():
        # What somebody else wrote was just shown.
        form.data = {**request.POST.dict(), "seen": form.initial["seen"]}
    usual = {"lead": "", "submit": "Enregistrer", "danger": False, "multipart": form.is_multipart()}
    context = usual | {"programme": call.programme, "call": call, "form": form, "title": title} | more
    return render(request, "calls/desk/form.html", context, status=422 if form.is_bound else 200)


@allowed(can_manage_calls)
def index(request: HttpRequest, programme: Programme) -> HttpResponse:
    calls = queries.calls_of(programme)
    return render(request, "calls/desk/index.html", {"programme": programme, "calls": calls})


@allowed(can_manage_calls)
@get_or_post
def create(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = CallForm(data_of(request), initial={"places": programme.places})
    if form.is_bound and accepted(form, partial(services.create_call, programme=programme)):
        messages.success(request, "L’appel est préparé. Écrivez ses parties, puis publiez-le.")
        return redirect("desk:show", programme.slug, form.made.slug)  # type: ignore[attr-defined]
    context = {
        "programme": programme,
        "form": form,
        "title": "Préparer un appel",
        "lead": "Personne ne le voit avant sa publication.",
        "submit": "Préparer cet appel",
    }
    return render(request, "calls/desk/form.html", context, status=422 if form.is_bound else 200)


@allowed(can_manage_call)
def show(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    page = queries.page_of(call)
    asked = queries.inquiries_of(call)
    context = {
        "programme": programme,
        "call": call,
        "page": page,
        "obstacles": queries.obstacles(call),
        "inquiries": asked,
        "waiting": sum(not one.answer for one in asked),
        "codes": call.late_codes.count(),  # type: ignore[attr-defined]
    }
    return render(request, "calls/desk/show.html", context)


@allowed(can_manage_call)
@get_or_post
def edit(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    form = CallForm(data_of(request), instance=call)
    service = partial(services.update_call, call=call)
    return form_page(request, call, form, service, "Modifier l’appel", "L’appel est à jour.")


@allowed(can_manage_call)
@get_or_post
def publish(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Read over, then publish."""
    if request.method == "POST":
        try:
            services.publish_call(call=call)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
        else:
            messages.success(request, "L’appel est publié\u00a0: tout le monde peut le lire.")
        return redirect("desk:show", programme.slug, call.slug)
    obstacles = queries.obstacles(call)
    context = {
        "programme": programme,
        "call": call,
        "page": queries.page_of(call),
        "obstacles": obstacles,
        "ready": not any(one.stops for one in obstacles),
    }
    return render(request, "calls/desk/publish.html", context)


@allowed(can_manage_call)
@get_or_post
def late_codes(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Codes given; a new one is shown once, on the page that made it."""
    form = LateCodeForm(data_of(request))
    code = ""
    if form.is_bound and accepted(
        form, partial(services.give_late_code, call=call, given_by=cast(User, request.user))
    ):
        code = form.made[1]  # type: ignore[attr-defined]
        form = LateCodeForm()
    given = call.late_codes.select_related("given_by", "application")  # type: ignore[attr-defined]
    context = {"programme": programme, "call": call, "form": form, "code": code, "given": given}
    return render(request, "calls/desk/late_codes.html", context)


@allowed(can_manage_call)
def inquiries(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    asked = queries.inquiries_of(call)
    context = {
        "programme": programme,
        "call": call,
        "inquiries": asked,
        "waiting": sum(not one.answer for one in asked),
    }
    return render(request, "calls/desk/inquiries.html", context)


@allowed(can_manage_inquiry)
@get_or_post
def inquiry(request: HttpRequest, programme: Programme, call: Call, inquiry: Inquiry) -> HttpResponse:
    shown = not inquiry.answer or inquiry.published_at is not None
    mark = asking.mark_of(inquiry)  # before the form writes what is typed on it
    form = AnswerForm(data_of(request), instance=inquiry, initial={"publish": shown, "seen": mark})
    service = partial(asking.answer_inquiry, inquiry=inquiry)
    lead = (
        "La réponse part aussi à la personne qui a laissé son adresse, une seule fois."
        if inquiry.email
        else "La réponse se lit sur la page de l’appel."
    )
    return form_page(
        request, call, form, service, "Répondre à une question", "La réponse est enregistrée.",
        lead=lead, submit="Répondre", then="desk:inquiries",
    )  # fmt: skip


@allowed(can_manage_inquiry)
@get_or_post
def remove_inquiry(request: HttpRequest, programme: Programme, call: Call, inquiry: Inquiry) -> HttpResponse:
    service = partial(asking.remove_inquiry, inquiry=inquiry)
    lead = f"«\u00a0{inquiry}\u00a0» disparaît pour de bon, avec sa réponse."
    return form_page(
        request, call, ConfirmForm(data_of(request)), service, "Effacer une question", "La question est effacée.",
        lead=lead, submit="Effacer", danger=True, then="desk:inquiries",
    )  # fmt: skip
