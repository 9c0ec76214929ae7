"""What makes a diagnosis shared: ten points, each read in what was really done (domain dossier, 5.2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from maillage.core.typography import dated, plural
from maillage.diagnosis.queries import Report
from maillage.sharing.models import PassageKind, SharedDiagnosis, Step, Validation
from maillage.sharing.queries.writing import ChapterText
from maillage.surveys.queries.engagement import KINDS, kind_of, natures_of
from maillage.territories.codes import Sector
from maillage.territories.models import ActorStatus

GIVEN_BACK: Final = {Step.PREVIEW, Step.VALIDATION, Step.PUBLISHED}
NOT_YET: Final = "Pas encore."
ALL_THERE: Final = "Tous les secteurs et toutes les formes d’engagement sont là."
LOCALS: Final = next(iter(KINDS))  # « Habitants, parents, jeunes »
KNOWLEDGES: Final = {"PARENTS": "parents", "RESIDENTS": "habitants", "ASSOCIATIONS": "bénévoles"}


@dataclass(frozen=True)
class Point:
    """One of the ten: what it asks, whether it is done, what was found, the page where it is done."""

    label: str
    done: bool
    said: str
    page: str = ""


def checklist(shared: SharedDiagnosis, report: Report, chapters: list[ChapterText]) -> list[Point]:
    """The ten points, live. A point that nothing shows is « not yet », never ticked by hand."""
    written = [each for chapter in chapters for each in chapter.written]
    kinds = Counter(each.passage.kind for each in written)
    return [
        _agreed(shared),
        _method(shared),
        _knowledges(report, {each.revision.voice for each in written}),
        _diversity(report),
        _by_groups(len(written)),
        _disagreements(kinds[PassageKind.DISAGREEMENT]),
        _given_back(shared),
        _validated(shared),
        _priorities(kinds[PassageKind.PRIORITY]),
        _again(shared),
    ]


def _by_groups(written: int) -> Point:
    said = f"{plural(written, 'passage', 'passages')}, chacun au nom d’un groupe." if written else NOT_YET
    return Point("Ce qui est dit l’est par un groupe, jamais par une hiérarchie", written > 0, said, "write")


def _disagreements(count: int) -> Point:
    said = f"{plural(count, 'désaccord gardé', 'désaccords gardés')}." if count else NOT_YET
    return Point("Les désaccords sont écrits", count > 0, said, "write")


def _priorities(count: int) -> Point:
    said = f"{plural(count, 'priorité', 'priorités')}, avec leur source." if count else NOT_YET
    return Point("Les priorités sont décidées ensemble, avec leurs raisons", count > 0, said, "write")


def _again(shared: SharedDiagnosis) -> Point:
    due = shared.update_due_on
    said = f"Avant le {dated(due)}." if due else NOT_YET
    return Point("On sait quand il sera relu", due is not None, said, "frame")


def _agreed(shared: SharedDiagnosis) -> Point:
    states = dict(
        shared.territory.actors.order_by().values_list("status").annotate(how_many=Count("pk"))  # type: ignore[attr-defined]
    )
    validated, waiting = states.get(ActorStatus.VALIDATED, 0), states.get(ActorStatus.PROPOSED, 0)
    said = plural(validated, "acteur validé", "acteurs validés")
    if waiting:
        said += f", {plural(waiting, 'proposition attend', 'propositions attendent')}"
    return Point(
        "La liste des acteurs est choisie ensemble", validated > 0 and not waiting, f"{said}.", "actors"
    )


def _method(shared: SharedDiagnosis) -> Point:
    on, before = shared.method_agreed_on, shared.wave.opened_on
    label = "La méthode est validée avant de recueillir"
    if on is None or not shared.method_agreed_by:
        return Point(label, False, NOT_YET, "frame")
    said = f"Le {dated(on)}, par\u00a0: {shared.method_agreed_by}."
    return Point(
        label, on <= before, said if on <= before else f"{said} C’était après le début du recueil.", "frame"
    )


def _knowledges(report: Report, voices: set[str]) -> Point:
    heard = [words for voice, words in KNOWLEDGES.items() if voice in voices]
    workshops = bool(report.snapshot.get("grids"))
    said = ["les données", "les professionnels"] + heard + (["des tables réunies"] if workshops else [])
    return Point(
        "Plusieurs savoirs à égalité\u00a0: données, métiers, bénévoles, parents",
        bool(heard),
        f"{', '.join(said).capitalize()}."
        if heard
        else "Ni parents, ni habitants, ni bénévoles n’ont encore écrit.",
        "write",
    )


def _diversity(report: Report) -> Point:
    """Sectors and kinds of engagement: a list of professionals from every sector is not diverse."""
    there = {node["sector"] for node in report.snapshot["nodes"]}
    absent = [str(each.label) for each in Sector if each.value not in there and each != Sector.OTHER]
    engaged = {kind_of(natures) for natures in natures_of(report.wave).values()}
    if Sector.RESIDENTS in there:
        engaged.add(LOCALS)
    nobody = [kind.lower() for kind in KINDS if kind not in engaged]
    lacking = [*absent, *nobody]
    said = f"Il manque\u00a0: {', '.join(lacking)}." if lacking else ALL_THERE
    label = "Les familles et les habitants sont dans la liste, et l’on dit qui manque"
    return Point(label, LOCALS in engaged, said, "actors")


def _given_back(shared: SharedDiagnosis) -> Point:
    label = "Il est rendu à chacun avant d’être validé"
    if shared.step not in GIVEN_BACK or shared.preview_from is None or shared.preview_until is None:
        return Point(label, False, NOT_YET, "restitution")
    days = (shared.preview_until - shared.preview_from).days
    return Point(label, True, f"Relecture de {plural(days, 'jour', 'jours')}.", "restitution")


def _validated(shared: SharedDiagnosis) -> Point:
    signed = Validation.objects.filter(institution__shared=shared).values("institution").distinct().count()
    asked = shared.institutions.count()  # type: ignore[attr-defined]
    return Point(
        "Chaque institution valide, avec sa date et ses réserves",
        0 < asked == signed,
        f"{signed} sur {plural(asked, 'institution', 'institutions')}." if asked else NOT_YET,
        "restitution",
    )
