"""What one may read of practice sheets: everybody reads what is published, the Club what is proposed, authors what they write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from maillage.club.content import FACETS, FIELDS, SETTING
from maillage.club.models import Author, Facet, PeerReading, Practice, PracticeState, Revision
from maillage.club.queries.search import alike, find
from maillage.programmes.models import Programme
from maillage.programmes.queries import facilitated_by, in_force, is_facilitator
from maillage.territories.geography import DEPARTMENTS, SETTINGS, region_of
from maillage.territories.models import Role, Territory

LONGEST_QUESTION: Final = 200  # signs
# {facet: (what it is called, {code: words})}: what a list of practices is filtered by.
CHOICES: Final[dict[str, tuple[str, Mapping[str, str]]]] = {
    **{key: (FIELDS[key].label, FIELDS[key].choices or {}) for key in FACETS},
    SETTING: ("Quel territoire", {each.key: each.label for each in SETTINGS}),
}


# --- Who is of the Club ----------------------------------------------------------------------------
def clubs_of(user: Any) -> QuerySet[Programme]:
    """The programmes whose Club a user belongs to: any role on one of their territories today, or facilitator."""
    held = Role.objects.filter(in_force(), user=user).values("territory__programme")
    return Programme.objects.filter(Q(pk__in=held) | Q(pk__in=facilitated_by(user).values("pk")))


def own_territories(user: Any, programme: Programme) -> QuerySet[Territory]:
    """The territories for which a user may write a sheet: those of their roles; all of them for a facilitator."""
    every = Territory.objects.filter(programme=programme).order_by("name")
    if is_facilitator(user, programme):
        return every
    return every.filter(pk__in=Role.objects.filter(in_force(), user=user).values("territory"))


# --- Sheets ----------------------------------------------------------------------------------------
def _latest() -> QuerySet[Revision]:
    return Revision.objects.filter(practice=OuterRef("pk")).order_by("-number")


def practices_of(programme: Programme, user: Any) -> QuerySet[Any]:
    """The sheets that a member of the Club may open, with `latest` (what is written) and `is_mine`."""
    mine = Author.objects.filter(practice=OuterRef("pk"), user=user)
    rows = (
        Practice.objects.filter(programme=programme)
        .select_related("territory", "published")
        .annotate(latest=Subquery(_latest().values("content")[:1]), is_mine=Exists(mine))
    )
    if is_facilitator(user, programme):
        return rows
    return rows.filter(Q(is_mine=True) | Q(state__in=[PracticeState.PROPOSED, PracticeState.PUBLISHED]))


def latest_of(practice: Practice) -> Revision | None:
    """The sheet as it is written now."""
    return Revision.objects.filter(practice=practice).order_by("-number").first()


def readings_of(practice: Practice) -> QuerySet[PeerReading]:
    """What peers said, of every version, the latest first."""
    rows = PeerReading.objects.filter(revision__practice=practice)
    return rows.select_related("revision", "territory")


def may_read_as_peer(user: Any, practice: Practice) -> Territory | None:
    """The territory from which a user may read a sheet as a peer: one of theirs, not that of the sheet; never its authors."""
    if Author.objects.filter(practice=practice, user=user).exists():
        return None
    held = Role.objects.filter(in_force(), user=user, territory__programme=practice.programme_id)
    other = held.exclude(territory=practice.territory_id).select_related("territory").order_by("pk").first()
    return other.territory if other else None


# --- What everybody reads --------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """What a reader asks: words, {facet: code}, and the département they live in. Only codes that exist."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    near: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Asked:
        """What an address asks; an unknown code asks for nothing."""
        wanted = {key: data.get(key, "") for key in CHOICES}
        near = data.get("pres", "")
        return cls(
            words=" ".join(data.get("mots", "").replace("\0", "").split())[:LONGEST_QUESTION],
            chosen={key: code for key, code in wanted.items() if code in CHOICES[key][1]},
            near=near if near in DEPARTMENTS else "",
        )

    @property
    def is_filtered(self) -> bool:
        """Whether some published sheets may be left out."""
        return bool(self.words or self.chosen)


def published() -> QuerySet[Practice]:
    """The sheets that everybody reads, the latest first."""
    rows = Practice.objects.filter(state=PracticeState.PUBLISHED).select_related("published", "territory")
    return rows.order_by("-published_at", "-pk")


def answering(asked: Asked) -> QuerySet[Practice] | list[Practice]:
    """The sheets that answer: the nearest first when a place is told, then the best for the words, then the latest."""
    rows = published()
    for kind, code in asked.chosen.items():
        rows = rows.filter(Exists(Facet.objects.filter(practice=OuterRef("pk"), kind=kind, code=code)))
    if asked.words:
        ranked = find(asked.words)
        found = {each.pk: each for each in rows.filter(pk__in=ranked)}
        best = [found[each] for each in ranked if each in found]
        return sorted(best, key=lambda each: _distance(each, asked.near)) if asked.near else best
    return rows.order_by(_nearness(asked.near), *rows.query.order_by) if asked.near else rows


def _distance(practice: Practice, near: str) -> int:
    """0: the same département; 1: the same région; 2: elsewhere."""
    place = practice.territory.department
    return 0 if place == near else 1 if region_of(place) == region_of(near) else 2


def _nearness(near: str) -> Case:
    around = [code for code in DEPARTMENTS if region_of(code) == region_of(near)]
    return Case(
        When(territory__department=near, then=0), When(territory__department__in=around, then=1), default=2
    )


def others_doing(practice: Practice) -> list[Practice]:
    """« Qui d’autre fait cela ? », the nearest in meaning first."""
    ranked = alike(practice)
    found = published().in_bulk(ranked)
    return [found[each] for each in ranked if each in found]
