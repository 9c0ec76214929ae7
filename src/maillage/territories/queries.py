"""What one may read of the territories, visibility included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone

from maillage.core.typography import by_name, folded
from maillage.programmes.queries import facilitated_by, in_force, is_facilitator
from maillage.territories.codes import EngagementNature, Sector
from maillage.territories.geography import DEPARTMENTS, setting_of
from maillage.territories.models import (
    Actor,
    ActorStatus,
    Affiliation,
    Area,
    AreaKind,
    Body,
    Commune,
    Handover,
    Membership,
    Person,
    Quarter,
    Role,
    RoleKind,
    Territory,
)
from maillage.territories.official import searched


def current_roles(user: Any, *, today: date | None = None) -> QuerySet[Role]:
    """Roles that a user holds today on territories."""
    if not user.is_authenticated:
        return Role.objects.none()
    return Role.objects.filter(in_force(today), user=user)


def visible_to(user: Any, *, today: date | None = None) -> QuerySet[Territory]:
    """Territories that a user may enter: any current role there, or facilitator of the programme.

    The national coordination does not enter a territory: it reads what territories publish.
    """
    held = current_roles(user, today=today).values("territory")
    facilitated = facilitated_by(user, today=today).values("pk")
    return Territory.objects.filter(Q(pk__in=held) | Q(programme__in=facilitated)).select_related("programme")


def is_pilot(user: Any, territory: Territory | None = None, *, today: date | None = None) -> bool:
    """Whether the user is pilot today, of this territory or of any."""
    roles = current_roles(user, today=today).filter(kind=RoleKind.PILOT)
    return (roles.filter(territory=territory) if territory else roles).exists()


def is_manager(user: Any, territory: Territory, *, today: date | None = None) -> bool:
    """Whether the user may change this territory: its pilots, and the facilitators of its programme."""
    return is_pilot(user, territory, today=today) or is_facilitator(user, territory.programme, today=today)


def holds(user: Any, territory: Territory, *kinds: str, today: date | None = None) -> bool:
    """Whether the user holds one of these roles on the territory today."""
    return current_roles(user, today=today).filter(territory=territory, kind__in=kinds).exists()


@dataclass(frozen=True)
class Rights:
    """What a visitor of a territory may do: worked out once per page."""

    manages: bool
    reads_people: bool
    proposes: bool


def rights_of(user: Any, territory: Territory, *, today: date | None = None) -> Rights:
    """The rights of a user on a territory they may enter."""
    kinds = set(current_roles(user, today=today).filter(territory=territory).values_list("kind", flat=True))
    manages = RoleKind.PILOT in kinds or is_facilitator(user, territory.programme, today=today)
    return Rights(
        manages=manages,
        reads_people=manages or RoleKind.DEPARTMENT in kinds,
        proposes=manages or bool(kinds & {RoleKind.DEPARTMENT, RoleKind.CONTRIBUTOR}),
    )


def with_counts(territories: QuerySet[Territory]) -> QuerySet[Territory]:
    """Territories with the number of their validated and proposed actors, and whether somebody pilots them."""
    pilots = Role.objects.filter(in_force(), territory=OuterRef("pk"), kind=RoleKind.PILOT)
    return territories.annotate(
        validated=Count("actors", filter=Q(actors__status=ActorStatus.VALIDATED)),
        proposed=Count("actors", filter=Q(actors__status=ActorStatus.PROPOSED)),
        piloted=Exists(pilots),
    )


def actors_of(territory: Territory, *, archived: bool = False) -> QuerySet[Actor]:
    """Actors of a territory, by name; archived ones only on request."""
    actors = Actor.objects.filter(territory=territory)
    return actors if archived else actors.exclude(status=ActorStatus.ARCHIVED)


def resolve(actor: Actor) -> Actor:
    """The actor that counts today for a line that may have been merged into another."""
    while actor.merged_into is not None:
        actor = actor.merged_into
    return actor


def holding_on(day: date | None = None) -> Q:
    """The condition « this row holds that day », for rows whose dates may be unknown: an unknown first day counts as past."""
    day = day or timezone.localdate()
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return begun & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def affiliations_now(today: date | None = None) -> QuerySet[Affiliation]:
    """Who speaks for whom today."""
    return Affiliation.objects.filter(holding_on(today)).select_related("actor")


def people_of(territory: Territory, *, today: date | None = None) -> QuerySet[Person]:
    """People of a territory, with what they speak for today in `now`."""
    now = Prefetch("affiliations", queryset=affiliations_now(today), to_attr="now")
    return Person.objects.filter(territory=territory).prefetch_related(now)


def roles_of(territory: Territory) -> QuerySet[Role]:
    """Every role of a territory, past ones included, with its holder."""
    return (
        Role.objects.filter(territory=territory).select_related("user").order_by("kind", "-starts_on", "pk")
    )


def handovers_of(territory: Territory) -> QuerySet[Handover]:
    """The roles that passed from one person to another, the latest first."""
    return Handover.objects.filter(before__territory=territory).select_related("before__user", "after__user")


def areas_of(territory: Territory) -> QuerySet[Area]:
    """The perimeter, past elements included."""
    return Area.objects.filter(territory=territory)


def bodies_of(territory: Territory) -> QuerySet[Any]:
    """Bodies of a territory, with who sits there today in `now`."""
    now = Prefetch("memberships", Membership.objects.filter(holding_on()), to_attr="now")
    return Body.objects.filter(territory=territory).prefetch_related(now)


def sat_in(actor: Actor) -> QuerySet[Body]:
    """The bodies where an actor sits today."""
    return Body.objects.filter(pk__in=Membership.objects.filter(holding_on(), actor=actor).values("body"))


def memberships_of(body: Body) -> QuerySet[Any]:
    """Who sits or sat in a body, the present ones known by `sits`."""
    rows = Membership.objects.filter(body=body).select_related("actor")
    return rows.annotate(sits=Case(When(holding_on(), then=True), default=False)).order_by("-ends_on", "pk")


@dataclass(frozen=True)
class SectorCount:
    """How many actors a sector has on a territory."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Overview:
    """What a territory looks like at a glance."""

    sectors: list[SectorCount]
    missing_sectors: list[SectorCount]
    validated: int
    proposed: int
    people: int
    missing_natures: list[str]
    roles: list[Role]
    areas: list[Area]
    bodies: list[Body]

    @property
    def actors(self) -> int:
        return self.validated + self.proposed

    @property
    def piloted(self) -> bool:
        return any(role.kind == RoleKind.PILOT for role in self.roles)


