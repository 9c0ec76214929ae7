"""What one may read of the programmes, and who holds which role in them today."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from maillage.core.models import Mail
from maillage.core.outbox import of_spaces
from maillage.programmes.models import Programme, ProgrammeRole, ProgrammeRoleKind


def in_force(today: date | None = None, prefix: str = "") -> Q:
    """The condition « this dated row holds today », first and last days included."""
    day = today or timezone.localdate()
    open_ended = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    return Q(**{f"{prefix}starts_on__lte": day}) & open_ended


def current_roles(user: Any, *, today: date | None = None) -> QuerySet[ProgrammeRole]:
    """Roles that a user holds today on programmes."""
    if not user.is_authenticated:
        return ProgrammeRole.objects.none()
    return ProgrammeRole.objects.filter(in_force(today), user=user)


def _holds(user: Any, kind: str, programme: Programme | None, today: date | None) -> bool:
    roles = current_roles(user, today=today).filter(kind=kind)
    return (roles.filter(programme=programme) if programme else roles).exists()


def is_facilitator(user: Any, programme: Programme | None = None, *, today: date | None = None) -> bool:
    """Whether the user is « tiers facilitateur » today, of this programme or of any."""
    return _holds(user, ProgrammeRoleKind.FACILITATOR, programme, today)


def is_national(user: Any, programme: Programme | None = None, *, today: date | None = None) -> bool:
    """Whether the user belongs to the national coordination today, of this programme or of any."""
    return _holds(user, ProgrammeRoleKind.NATIONAL, programme, today)


def facilitated_by(user: Any, *, today: date | None = None) -> QuerySet[Programme]:
    """Programmes that a user facilitates today."""
    roles = current_roles(user, today=today).filter(kind=ProgrammeRoleKind.FACILITATOR)
    return Programme.objects.filter(pk__in=roles.values("programme"))


def visible_to(user: Any, *, today: date | None = None) -> QuerySet[Programme]:
    """Programmes where a user holds a role today, nationally or on one of the territories."""
    if not user.is_authenticated:
        return Programme.objects.none()
    national = current_roles(user, today=today).values("programme")
    local = user.territory_roles.filter(in_force(today)).values("territory__programme")
    return Programme.objects.filter(Q(pk__in=national) | Q(pk__in=local))


@dataclass(frozen=True)
class Places:
    """Places of a programme: how many are taken, how many remain."""

    total: int
    taken: int

    @property
    def free(self) -> int:
        return max(self.total - self.taken, 0)


def territories_of(programme: Programme, user: Any, *, today: date | None = None) -> QuerySet[Any]:
    """Territories of a programme; `opens` says whether the user may enter each one."""
    facilitates = ProgrammeRole.objects.filter(
        in_force(today), user=user, kind=ProgrammeRoleKind.FACILITATOR, programme=OuterRef("programme")
    )
    held = user.territory_roles.filter(in_force(today), territory=OuterRef("pk"))
    return programme.territories.annotate(opens=Exists(facilitates) | Exists(held))  # type: ignore[attr-defined,no-any-return]


def roles_of(programme: Programme) -> QuerySet[ProgrammeRole]:
    """Every role of a programme, past ones included, with its holder."""
    return programme.roles.select_related("user").order_by("kind", "-starts_on", "pk")  # type: ignore[attr-defined,no-any-return]


@dataclass(frozen=True)
class DatedPhase:
    """A step on the calendar. phase: of the programme, or of a territory that wrote its own; both have the same words."""

    phase: Any
    starts_on: date
    ends_on: date
    state: str  # past, current or coming

    @property
    def is_current(self) -> bool:
        return self.state == "current"


def state_on(starts_on: date, ends_on: date, *, today: date | None = None) -> str:
    """« past », « current » or « coming », both days included."""
    day = today or timezone.localdate()
    return "coming" if day < starts_on else "past" if day > ends_on else "current"


def months_after(start: date, months: int) -> date:
    """The same day, some months later; the last day of the month when that day does not exist."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def calendar_of(programme: Programme, *, today: date | None = None) -> list[DatedPhase]:
    """The steps of a programme with their dates, and where one stands."""
    found = []
    for phase in programme.phases.all():  # type: ignore[attr-defined]
        starts_on = months_after(programme.starts_on, phase.start_month)
        ends_on = months_after(programme.starts_on, phase.end_month) - timedelta(days=1)
        found.append(DatedPhase(phase, starts_on, ends_on, state_on(starts_on, ends_on, today=today)))
    return found


def mails_of(programme: Programme) -> QuerySet[Mail]:
    """The mails that facilitators of a programme may see: its own, and those of nobody when it is the only programme."""
    alone = not Programme.objects.exclude(pk=programme.pk).exists()
    return of_spaces([programme.slug, *([""] if alone else [])])
