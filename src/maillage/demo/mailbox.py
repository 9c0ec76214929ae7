"""The mailbox of the fictional people, so that whoever tries the demo opens what they would have received. In the demo only."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from maillage.core.guards import public
from maillage.core.models import Mail

FICTIONAL: Final = "@exemple.fr"
PER_PAGE: Final = 25


def shown() -> QuerySet[Mail]:
    """Every mail on one's own machine; on a shared demo, those of fictional people: a visitor's address is not a show."""
    if not settings.DEMO:
        raise Http404
    at_home = urlsplit(settings.BASE_URL).hostname in {"localhost", "127.0.0.1"}
    mails = Mail.objects.order_by("-pk")
    return mails if at_home else mails.filter(recipient__endswith=FICTIONAL)


@public
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(shown(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mailbox.html", {"page": page})


@public
@never_cache
def show(request: HttpRequest, mail: int) -> HttpResponse:
    return render(request, "demo/mail.html", {"mail": get_object_or_404(shown(), pk=mail)})
