"""What facilitators are written about a held text: that it waits and where, never a word of it."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from maillage.accounts.models import User
from maillage.core.outbox import post
from maillage.programmes.models import HeldText, ProgrammeRoleKind
from maillage.programmes.queries import in_force

SUBJECTS = {
    "held": "Un texte attend votre décision",
    "waits": "Un texte attend votre décision depuis plus d’un jour",
}


def moderators_of(held: HeldText) -> list[str]:
    """The addresses of the facilitators of the programme, today."""
    roles = held.programme.roles.filter(in_force(), kind=ProgrammeRoleKind.FACILITATOR)  # type: ignore[attr-defined]
    users = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    return list(users.order_by("email").values_list("email", flat=True))


def write_to_moderators(*, held: HeldText, kind: str) -> None:
    """One message to each facilitator, in the outbox; after a day without a decision, to the contact of the programme too."""
    page = reverse("programmes:held_text", args=[held.programme.slug, held.pk])
    context = {"url": f"{settings.BASE_URL.rstrip('/')}{page}", "late": kind == "waits"}
    text = render_to_string("programmes/mail/held_text.txt", context)
    addresses = moderators_of(held)
    contact = held.programme.facilitator_contact
    if kind == "waits" and contact and contact not in addresses:
        addresses.append(contact)
    for address in addresses:
        post(
            kind=f"held_text.{kind}",
            recipient=address,
            subject=SUBJECTS[kind],
            body=text,
            scope=f"held_text:{held.pk}",
            space=held.programme.slug,
        )
