"""The page of a call, for everybody. One that is not published is seen by its facilitators only."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from maillage.calls import feeds
from maillage.calls.forms.page import AskForm
from maillage.calls.leaflet import absolute, leaflet, moment
from maillage.calls.models import Call
from maillage.calls.queries.page import page_of, public_calls, readable
from maillage.calls.services import inquiries
from maillage.core.guards import public
from maillage.core.ratelimit import too_many_tries
from maillage.core.uploads import serve
from maillage.programmes.forms import accepted

ASKED_BY_ADDRESS: Final = 10
ASKED_BY_ALL: Final = 200
read_only = require_http_methods(["GET", "HEAD"])


def _readable(request: HttpRequest, slug: str) -> Call:
    found = readable(slug, request.user)
    if found is None:
        raise Http404
    return found


@public
@read_only
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "calls/public/index.html", {"calls": public_calls()})


@public
@read_only
def show(request: HttpRequest, call: str) -> HttpResponse:
    page = page_of(_readable(request, call))
    return render(request, "calls/public/show.html", _said(page.call) | {"page": page})


def _said(call: Call) -> dict[str, Any]:
    """What the templates of a call all say."""
    address = absolute("calls:show", call.slug)
    body = f"{call.summary}\n\n{address}\n"
    return {
        "call": call,
        "address": address,
        "opens": moment(call.opens_at),
        "closes": moment(call.closes_at),
        "share": f"mailto:?subject={quote(call.title)}&body={quote(body)}",
    }


@public
@read_only
def pdf(request: HttpRequest, call: str) -> HttpResponse:
    found = _readable(request, call)
    response = HttpResponse(leaflet(page_of(found)), content_type="application/pdf")
    return _named(response, f"appel-{found.slug}.pdf")


@public
@read_only
def dates(request: HttpRequest, call: str) -> HttpResponse:
    found = _readable(request, call)
    response = HttpResponse(feeds.calendar(page_of(found)), content_type="text/calendar; charset=utf-8")
    return _named(response, f"appel-{found.slug}.ics")


@public
@read_only
def news(request: HttpRequest, call: str) -> HttpResponse:
    made = feeds.news(page_of(_readable(request, call)))
    return HttpResponse(made, content_type="application/rss+xml; charset=utf-8")


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, call: str) -> HttpResponse:
    """A question, without an account. It says the same whether the text was kept or held to be read first."""
    found = _readable(request, call)
    form = AskForm(request.POST or None)
    context = {"call": found, "form": form, "full": False}
    if request.method != "POST":
        return render(request, "calls/public/ask.html", context)
    if form.is_valid() and too_many_tries(
        request, door="inquiries", by_address=ASKED_BY_ADDRESS, by_all=ASKED_BY_ALL
    ):
        return render(request, "calls/public/ask.html", context | {"full": True}, status=429)
    if accepted(form, lambda **said: inquiries.ask(call=found, **said)):
        messages.success(request, "Votre question est arrivée. Elle est lue avant toute réponse.")
        return redirect("calls:show", found.slug)
    return render(request, "calls/public/ask.html", context, status=422)


@public
@read_only
def document(request: HttpRequest, call: str, document: int) -> HttpResponse:
    one = _readable(request, call).documents.filter(pk=document).first()  # type: ignore[attr-defined]
    if one is None:
        raise Http404
    return serve(one.file, name=one.name, kind=one.kind)