def overview_of(territory: Territory, *, today: date | None = None) -> Overview:
    """Five queries, whatever the size of the territory."""
    rows = list(actors_of(territory).order_by().values_list("sector", "status"))
    by_sector = Counter(sector for sector, _ in rows)
    by_status = Counter(status for _, status in rows)
    sectors = [SectorCount(s.value, str(s.label), by_sector[s.value]) for s in Sector]
    natures = [natures for (natures,) in Person.objects.filter(territory=territory).values_list("natures")]
    present = {nature for row in natures for nature in row}
    return Overview(
        sectors=sorted((s for s in sectors if s.count), key=lambda s: (-s.count, folded(s.label))),
        missing_sectors=[s for s in sectors if not s.count and s.code != Sector.OTHER],
        validated=by_status[ActorStatus.VALIDATED],
        proposed=by_status[ActorStatus.PROPOSED],
        people=len(natures),
        missing_natures=[str(n.label) for n in EngagementNature if n.value not in present],
        roles=list(roles_of(territory).filter(in_force(today))),
        areas=sorted(areas_of(territory), key=lambda area: (area.kind, folded(area.name), area.pk)),
        bodies=by_name(Body.objects.filter(territory=territory)),
    )


SORTS: dict[str, Callable[[Actor, str], tuple[int, str, str]]] = {
    "nom": lambda a, name: (0, "", folded(name)),
    "secteur": lambda a, name: (0, folded(a.get_sector_display()), folded(name)),
    "etat": lambda a, name: (ActorStatus.values.index(a.status), "", folded(name)),
}


