"""What a table writes, on a phone, without an account."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.core.guards import public
from maillage.meetings import queries, services
from maillage.meetings.forms import fields_of, said_in
from maillage.meetings.models import Format
from maillage.meetings.services.prompts import ASKED


@public
def sit(request: HttpRequest, token: str) -> HttpResponse:
    """The grid of a table. What is sent is kept line by line; a line that is refused stays on the page, with its reason."""
    table, refused, wrong = services.table_of_link(token), {}, ""
    if table is None:
        raise Http404
    if table.workshop.format == Format.NETMAP:
        return redirect("tables:draw", token)
    if table.workshop.format in ASKED:
        return redirect("tables:say", token)
    said = {key: (each.level, each.reason) for key, each in queries.latest_readings(table).items()}
    if request.method == "POST":
        said |= said_in(request.POST)
        try:
            kept = services.save_readings(table=table, said=said_in(request.POST))
        except ValidationError as refusal:
            wrong = " ".join(refusal.messages)
        else:
            refused = dict(kept.refused)
            if not refused:
                return redirect(f"{services.link_of(table)}?garde=1")
    context = {
        "table": table,
        "workshop": table.workshop,
        "dimensions": fields_of(said, refused),
        "answered": sum(level is not None for level, _ in said.values()),
        "kept": "garde" in request.GET,
        "refused": len(refused),
        "wrong": wrong,
    }
    return render(request, "meetings/sit.html", context)
