"""Passing a role on: the same role, from a day on, to somebody else, with what the first person knew in writing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.core.childtext import findings
from maillage.core.outbox import post
from maillage.programmes.queries import in_force
from maillage.programmes.services import save_checked
from maillage.territories.models import Handover, Role
from maillage.territories.services import appoint

NAMED: Final = "Cette note parle peut-être d’un enfant ou d’une famille. Elle n’est pas gardée\u202f: dites qui sait quoi, sans reconnaître personne."
NOT_HELD: Final = "Ce rôle n’est plus tenu\u202f: il ne se passe plus."
HIMSELF: Final = "Choisissez quelqu’un d’autre\u00a0: c’est la personne qui tient déjà ce rôle."


@transaction.atomic
def hand_over(
    *,
    role: Role,
    email: str,
    full_name: str,
    starts_on: date,
    note: str = "",
    user: Any = None,
    now: datetime | None = None,
) -> Handover:
    """Pass a role on from a day; the former one ends the day before. Both are told; the note stays with the territory."""
    held = (
        Role.objects.select_for_update(of=("self",))
        .select_related("territory__programme", "user")
        .get(pk=role.pk)
    )
    if not Role.objects.filter(in_force(), pk=held.pk).exists():
        raise ValidationError(NOT_HELD)
    if email.strip().lower() == held.user.email:
        raise ValidationError({"email": HIMSELF})
    if findings(note):
        raise ValidationError({"note": NAMED})
    after = appoint(
        territory=held.territory,
        email=email,
        full_name=full_name,
        kind=held.kind,
        starts_on=starts_on,
        replaces=held,
    )
    made = Handover(before=held, after=after, note=note.strip(), made_by=user, made_at=now or timezone.now())
    save_checked(made)
    for person, template in ((after.user, "taken"), (held.user, "passed")):
        _tell(made, person.email, template)
    return made


def _tell(handover: Handover, address: str, template: str) -> None:
    territory = handover.before.territory
    page = reverse("territories:show", args=[territory.slug])
    words = {"handover": handover, "territory": territory, "url": f"{settings.BASE_URL.rstrip('/')}{page}"}
    post(
        kind="handover",
        recipient=address,
        subject="Un rôle passe de main en main",
        body=render_to_string(f"territories/mail/handover_{template}.txt", words),
        scope=f"handover:{handover.pk}",
        reply_to=territory.programme.facilitator_contact,
        space=territory.programme.slug,
    )
