"""What one may read of practice sheets: everybody reads what is published, the Club what is proposed, authors what they write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from maillage.club.content import FACETS, FIELDS
from maillage.club.models import Author, Facet, PeerReading, Practice, PracticeState, Revision
from maillage.programmes.models import Programme
from maillage.programmes.queries import facilitated_by, in_force, is_facilitator
from maillage.territories.models import Role, Territory


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
    """What a reader filters by: {facet: code}, only codes that exist."""

    chosen: Mapping[str, str]

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Asked:
        """What an address asks; an unknown code asks for nothing."""
        wanted = {key: data.get(key, "") for key in FACETS}
        return cls({key: code for key, code in wanted.items() if code in (FIELDS[key].choices or {})})


def published(asked: Asked | None = None) -> QuerySet[Practice]:
    """The sheets that everybody reads, the latest first: one query, two with filters."""
    rows = Practice.objects.filter(state=PracticeState.PUBLISHED).select_related("published", "territory")
    for kind, code in (asked.chosen if asked else {}).items():
        rows = rows.filter(Exists(Facet.objects.filter(practice=OuterRef("pk"), kind=kind, code=code)))
    return rows.order_by("-published_at", "-pk")
