"""What one may do with a programme: one verb, one function, one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils.text import slugify

from maillage.accounts.models import User
from maillage.accounts.services import invite_user
from maillage.core.typography import plural
from maillage.programmes.codes import DEFAULT_PHASES, PhaseTemplate
from maillage.programmes.models import Partner, Phase, Programme, ProgrammeRole, ProgrammeRoleKind
from maillage.programmes.queries import in_force

SLUG_LENGTH = 60


class ProgrammeChanges(TypedDict, total=False):
    name: str
    summary: str
    facilitator_name: str
    facilitator_contact: str
    legal_notice: str
    places: int
    starts_on: date


class PhaseChanges(TypedDict, total=False):
    label: str
    content: str
    output: str
    start_month: int
    end_month: int


class PartnerChanges(TypedDict, total=False):
    name: str
    contribution: str


def free_slug(model: type[Model], name: str, *, reserved: Iterable[str] = ()) -> str:
    """An address made from a name, not taken yet: « les-trois-ponts », then « les-trois-ponts-2 »."""
    stem = slugify(name.replace("’", "-"))[: SLUG_LENGTH - 4] or "sans-nom"
    manager = model._default_manager
    taken = {*reserved, *manager.filter(slug__startswith=stem).values_list("slug", flat=True)}
    slug, rank = stem, 1
    while slug in taken:
        rank += 1
        slug = f"{stem}-{rank}"
    return slug


def save_checked(row: Model) -> None:
    """Save a row once every rule of its model holds; the sentences are those of the model."""
    row.full_clean()
    row.save()


def change(row: Model, changes: Any) -> None:
    """Give a row its new values, then save it if every rule holds."""
    for name, value in changes.items():
        setattr(row, name, value)
    save_checked(row)


@transaction.atomic
def create_programme(
    *,
    name: str,
    facilitator_name: str,
    places: int = 10,
    starts_on: date,
    phases: Iterable[PhaseTemplate] = DEFAULT_PHASES,
    slug: str = "",
    summary: str = "",
    facilitator_contact: str = "",
    legal_notice: str = "",
) -> Programme:
    """Open a programme with its phases."""
    programme = Programme(
        name=name,
        slug=slug or free_slug(Programme, name),
        summary=summary,
        facilitator_name=facilitator_name,
        facilitator_contact=facilitator_contact,
        legal_notice=legal_notice,
        places=places,
        starts_on=starts_on,
    )
    save_checked(programme)
    for template in phases:
        save_checked(Phase(programme=programme, **vars(template)))
    return programme


@transaction.atomic
def update_programme(*, programme: Programme, **changes: Unpack[ProgrammeChanges]) -> Programme:
    """Change the presentation, the places or the accompanying body; never fewer places than are taken."""
    taken = programme.territories.count()  # type: ignore[attr-defined]
    if changes.get("places", programme.places) < taken:
        raise ValidationError(
            {
                "places": f"{plural(taken, 'territoire participe', 'territoires participent')} déjà\u00a0: "
                f"ouvrez au moins {plural(taken, 'place')}."
            },
            code="too_few_places",
        )
    change(programme, changes)
    return programme


@transaction.atomic
def add_phase(
    *, programme: Programme, label: str, start_month: int, end_month: int, content: str = "", output: str = ""
) -> Phase:
    """Add a step to the programme."""
    codes = set(programme.phases.values_list("code", flat=True))  # type: ignore[attr-defined]
    stem = slugify(label).upper().replace("-", "_")[:34] or "PHASE"
    code = next(c for c in (stem, *(f"{stem}_{rank}" for rank in range(2, len(codes) + 3))) if c not in codes)
    phase = Phase(
        programme=programme,
        code=code,
        label=label,
        content=content,
        output=output,
        start_month=start_month,
        end_month=end_month,
    )
    save_checked(phase)
    return phase


@transaction.atomic
def update_phase(*, phase: Phase, **changes: Unpack[PhaseChanges]) -> Phase:
    """Rewrite a step: its words and its months are data."""
    change(phase, changes)
    return phase


@transaction.atomic
def remove_phase(*, phase: Phase) -> None:
    """Take a step out of the programme."""
    phase.delete()


@transaction.atomic
def add_partner(*, programme: Programme, name: str, contribution: str = "") -> Partner:
    """Add an institution at the end of the list of partners."""
    last = programme.partners.aggregate(last=Max("position"))["last"]  # type: ignore[attr-defined]
    partner = Partner(
        programme=programme, name=name, contribution=contribution, position=0 if last is None else last + 1
    )
    save_checked(partner)
    return partner


@transaction.atomic
def update_partner(*, partner: Partner, **changes: Unpack[PartnerChanges]) -> Partner:
    """Correct the name or the contribution of a partner."""
    change(partner, changes)
    return partner


@transaction.atomic
def remove_partner(*, partner: Partner) -> None:
    """Take a partner out of the list."""
    partner.delete()


def hold(role: Any, *, among: QuerySet[Any], replaces: Any | None) -> None:
    """Save a new role, among those of its place. The successor takes the same role after the first day of whoever
    had it, and ends it the day before."""
    if replaces is not None and replaces.kind != role.kind:
        raise ValidationError(
            {"replaces": "La passation se fait dans le même rôle\u00a0: choisissez le même rôle."},
            code="other_kind",
        )
    if replaces is not None and replaces.starts_on >= role.starts_on:
        raise ValidationError(
            {
                "starts_on": "La passation vient après le premier jour de la personne remplacée\u00a0: choisissez une date plus tardive."
            },
            code="handover_date",
        )
    if among.filter(in_force(role.starts_on), user=role.user, kind=role.kind).exists():
        raise ValidationError(f"{role.user} a déjà ce rôle à cette date.", code="role_held")
    if replaces is not None:
        change(replaces, {"ends_on": role.starts_on - timedelta(days=1)})
    save_checked(role)


@transaction.atomic
def grant_role(
    *,
    programme: Programme,
    user: User,
    kind: str | ProgrammeRoleKind,
    starts_on: date,
    ends_on: date | None = None,
    replaces: ProgrammeRole | None = None,
) -> ProgrammeRole:
    """Give a role from a day on. Several people may hold it; `replaces` hands it over, the day before."""
    role = ProgrammeRole(programme=programme, user=user, kind=kind, starts_on=starts_on, ends_on=ends_on)
    hold(role, among=programme.roles.all(), replaces=replaces)  # type: ignore[attr-defined]
    return role


@transaction.atomic
def appoint(
    *,
    programme: Programme,
    email: str,
    full_name: str,
    kind: str,
    starts_on: date,
    replaces: ProgrammeRole | None = None,
) -> ProgrammeRole:
    """Give a role to whoever holds an address; their account is opened if there is none."""
    holder = invite_user(email=email, full_name=full_name)
    return grant_role(programme=programme, user=holder, kind=kind, starts_on=starts_on, replaces=replaces)


@transaction.atomic
def end_role(*, role: ProgrammeRole, ends_on: date) -> ProgrammeRole:
    """End a role on a day, included. The programme keeps at least one facilitator; history is kept."""
    others = role.programme.roles.filter(in_force(ends_on + timedelta(days=1)), kind=role.kind).exclude(
        pk=role.pk
    )  # type: ignore[attr-defined]
    if role.kind == ProgrammeRoleKind.FACILITATOR and not others.exists():
        raise ValidationError(
            "Un programme garde au moins un tiers facilitateur\u00a0: nommez d’abord la personne qui prend la suite.",
            code="last_facilitator",
        )
    change(role, {"ends_on": ends_on})
    return role
