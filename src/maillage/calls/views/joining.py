"""What joins an application: the Département's answer, files, a copy of what was sent."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.calls.copies import copy_of
from maillage.calls.forms.application import FileForm, SupportAnswerForm, SupportForm
from maillage.calls.models import Application, Attachment, Submission, Support, SupportState
from maillage.calls.permissions import can_write_application, who
from maillage.calls.queries import drafts
from maillage.calls.queries.filing import has_referent
from maillage.calls.queries.reading import sections_of
from maillage.calls.services import attaching
from maillage.calls.services import drafts as writing
from maillage.calls.services import support as services
from maillage.core.guards import allowed, public
from maillage.core.uploads import serve
from maillage.programmes.forms import accepted

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@allowed(can_write_application)
@get_or_post
def department(request: HttpRequest, application: Application) -> HttpResponse:
    """What the Département says, and how to ask it."""
    support = Support.objects.filter(application=application).select_related("letter").first()
    form = SupportForm(request.POST or None)
    service = partial(services.ask_support, application=application, user=who(request))
    if request.method == "POST" and accepted(form, service):
        messages.success(request, "La demande est partie. Vous serez prévenus ici de la réponse.")
        return redirect("applications:department", application.reference)
    context = {
        "application": application,
        "call": application.call,
        "support": support,
        "has_referent": has_referent(application),
        "may_ask": support is None or support.state != SupportState.GIVEN,
        "form": form,
    }
    return render(request, "calls/application/department.html", context)


@allowed(can_write_application)
@require_http_methods(["POST"])
def share(request: HttpRequest, application: Application) -> HttpResponse:
    """Let the referents of the département read, or stop."""
    services.share_with_department(application=application, shared=request.POST.get("shared") == "1")
    return redirect("applications:department", application.reference)


@public
@never_cache
@get_or_post
def support(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the Département: opening it changes nothing, a button answers."""
    asked = services.support_of_link(token)
    if asked is None:
        return render(request, "calls/application/support_closed.html", {"thanks": False}, status=410)
    application = asked.application
    form = SupportAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = dict(form.cleaned_data)
        answer["gives"] = answer["gives"] == "yes"
        try:
            services.answer_support(support=asked, **answer)
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            return render(request, "calls/application/support_closed.html", {"thanks": True})
    context = {
        "application": application,
        "call": application.call,
        "sections": sections_of(application, drafts.answers_of(application)),
        "form": form,
    }
    return render(request, "calls/application/support.html", context)


@allowed(can_write_application)
@get_or_post
def attach(request: HttpRequest, application: Application) -> HttpResponse:
    """Join a file, or the letter of the Département."""
    letter = "lettre" in request.GET
    form = FileForm(request.POST or None, request.FILES or None)
    service = partial(attaching.attach, application=application, user=who(request), letter=letter)
    if request.method == "POST" and accepted(form, service):
        messages.success(request, "Le fichier est joint.")
        where = "applications:department" if letter else "applications:show"
        return redirect(where, application.reference)
    context = {
        "application": application,
        "call": application.call,
        "form": form,
        "letter": letter,
        "attachments": drafts.attachments_of(application) if writing.may_write(application) else [],
    }
    return render(request, "calls/application/attach.html", context)


def _attachment(application: Application, number: int) -> Attachment:
    found = Attachment.objects.filter(application=application, pk=number, removed_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


@allowed(can_write_application)
def attachment(request: HttpRequest, application: Application, attachment: int) -> HttpResponseBase:
    """Download a file of mine."""
    found = _attachment(application, attachment)
    return serve(found.file, name=found.name, kind=found.kind)


@allowed(can_write_application)
@require_http_methods(["POST"])
def detach(request: HttpRequest, application: Application, attachment: int) -> HttpResponse:
    """Take a file away."""
    try:
        attaching.detach(application=application, attachment=_attachment(application, attachment))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("applications:attach", application.reference)


def pdf(content: Any, name: str) -> HttpResponse:
    """A PDF to download."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@allowed(can_write_application)
def copy(request: HttpRequest, application: Application, number: int) -> HttpResponse:
    """The copy of one sending."""
    found = Submission.objects.filter(application=application, number=number).first()
    if found is None:
        raise Http404
    return pdf(copy_of(application, found), f"candidature-{number}")