def directory_of(
    territory: Territory,
    *,
    real_names: bool,
    sector: str = "",
    status: str = "",
    text: str = "",
    sort: str = "nom",
    descending: bool = False,
) -> list[Actor]:
    """The list of actors as one reader sees it: filtered, searched and sorted on the names this reader may know."""
    actors = actors_of(territory, archived=status == ActorStatus.ARCHIVED)
    found = [a for a in actors if (not sector or a.sector == sector) and (not status or a.status == status)]
    shown = {a.pk: a.name if real_names else a.public_name for a in found}
    wanted = folded(text).split()
    found = [a for a in found if all(word in folded(shown[a.pk]) for word in wanted)]
    key = SORTS.get(sort, SORTS["nom"])
    return sorted(found, key=lambda a: (key(a, shown[a.pk]), a.pk), reverse=descending)


# --- The official list of places -------------------------------------------------------------------------


def search_communes(text: str, limit: int = 20) -> list[Commune]:
    """Communes of today whose words begin as typed: the name itself first, then the largest.

    « St » is « Saint »; accents, case and hyphens do not count; a code finds its commune; « 93 » or « (93) » beside a name
    keeps to that département. A name that no commune bears any more finds the commune it joined.
    """
    words = searched(text).split()
    places = [each for each in words if each.upper() in DEPARTMENTS]
    if places and len(words) > len(places):
        words = [each for each in words if each not in places]
    else:
        places = []
    if not words or len("".join(words)) < 2:
        return []
    name = " ".join(words)
    asked = Q(pk=name.upper())
    begun = Q()
    for word in words:
        begun &= Q(folded__startswith=word) | Q(folded__contains=f" {word}")
    rank = Case(
        When(folded=name, then=0),
        When(folded__startswith=f"{name} ", then=1),
        When(folded__startswith=name, then=2),
        default=3,
    )
    found = Commune.objects.filter(asked | begun)
    if places:
        found = found.filter(department__in=[each.upper() for each in places])
    found = found.order_by(rank, F("population").desc(nulls_last=True), "folded", "pk")
    if today := list(found.filter(replaced_by=None)[:limit]):
        return today
    former = found.filter(replaced_by__isnull=False).select_related("replaced_by")[:limit]
    return list(dict.fromkeys(each.replaced_by for each in former if each.replaced_by))


def communes_of(codes: Iterable[str]) -> list[Commune]:
    """The communes of these codes, in their order; a former commune is still itself."""
    wanted = list(dict.fromkeys(codes))
    found = Commune.objects.select_related("replaced_by").in_bulk(wanted)
    return [found[code] for code in wanted if code in found]


def quarters_of(communes: Iterable[str]) -> list[Quarter]:
    """The priority neighbourhoods that lie in these communes, or in those that replaced them."""
    codes = set(communes)
    today = Commune.objects.filter(pk__in=codes).values_list("replaced_by", flat=True)
    codes |= {code for code in today if code}
    lying = Quarter.objects.filter(Q(communes__in=codes) | Q(communes__replaced_by__in=codes)).values("pk")
    return by_name(Quarter.objects.filter(pk__in=lying).prefetch_related("communes"))


def setting_told(territory: Territory) -> str:
    """How urban a territory is (a key of `SETTINGS`), "" when the population of its communes is not known."""
    codes = territory.areas.filter(kind=AreaKind.COMMUNE).values("code")  # type: ignore[attr-defined]
    people = Commune.objects.filter(pk__in=codes, population__isnull=False).values_list(
        "population", flat=True
    )
    found = [each for each in people if each is not None]
    return setting_of(found).key if found else ""
