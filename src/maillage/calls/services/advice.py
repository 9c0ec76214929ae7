"""Advice asked of people without an account: yes, no, or reserved with a reason, by a link that answers once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.calls.models import Advice, AdviceState, Application
from maillage.calls.queries.filing import filed
from maillage.calls.services.drafts import absolute
from maillage.core import outbox
from maillage.core.tokens import token_digest, token_from
from maillage.programmes.services import save_checked

PURPOSE: Final = "call-advice"


def _token(advice: Advice) -> str:
    seed = f"{advice.application.reference}:{advice.email}:{advice.asked_at.timestamp()}"
    return token_from(PURPOSE, seed)


def advice_of_link(token: str) -> Advice | None:
    """The request that a link opens. Answered, taken back, or its file withdrawn: nothing any more."""
    found = (
        Advice.objects.filter(
            token_digest=token_digest(token), state=AdviceState.ASKED, revoked_at__isnull=True
        )
        .select_related("application__call__programme")
        .first()
    )
    if found is None or not filed(found.application.call).filter(pk=found.application_id).exists():
        return None
    return found


@transaction.atomic
def ask_advice(*, application: Application, email: str, capacity: str, now: datetime | None = None) -> Advice:
    """Write to somebody with a link of their own."""
    made = Advice(
        application=application,
        email=email.strip().lower(),
        capacity=capacity.strip(),
        asked_at=now or timezone.now(),
    )
    made.token_digest = token_digest(_token(made))
    save_checked(made)
    _write(made, again=False)
    return made


def _write(advice: Advice, *, again: bool) -> None:
    application = advice.application
    outbox.post(
        kind="advice_reminder" if again else "advice_asked",
        recipient=advice.email,
        subject="Rappel\u00a0: votre avis sur une candidature" if again else "Votre avis sur une candidature",
        body=render_to_string(
            "calls/mail/advice.txt",
            {
                "advice": advice,
                "application": application,
                "again": again,
                "url": absolute(reverse("reviewing:advice", args=[_token(advice)])),
            },
        ),
        scope=str(advice.pk),
        space=application.call.programme.slug,
    )


@transaction.atomic
def remind_advice(*, advice: Advice, now: datetime | None = None) -> None:
    """Remind once, with the same link."""
    locked = (
        Advice.objects.select_for_update(of=("self",))
        .select_related("application__call__programme")
        .get(pk=advice.pk)
    )
    if locked.state != AdviceState.ASKED or locked.revoked_at or locked.reminded_at:
        raise ValidationError("Un seul rappel part, et seulement tant que l’avis est attendu.")
    locked.reminded_at = now or timezone.now()
    locked.save(update_fields=["reminded_at"])
    _write(locked, again=True)


@transaction.atomic
def revoke_advice(*, advice: Advice, now: datetime | None = None) -> None:
    """Take a request back: its link dies. An advice that was given stays."""
    locked = Advice.objects.select_for_update().get(pk=advice.pk)
    if locked.state != AdviceState.ASKED:
        raise ValidationError("L’avis est déjà donné\u00a0: il reste avec le dossier.")
    locked.revoked_at = locked.revoked_at or now or timezone.now()
    locked.save(update_fields=["revoked_at"])
    outbox.cancel(kind="advice_asked", scopes=[str(locked.pk)])


@transaction.atomic
def give_advice(*, advice: Advice, state: str, reason: str = "", now: datetime | None = None) -> Advice:
    """The answer, once. A reserved or unfavourable one says why."""
    locked = Advice.objects.select_for_update().get(pk=advice.pk)
    if locked.state != AdviceState.ASKED or locked.revoked_at:
        raise ValidationError("Cet avis est déjà donné, ou n’est plus demandé.")
    if state not in {AdviceState.YES, AdviceState.RESERVED, AdviceState.NO}:
        raise ValidationError({"state": "Choisissez une des trois réponses."})
    if state != AdviceState.YES and not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi, en une phrase au moins."})
    locked.state, locked.reason, locked.answered_at = state, reason.strip(), now or timezone.now()
    save_checked(locked)
    return locked
