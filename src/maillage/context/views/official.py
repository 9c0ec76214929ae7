"""Official files: which ones are read, loading another, what it changed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.context import services
from maillage.context.datasets import PLACES, datasets, title_of
from maillage.context.figures import past_vintages, vintages_now
from maillage.context.forms import LoadForm
from maillage.context.models import Vintage
from maillage.context.permissions import can_load_figures, can_read_vintage
from maillage.core.guards import allowed
from maillage.programmes.models import Programme
from maillage.programmes.permissions import can_manage_programme


@allowed(can_manage_programme)
def index(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every dataset, with the vintage that is read."""
    now = vintages_now()
    listed = [(key, dataset, now.get(key)) for key, dataset in datasets().items()]
    context = {
        "programme": programme,
        "listed": listed,
        "missing": sum(vintage is None for _, _, vintage in listed),
        "places": [(key, title, now.get(key)) for key, title in PLACES.items()],
        "past": [(title_of(each.dataset), each) for each in past_vintages()],
    }
    return render(request, "context/official.html", context)


@allowed(can_load_figures)
def load(request: HttpRequest, programme: Programme, dataset: str) -> HttpResponse:
    """Choose the files of a dataset; they are read whole, then take the place of those before, or nothing changes."""
    told = datasets()[dataset]
    form = LoadForm(request.POST or None, request.FILES or None, example=told.example)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.load_figures(
                dataset=dataset,
                vintage=form.cleaned_data["vintage"],
                files=form.cleaned_data["published"],
                anyway=form.cleaned_data["anyway"],
                user=request.user,
            )
        except ValidationError as refusal:
            form.add_error("published", refusal)
        else:
            said = "Ces fichiers étaient déjà en place." if done.again else "Les fichiers sont en place."
            messages.success(request, said)
            return redirect("official:vintage", programme.slug, done.vintage.pk)
    context = {"programme": programme, "dataset": told, "form": form, "now": vintages_now().get(dataset)}
    return render(request, "context/official_load.html", context)


@allowed(can_read_vintage)
def show(request: HttpRequest, programme: Programme, vintage: Vintage) -> HttpResponse:
    """What a file changed, and the lines that were left out."""
    report = vintage.report
    moved = [
        (label, report[name], report.get("codes", {}).get(name, []))
        for name, label in (
            ("added", "Lieux nouveaux"),
            ("changed", "Lieux changés"),
            ("removed", "Lieux retirés"),
        )
    ]
    context = {
        "programme": programme,
        "vintage": vintage,
        "title": title_of(vintage.dataset),
        "report": report,
        "moved": moved,
        "more": max(0, report["rejected"] - len(report["lines"])),
    }
    return render(request, "context/official_vintage.html", context)
