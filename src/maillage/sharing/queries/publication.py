"""What one may read of what is published, by level; and what would be published today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from maillage.core.typography import dated, plural
from maillage.diagnosis.blocks import Block, Heading, Paragraph, Quote, Table, Withheld
from maillage.diagnosis.models import Audience
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.sections import Section
from maillage.sharing.freezing import block_of, frozen, section_of, thawed
from maillage.sharing.levels import Level, names_any, recognisable, words_of
from maillage.sharing.models import (
    Institution,
    Publication,
    Reaction,
    Reader,
    SharedDiagnosis,
    Validation,
    Verdict,
)
from maillage.sharing.queries.document import sections_of
from maillage.sharing.queries.items import IN_DISCUSSION, as_agreed, items_of
from maillage.sharing.queries.restitution import last_readings, reactions_of
from maillage.territories.models import Actor, Territory

HELD_BACK: Final = "Passage retenu"
OBJECTED: Final = "Une structure a demandé à ne plus être nommée\u00a0: une nouvelle version paraîtra."
UNNAMED: Final = "Acteur non nommé"
SILENT: Final = "N’a pas encore répondu"


# --- What would be published today -----------------------------------------------------------------
def actor_names(shared: SharedDiagnosis) -> list[str]:
    """The names of every structure of the territory, today's and those of the figures."""
    listed = Actor.objects.filter(territory=shared.territory_id).values_list("name", flat=True)
    return [*listed, *(node["name"] for node in shared.diagnosis.snapshot.get("nodes", []))]


def frozen_today(shared: SharedDiagnosis) -> list[dict[str, Any]]:
    """What a version would hold, each block with its level."""
    signing = Institution.objects.filter(shared=shared).values_list("name", flat=True)
    return frozen(publishable(shared), names=recognisable(actor_names(shared)), signing=recognisable(signing))


def agreed_report(shared: SharedDiagnosis) -> Report:
    """The report in which only the structures that agreed to it have a name."""
    report = report_of(shared.diagnosis)
    agreed = {
        str(pk) for pk in Reader.objects.filter(shared=shared, naming=True).values_list("actor_id", flat=True)
    }
    nodes = [
        node if node["id"] in agreed else {**node, "name": UNNAMED, "named": False}
        for node in report.snapshot.get("nodes", [])
    ]
    return replace(report, snapshot={**report.snapshot, "nodes": nodes})


def publishable(shared: SharedDiagnosis) -> list[Section]:
    """The document, names as agreed, contests applied, then the readings that were joined and who validated."""
    document = as_agreed(sections_of(shared, report=agreed_report(shared)), reactions_of(shared))
    return [*document, *readings_section(shared), *validations_section(shared)]


def readings_section(shared: SharedDiagnosis) -> list[Section]:
    """The readings that institutions joined, side by side."""
    readings = last_readings(shared)
    joined = Institution.objects.filter(shared=shared, joins=True, pk__in=readings).order_by("pk")
    said = [Quote(text=readings[each.pk].text, source=each.name) for each in joined if readings[each.pk].text]
    if not said:
        return []
    lead = Paragraph(text="Chacune a écrit seule, avant de lire les autres.", lead=True)
    blocks: tuple[Block, ...] = (lead, *said)
    return [section_of("readings", "Les lectures des institutions", "VIEWPOINTS", blocks)]


@dataclass(frozen=True)
class Signed:
    """An institution and its last word."""

    institution: Institution
    last: Validation | None

    @property
    def words(self) -> str:
        return str(self.last.get_verdict_display()) if self.last else SILENT


def signatures(shared: SharedDiagnosis) -> list[Signed]:
    """Every institution listed with its last decision; two queries."""
    rows = Validation.objects.filter(institution__shared=shared).select_related("recorded_by").order_by("pk")
    last = {each.institution_id: each for each in rows}
    listed = Institution.objects.filter(shared=shared).order_by("-reads_first", "pk")
    return [Signed(each, last.get(each.pk)) for each in listed]


