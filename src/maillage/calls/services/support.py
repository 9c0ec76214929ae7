"""The support of the Département: asked by a link, or given by a letter. And sharing the file with its referents."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import Application, Attachment, Support, SupportState
from maillage.calls.services.drafts import absolute
from maillage.calls.services.referents import tell_referents
from maillage.core import outbox
from maillage.core.tokens import token_digest, token_from

PURPOSE = "call-support"


def support_of_link(token: str) -> Support | None:
    """The request that a link opens; a link that was answered or replaced opens nothing."""
    return (
        Support.objects.filter(token_digest=token_digest(token), state=SupportState.ASKED)
        .exclude(application__state="WITHDRAWN")
        .select_related("application__call__programme")
        .first()
    )


@transaction.atomic
def ask_support(*, application: Application, user: User, email: str, now: datetime | None = None) -> Support:
    """Write to the Département with a link that needs no account. Asked again, the former link dies."""
    moment = now or timezone.now()
    old = Support.objects.select_for_update().filter(application=application).first()
    if old is not None and old.state == SupportState.GIVEN:
        raise ValidationError("Le Département a déjà donné son soutien.")
    token = token_from(PURPOSE, f"{application.reference}:{email.strip().lower()}:{moment.isoformat()}")
    values = {
        "email": email.strip().lower(), "token_digest": token_digest(token), "state": SupportState.ASKED, "answered_at": None,
        "comment": "", "signatory": "", "asked_at": moment,
    }  # fmt: skip
    support, _ = Support.objects.update_or_create(application=application, defaults=values)
    outbox.post(
        kind="application_support",
        recipient=support.email,
        subject="Une cité éducative demande le soutien du Département",
        body=render_to_string(
            "calls/mail/support.txt",
            {
                "application": application,
                "user": user,
                "url": absolute(reverse("applications:support", args=[token])),
            },
        ),
        scope=f"{application.pk}:{int(moment.timestamp())}",
        space=application.call.programme.slug,
    )
    return support


@transaction.atomic
def answer_support(
    *, support: Support, gives: bool, signatory: str, comment: str = "", now: datetime | None = None
) -> Support:
    """The answer of the Département, once."""
    locked = Support.objects.select_for_update().get(pk=support.pk)
    if locked.state != SupportState.ASKED:
        raise ValidationError("La réponse du Département est déjà enregistrée.")
    if not signatory.strip():
        raise ValidationError({"signatory": "Dites au titre de quelle fonction vous répondez."})
    locked.state = SupportState.GIVEN if gives else SupportState.DECLINED
    locked.signatory, locked.comment, locked.answered_at = (
        signatory.strip(),
        comment.strip(),
        now or timezone.now(),
    )
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def give_letter(*, application: Application, letter: Attachment, now: datetime | None = None) -> Support:
    """A letter of support was attached: it counts as the answer of the Département."""
    support, _ = Support.objects.update_or_create(
        application=application,
        defaults={"letter": letter, "state": SupportState.GIVEN, "answered_at": now or timezone.now()},
    )
    return support


@transaction.atomic
def share_with_department(*, application: Application, shared: bool, now: datetime | None = None) -> None:
    """Let the referents of the département read the file, or stop."""
    application.shared_at = (now or timezone.now()) if shared else None
    application.save(update_fields=["shared_at"])
    tell_referents(application=application)
