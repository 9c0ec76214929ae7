"""What one may read of diagnoses. A page never computes: everything is already in `Finding`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from maillage.diagnosis.models import Diagnosis, DiagnosisState, Finding
from maillage.programmes.models import Programme
from maillage.surveys.models import Wave
from maillage.territories.models import Actor, Territory


@dataclass(frozen=True)
class Report:
    """All that a report is made of, read in a fixed number of queries."""

    territory: Territory
    programme: Programme
    wave: Wave
    previous_wave: Wave | None
    diagnosis: Diagnosis
    snapshot: dict[str, Any]
    findings: dict[str, Finding]
    changes: dict[str, Finding]


def report_of(diagnosis: Diagnosis) -> Report:
    """The report of a diagnosis: three queries, whatever its size."""
    full = Diagnosis.objects.select_related("territory__programme", "wave", "previous_wave").get(
        pk=diagnosis.pk
    )
    by_scope: dict[str, dict[str, Finding]] = {"wave": {}, "change": {}}
    for finding in full.findings.all():
        by_scope[finding.scope][finding.key] = finding
    return Report(
        territory=full.territory,
        programme=full.territory.programme,
        wave=full.wave,
        previous_wave=full.previous_wave,
        diagnosis=full,
        snapshot=_as_named_today(full),
        findings=by_scope["wave"],
        changes=by_scope["change"],
    )


def _as_named_today(diagnosis: Diagnosis) -> dict[str, Any]:
    """The snapshot, without the names of the actors that have objected since it was taken."""
    objecting = Actor.objects.filter(territory=diagnosis.territory_id, objects_to_naming=True)
    unnamed = {str(actor.pk): actor.public_name for actor in objecting}
    kept = diagnosis.snapshot
    nodes = [
        {**node, "name": unnamed[node["id"]], "named": False} if node["id"] in unnamed else node
        for node in kept.get("nodes", [])
    ]
    return {**kept, "nodes": nodes} if nodes else kept


def diagnoses_of(territory: Territory, *, drafts: bool) -> QuerySet[Diagnosis]:
    """The diagnoses of a territory, the latest first; without `drafts`, only those that were published."""
    found = (
        Diagnosis.objects.filter(territory=territory)
        .select_related("wave", "previous_wave")
        .defer("snapshot")
    )
    return found if drafts else found.filter(state=DiagnosisState.PUBLISHED)


def latest_published(territory: Territory) -> Diagnosis | None:
    """The diagnosis of the last wave that was shared with everybody, as it was computed last."""
    return diagnoses_of(territory, drafts=False).order_by("-wave__number", "-requested_at", "-pk").first()
