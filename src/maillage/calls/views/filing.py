"""The applications on the organiser's desk, and on that of the Département."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from maillage.calls import exports
from maillage.calls.convention import convention_docx, convention_name
from maillage.calls.copies import copy_of
from maillage.calls.forms.application import CorrectionForm, ReferentForm
from maillage.calls.models import Application, Attachment, Call, DepartmentReferent, Support
from maillage.calls.permissions import (
    can_manage_application,
    can_manage_call,
    can_manage_referent,
    can_read_shared,
)
from maillage.calls.queries import filing
from maillage.calls.queries.drafts import attachments_of
from maillage.calls.queries.parties import convention_of
from maillage.calls.queries.reading import receipts_of, sections_of
from maillage.calls.services import referents, sending
from maillage.calls.views.joining import pdf
from maillage.core.guards import allowed, signed_in
from maillage.core.typography import by_name
from maillage.core.uploads import MIME, serve
from maillage.programmes.forms import accepted
from maillage.programmes.models import Programme
from maillage.territories.exports import download

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
EXTENSIONS = frozenset({"csv", "xlsx"})


@allowed(can_manage_call)
def index(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Every application that was sent, and how many are being written."""
    rows = by_name(filing.rows_of(call))
    context = {
        "programme": programme,
        "call": call,
        "rows": rows,
        "filed": sum(each.state != "WITHDRAWN" for each in rows),
        "drafts": filing.drafts_of(call),
    }
    return render(request, "calls/filing/index.html", context)


@allowed(can_manage_application)
@get_or_post
def show(request: HttpRequest, programme: Programme, call: Call, application: Application) -> HttpResponse:
    """One application as it was sent last, what a correction changed, and how to ask for one."""
    form = CorrectionForm(request.POST or None)
    service = partial(sending.ask_correction, application=application)
    if request.method == "POST" and accepted(form, service):
        messages.success(request, "La demande de correction est partie.")
        return redirect("filing:show", programme.slug, call.slug, application.reference)
    context = {"programme": programme, "form": form, **_reading(application)}
    return render(request, "calls/filing/show.html", context)


def _reading(application: Application) -> dict[str, object]:
    sent = receipts_of(application)
    last = sent[0].submission if sent else None
    before = sent[1].submission.answers if len(sent) > 1 else None
    return {
        "application": application,
        "call": application.call,
        "sent": sent,
        "sections": sections_of(application, last.answers, before=before) if last else [],
        "support": Support.objects.filter(application=application).first(),
        "attachments": attachments_of(application),
    }


@allowed(can_manage_application)
def copy(request: HttpRequest, programme: Programme, call: Call, application: Application) -> HttpResponse:
    """The copy of what was sent last."""
    sent = receipts_of(application)
    if not sent:
        raise Http404
    return pdf(copy_of(application, sent[0].submission), f"candidature-{application.department or 'x'}")


@allowed(can_manage_application)
def convention(
    request: HttpRequest, programme: Programme, call: Call, application: Application
) -> HttpResponse:
    """The convention of a place that was taken, to go on writing in a word processor."""
    if application.territory_id is None:
        raise Http404
    made = convention_of(application, today=timezone.localdate())
    response = HttpResponse(convention_docx(made), content_type=MIME["docx"])
    response["Content-Disposition"] = content_disposition_header(True, convention_name(made)) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@allowed(can_manage_application)
def attachment(
    request: HttpRequest, programme: Programme, call: Call, application: Application, attachment: int
) -> HttpResponseBase:
    """One file of an application."""
    return _file(application, attachment)


def _file(application: Application, number: int) -> HttpResponseBase:
    found = Attachment.objects.filter(application=application, pk=number, removed_at__isnull=True).first()
    if found is None:
        raise Http404
    return serve(found.file, name=found.name, kind=found.kind)


@allowed(can_manage_call)
def table(request: HttpRequest, programme: Programme, call: Call, extension: str) -> HttpResponse:
    """Every application as a table."""
    if extension not in EXTENSIONS:
        raise Http404
    return download(exports.table_file(call, extension), name="candidatures", extension=extension)


@allowed(can_manage_call)
def files(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Every file of every application."""
    response = HttpResponse(exports.files_of(call), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="candidatures.zip"'
    response["Cache-Control"] = "no-store"
    return response


@allowed(can_manage_call)
@get_or_post
def departments(request: HttpRequest, programme: Programme, call: Call) -> HttpResponse:
    """Who reads for each Département."""
    form = ReferentForm(request.POST or None)
    if request.method == "POST" and accepted(form, partial(referents.add_referent, call=call)):
        messages.success(request, "La personne lira les candidatures que son Département se verra montrer.")
        return redirect("filing:departments", programme.slug, call.slug)
    rows = DepartmentReferent.objects.filter(call=call).select_related("user")
    context = {"programme": programme, "call": call, "form": form, "rows": rows}
    return render(request, "calls/filing/departments.html", context)


@allowed(can_manage_referent)
@require_http_methods(["POST"])
def remove_referent(
    request: HttpRequest, programme: Programme, call: Call, referent: DepartmentReferent
) -> HttpResponse:
    """Somebody reads no longer for a Département."""
    referents.remove_referent(referent=referent)
    return redirect("filing:departments", programme.slug, call.slug)


@signed_in
def shared(request: HttpRequest) -> HttpResponse:
    """The applications that are shown to my Département."""
    return render(
        request, "calls/filing/shared.html", {"applications": by_name(filing.shared_with(request.user))}
    )


@allowed(can_read_shared)
def shared_one(request: HttpRequest, application: Application) -> HttpResponse:
    """One application shown to my Département."""
    return render(request, "calls/filing/shared_one.html", _reading(application))


@allowed(can_read_shared)
def shared_file(request: HttpRequest, application: Application, attachment: int) -> HttpResponseBase:
    """One of its files."""
    return _file(application, attachment)
