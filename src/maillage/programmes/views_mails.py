"""The mails of a programme, for its facilitators: what waits, what does not arrive and why. Never their texts."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.core import outbox
from maillage.core.guards import allowed
from maillage.core.models import Mail
from maillage.programmes.models import Programme
from maillage.programmes.permissions import can_manage_programme, can_retry_mail
from maillage.programmes.queries import mails_of

PER_PAGE = 50


@allowed(can_manage_programme)
@never_cache
def index(request: HttpRequest, programme: Programme) -> HttpResponse:
    mails = mails_of(programme)
    # Neither what it was about nor when: a receipt that does not arrive would tell who has answered.
    trouble = mails.filter(outbox.in_trouble()).order_by("state", "recipient", "pk")
    context = {
        "programme": programme,
        "counts": outbox.counts(mails),
        "server": outbox.server_trouble(),
        "page": Paginator(trouble, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "programmes/mails.html", context)


@allowed(can_retry_mail)
@require_http_methods(["POST"])
def retry(request: HttpRequest, programme: Programme, mail: Mail) -> HttpResponse:
    outbox.retry(mail=mail)
    messages.success(request, "Le courriel est remis dans la file.")
    return redirect("programmes:mails", programme.slug)
