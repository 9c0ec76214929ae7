"""What every page of a territory shares: the data sent, the page of a form, the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from maillage.territories.models import Territory

PAGE_SIZE = 50


def sent(request: HttpRequest) -> Any:
    """The data of a form that was sent, or nothing."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest, territory: Territory, form: BaseForm, title: str, *, back: str, **more: Any
) -> HttpResponse:
    """The one page of every form: `back` names the page it comes from."""
    usual = {
        "lead": "",
        "submit": "Enregistrer",
        "danger": False,
        "back": reverse(back, args=[territory.slug]),
    }
    context = usual | {"territory": territory, "form": form, "title": title} | more
    return render(request, "territories/form.html", context)


def done(request: HttpRequest, sentence: str, to: str, *arguments: Any) -> HttpResponse:
    """Say what was done, and go where it shows."""
    messages.success(request, sentence)
    return redirect(to, *arguments)


def page_of(request: HttpRequest, rows: Any) -> Page:
    """Fifty rows at a time; an unknown page is the nearest one."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def query_without_page(request: HttpRequest) -> str:
    """The filters in force, to keep them from page to page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
