"""The report on screen, in PDF, and its map. Nothing is computed here: everything is read."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from maillage.core.guards import allowed
from maillage.core.typography import folded
from maillage.diagnosis.blocks import Figure, kind_of
from maillage.diagnosis.gate.bundle import recomputing
from maillage.diagnosis.map.pairs import strongest
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.diagnosis.permissions import can_recompute, can_see_diagnosis, manages, may_recompute
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.render import FORMS, document
from maillage.diagnosis.sections import Section, build_all
from maillage.surveys.kinds.cooperation import LEVELS
from maillage.territories.models import Territory

COMPUTED = {DiagnosisState.READY, DiagnosisState.PUBLISHED}


@allowed(can_see_diagnosis)
def show(request: HttpRequest, territory: Territory, diagnosis: Diagnosis) -> HttpResponse:
    """The report on screen."""
    if diagnosis.state not in COMPUTED:
        return redirect("diagnosis:progress", territory=territory.slug, diagnosis=diagnosis.pk)
    report = report_of(diagnosis)
    context = {
        "territory": territory,
        "diagnosis": report.diagnosis,
        "wave": report.snapshot["wave"],
        "sections": [_shown(each) for each in build_all(report)],
        "forms": FORMS,
        "can_publish": diagnosis.state == DiagnosisState.READY and manages(request.user, territory),
        "can_recompute": manages(request.user, territory)
        and may_recompute(request.user, diagnosis, territory),
        **_ties(report, request.GET),
    }
    return render(request, "diagnosis/show.html", context)


def _shown(section: Section) -> dict[str, Any]:
    """A section with the template of each of its blocks."""
    blocks = [
        {"block": each, "template": f"diagnosis/blocks/{kind_of(each)}.html"} for each in section.blocks
    ]
    return {"key": section.key, "title": section.title, "blocks": blocks}


def _ties(report: Report, asked: Any) -> dict[str, Any]:
    """Every pair of the map as a row, filtered by sector and level when asked."""
    nodes = {node["id"]: node for node in report.snapshot["nodes"]}
    groups = sorted({node["group"] for node in nodes.values()}, key=folded)
    group = asked.get("secteur", "") if asked.get("secteur") in groups else ""
    level = int(asked["niveau"]) if asked.get("niveau") in {"1", "2", "3", "4"} else 1
    names = {node["id"]: folded(node["name"]) for node in nodes.values()}  # folded once each, not once a pair
    rows = []
    for pair in strongest(report.snapshot["ties"]):
        one, two = (nodes[each] for each in sorted(pair[:2], key=names.__getitem__))
        if pair[2] >= level and (not group or group in {one["group"], two["group"]}):
            rows.append({"one": one, "two": two, "level": pair[2], "words": LEVELS[pair[2]]})
    rows.sort(key=lambda row: (names[row["one"]["id"]], names[row["two"]["id"]]))
    levels = [(value, words) for value, words in LEVELS.items() if value]
    return {"ties": rows, "groups": groups, "chosen_group": group, "chosen_level": level, "levels": levels}


@allowed(can_see_diagnosis)
def pdf(request: HttpRequest, territory: Territory, diagnosis: Diagnosis) -> HttpResponse:
    """The report as a PDF to keep and print."""
    if diagnosis.state not in COMPUTED:
        return redirect("diagnosis:progress", territory=territory.slug, diagnosis=diagnosis.pk)
    name = slugify(f"diagnostic-{territory.name}-{diagnosis.wave.label}")
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(
        document.render(report_of(diagnosis)), content_type="application/pdf", headers=headers
    )


@allowed(can_see_diagnosis)
def taken_away(request: HttpRequest, territory: Territory, diagnosis: Diagnosis, form: str) -> HttpResponse:
    """The report in another form: to edit, to project, to hang, to keep."""
    if diagnosis.state not in COMPUTED:
        return redirect("diagnosis:progress", territory=territory.slug, diagnosis=diagnosis.pk)
    chosen, report = FORMS[form], report_of(diagnosis)
    write = import_module(f"maillage.diagnosis.render.{form}").write
    name = slugify(f"diagnostic-{territory.name}-{diagnosis.wave.label}")
    headers = {"Content-Disposition": f'attachment; filename="{name}{chosen.suffix}"'}
    made = write(document.cover(report), build_all(report))
    return HttpResponse(made, content_type=chosen.content_type, headers=headers)


@allowed(can_recompute)
def recompute(request: HttpRequest, territory: Territory, diagnosis: Diagnosis) -> HttpResponse:
    """What is needed to find the figures again without the platform."""
    if diagnosis.state not in COMPUTED:
        return redirect("diagnosis:progress", territory=territory.slug, diagnosis=diagnosis.pk)
    name = slugify(f"recalcul-{territory.name}-{diagnosis.wave.label}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return HttpResponse(recomputing(report_of(diagnosis)), content_type="application/zip", headers=headers)


@allowed(can_see_diagnosis)
def map_svg(request: HttpRequest, territory: Territory, diagnosis: Diagnosis) -> HttpResponse:
    """The map alone, to project in a meeting room."""
    if diagnosis.state not in COMPUTED:
        return redirect("diagnosis:progress", territory=territory.slug, diagnosis=diagnosis.pk)
    blocks = (block for section in build_all(report_of(diagnosis)) for block in section.blocks)
    figure = next(block for block in blocks if isinstance(block, Figure))
    return HttpResponse(figure.svg, content_type="image/svg+xml")
