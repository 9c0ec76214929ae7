"""The start: an application that has its place opens its territory, with what it already said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.services import invite_user
from maillage.calls.models import Application, ApplicationState
from maillage.calls.queries.reading import last_submission
from maillage.calls.services.drafts import absolute
from maillage.core import outbox
from maillage.core.typography import folded
from maillage.territories import services as territories
from maillage.territories.codes import Sector
from maillage.territories.models import Actor, AreaKind, Quarter, RoleKind, Territory
from maillage.territories.queries import communes_of


@dataclass(frozen=True, kw_only=True)
class Started:
    """A territory that was opened. refused: actors that are to be written again, and why."""

    territory: Territory
    actors: int
    pilots: int
    refused: tuple[tuple[str, str], ...]


@transaction.atomic
def open_territory(*, application: Application, today: date | None = None) -> Started:
    """Open the territory of an application that was sent: perimeter, actors to agree on, roles, and a mail to each pilot."""
    day = today or timezone.localdate()
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call__programme")
        .get(pk=application.pk)
    )
    if locked.territory_id:
        raise ValidationError("Ce territoire est déjà ouvert.", code="already")
    sent = last_submission(locked)
    if sent is None or locked.state == ApplicationState.WITHDRAWN:
        raise ValidationError("On n’ouvre un territoire qu’à une candidature déposée.", code="not_sent")
    territory = territories.create_territory(
        programme=locked.call.programme, name=locked.name, department=locked.department, joined_on=day
    )
    locked.territory = territory
    locked.save(update_fields=["territory"])
    _lay_perimeter(territory, sent.answers, day)
    refused = tuple(_propose_actors(territory, sent.answers))
    pilots = _give_roles(locked, territory, sent.answers, day)
    count = Actor.objects.filter(territory=territory).count()
    return Started(territory=territory, actors=count, pilots=pilots, refused=refused)


def _lay_perimeter(territory: Territory, answers: Mapping[str, Any], day: date) -> None:
    for commune in communes_of(answers.get("communes", [])):
        territories.add_area(
            territory=territory, kind=AreaKind.COMMUNE, code=commune.code, name=commune.name, starts_on=day
        )
    for quarter in Quarter.objects.filter(code__in=answers.get("quarters", [])).order_by("code"):
        territories.add_area(
            territory=territory, kind=AreaKind.QPV, code=quarter.code, name=quarter.name[:120], starts_on=day
        )


def named_actors(answers: Mapping[str, Any]) -> dict[str, str]:
    """{name: sector} of every structure that an application names; the first to name one says its sector."""
    rows = [(row.get("name", ""), row.get("sector") or "") for row in answers.get("actors", [])]
    rows += [(row.get("name", ""), "") for row in answers.get("copilots", [])]
    rows += [(answers.get("college", ""), Sector.EDUCATION)]
    rows += [(row.get("name", ""), Sector.EDUCATION) for row in answers.get("schools", [])]
    found: dict[str, tuple[str, str]] = {}
    for name, sector in rows:
        key = folded(" ".join(name.split()))
        if key and (key not in found or not found[key][1]):
            found[key] = (found.get(key, (" ".join(name.split()), ""))[0], str(sector))
    return dict(found.values())


def _propose_actors(territory: Territory, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Propose each structure for the agreed list; those that a rule refuses are told, not lost."""
    for name, sector in named_actors(answers).items():
        try:
            with transaction.atomic():
                territories.propose_actor(territory=territory, name=name[:120], sector=sector or Sector.OTHER)
        except ValidationError as error:
            yield name, error.messages[0]


def _give_roles(application: Application, territory: Territory, answers: Mapping[str, Any], day: date) -> int:
    """Authors and co-pilots lead; the referents of the Département follow."""
    pilots = {author.user_id: author.user for author in application.authors.select_related("user")}  # type: ignore[attr-defined]
    for row in answers.get("copilots", []):
        if row.get("email"):
            user = invite_user(email=row["email"])
            pilots[user.pk] = user
    for user in pilots.values():
        territories.grant_role(territory=territory, user=user, kind=RoleKind.PILOT, starts_on=day)
        _tell(application, territory, user)
    for referent in application.call.referents.filter(department=application.department).select_related(
        "user"
    ):  # type: ignore[attr-defined]
        territories.grant_role(
            territory=territory, user=referent.user, kind=RoleKind.DEPARTMENT, starts_on=day
        )
    return len(pilots)


def _tell(application: Application, territory: Territory, user: User) -> None:
    outbox.post(
        kind="territory_opened",
        recipient=user.email,
        subject="Votre territoire est ouvert",
        body=render_to_string(
            "calls/mail/opened.txt",
            {
                "application": application,
                "territory": territory,
                "url": absolute(reverse("territories:show", args=[territory.slug])),
            },
        ),
        scope=f"{application.pk}:{user.pk}",
        space=application.call.programme.slug,
    )