def validations_section(shared: SharedDiagnosis) -> list[Section]:
    """Who validated, when, with which reservations; who has not answered is there too."""
    signed = signatures(shared)
    if not any(each.last for each in signed):
        return []
    yes = sum(bool(each.last and each.last.verdict != Verdict.REFUSED) for each in signed)
    reserved = sum(bool(each.last and each.last.verdict == Verdict.RESERVED) for each in signed)
    lead = f"{plural(yes, 'institution valide', 'institutions valident')} ce diagnostic"
    lead += f", dont {reserved} avec des réserves." if reserved else "."
    rows = tuple(
        (each.institution.name, each.words, dated(each.last.decided_on) if each.last else "–")
        for each in signed
    )
    table = Table(
        caption="Les institutions et leur décision", columns=("Institution", "Décision", "Le"), rows=rows
    )
    # beside the table: a cell as long as an institution's reservations may be would not fit a page
    said = [
        Quote(text=each.last.reservations, source=f"{each.institution.name}, {each.words.lower()}")
        for each in signed
        if each.last and each.last.reservations
    ]
    title = [Heading(text="Leurs réserves et leurs raisons")] if said else []
    blocks: tuple[Block, ...] = (Paragraph(text=lead, lead=True), table, *title, *said)
    return [section_of("validations", "Qui valide ce diagnostic", "ANNEXES", blocks)]


def cover_of(shared: SharedDiagnosis, moment: datetime) -> dict[str, str]:
    """What the first page says."""
    return {
        "territory": shared.territory.name,
        "programme": shared.territory.programme.name,
        "facilitator": shared.territory.programme.facilitator_name,
        "contacts": shared.territory.programme.facilitator_contact,
        "wave": shared.wave.label,
        "date": dated(timezone.localdate(moment)),
        "made": moment.isoformat(),
        "version": f"maillage {shared.diagnosis.package_version}, empreinte {shared.diagnosis.input_hash[:12]}",
    }


# --- What is published -----------------------------------------------------------------------------
def reads(publication: Publication, level: Level, *, public: bool) -> list[Section]:
    """A version as one level reads it today: an objection or a contest since holds back what it is about, at once."""
    content = _held_back(publication)
    return thawed(content, upto=level, public=public)


def _held_back(publication: Publication) -> list[dict[str, Any]]:
    shared = publication.shared
    if publication.archived_at is not None:
        kept: list[dict[str, Any]] = publication.content
        return kept
    objecting = Actor.objects.filter(territory=shared.territory_id, objects_to_naming=True)
    names = recognisable(objecting.values_list("name", flat=True))
    contested = {
        each.item for each in Reaction.objects.filter(reader__shared=shared, kind="CONTEST", outcome="")
    }
    full = [
        section_of(each["key"], each["title"], each["chapter"], tuple(map(block_of, each["blocks"])))
        for each in (publication.content if contested else ())
    ]
    frozen_now = {item.block for each in full for item in items_of(each) if item.key in contested}
    return [
        section
        | {
            "blocks": [
                _kept(block, bool(frozen_now) and block_of(block) in frozen_now, names)
                for block in section["blocks"]
            ]
        }
        for section in publication.content
    ]


def _kept(block: dict[str, Any], contested: bool, names: list[str]) -> dict[str, Any]:
    if contested:
        reason = IN_DISCUSSION
    elif names and names_any(words_of(block), names):
        reason = OBJECTED
    else:
        return block
    held = Withheld(label=HELD_BACK, reason=reason)
    return {"kind": "withheld", "level": block["level"], "label": held.label, "reason": held.reason}


def versions_of(shared: SharedDiagnosis) -> QuerySet[Publication]:
    """Every version, the last one first, without what it holds."""
    return Publication.objects.filter(shared=shared).defer("content").order_by("-number")


def public_versions() -> QuerySet[Publication]:
    """The versions that everybody may read today."""
    return (
        Publication.objects.filter(audience=Audience.PUBLIC, archived_at__isnull=True)
        .select_related("shared__territory__programme", "shared__wave")
        .defer("content")
        .order_by("shared__territory__name", "-published_at", "pk")
    )


def public_version(*, place: str, wave: int, version: int | None = None) -> Publication | None:
    """A version for everybody: the current one, or an older one of which only numbers are left."""
    found = Publication.objects.filter(
        shared__territory__slug=place, shared__wave__number=wave, audience=Audience.PUBLIC
    ).select_related("shared__territory__programme", "shared__wave", "shared__diagnosis")
    found = found.filter(archived_at__isnull=True) if version is None else found.filter(number=version)
    return found.first()


def current_version(shared: SharedDiagnosis) -> Publication | None:
    """The version that counts today."""
    return (
        Publication.objects.filter(shared=shared, archived_at__isnull=True)
        .select_related("shared__territory__programme", "shared__wave")
        .first()
    )


def published_of(territory: Territory) -> QuerySet[Publication]:
    """What is published of a territory today, the last one first."""
    return (
        Publication.objects.filter(shared__territory=territory, archived_at__isnull=True)
        .select_related("shared__wave")
        .defer("content")
        .order_by("-published_at")
    )
