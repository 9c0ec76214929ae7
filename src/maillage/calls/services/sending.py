"""Sending an application, correcting it, withdrawing it. What was sent is frozen; its date is that of the server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.eligibility import check
from maillage.calls.models import GRACE, Application, ApplicationState, Submission, Support
from maillage.calls.queries.drafts import answers_of, form_of_application, progress_of
from maillage.calls.queries.reading import receipt_of
from maillage.calls.services.composition import forget_application
from maillage.calls.services.drafts import absolute, may_write
from maillage.calls.services.referents import tell_referents
from maillage.core import outbox

TOO_LATE = (
    "La date est passée\u00a0: la candidature est gardée telle quelle, mais elle ne peut plus être déposée."
    " L’adresse de contact de l’appel peut donner un code d’accès tardif."
)


def may_send(application: Application, *, now: datetime | None = None) -> bool:
    """Whether it may still be sent: until the deadline and its few minutes of grace, or what a late code or a correction gives."""
    moment = now or timezone.now()
    if not may_write(application, now=moment - GRACE):
        return False
    if application.state == ApplicationState.CORRECTING:
        return True
    late = application.late_code
    return application.call.takes_last_ones(moment) or (
        late is not None and moment < late.valid_until + GRACE
    )


@transaction.atomic
def submit_application(*, application: Application, user: User, now: datetime | None = None) -> Submission:
    """Send: what is written now is frozen. Refused in one sentence when something is missing or the date is past."""
    moment = now or timezone.now()
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call__programme", "late_code")
        .get(pk=application.pk)
    )
    if not may_send(locked, now=moment):
        sent = locked.state == ApplicationState.SUBMITTED
        raise ValidationError("Cette candidature est déjà déposée." if sent else TOO_LATE)
    answers = answers_of(locked)
    lacks = what_lacks(locked, answers)
    if lacks:
        raise ValidationError(lacks)
    form = form_of_application(locked)
    submission = Submission.objects.create(
        application=locked,
        number=locked.submissions.count() + 1,  # type: ignore[attr-defined]
        answers={each.key: answers[each.key] for each in form.asked(answers)},
        author=user,
        submitted_at=moment,
    )
    locked.state = ApplicationState.SUBMITTED
    locked.submitted_at = locked.submitted_at or moment
    locked.correction_until = None
    locked.save(update_fields=["state", "submitted_at", "correction_until"])
    _tell_authors(locked, submission)
    tell_referents(application=locked)
    return submission


def what_lacks(application: Application, answers: Mapping[str, Any]) -> list[str]:
    """What keeps these answers from being sent, one sentence each."""
    form = form_of_application(application)
    lacks = [lack for part in progress_of(form, answers) for lack in part.lacks]
    support = Support.objects.filter(application=application).first()
    rules = [one for one in check(answers, support) if not one.holds and not one.to_know]
    return [f"{lack.question.label.rstrip(' .')}\u00a0: {lack.sentence}" for lack in lacks] + [
        f"{one.rule} {one.why}" for one in rules
    ]


def _tell_authors(application: Application, submission: Submission) -> None:
    address = absolute(reverse("applications:receipt", args=[application.reference]))
    for author in application.authors.select_related("user"):  # type: ignore[attr-defined]
        outbox.post(
            kind="application_receipt",
            recipient=author.user.email,
            subject="Votre candidature est bien arrivée",
            body=render_to_string(
                "calls/mail/receipt.txt",
                {
                    "application": application,
                    "submission": submission,
                    "receipt": receipt_of(submission, application),
                    "url": address,
                },
            ),
            scope=f"{application.pk}:{submission.number}:{author.pk}",
            space=application.call.programme.slug,
        )


@transaction.atomic
def withdraw_application(*, application: Application, now: datetime | None = None) -> None:
    """Its authors take it back: nobody reads it any more. What was written stays theirs until the purge."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state == ApplicationState.WITHDRAWN:
        return
    locked.state = ApplicationState.WITHDRAWN
    locked.withdrawn_at = now or timezone.now()
    locked.shared_at = None
    locked.save(update_fields=["state", "withdrawn_at", "shared_at"])
    forget_application(application=locked)


@transaction.atomic
def ask_correction(
    *, application: Application, text: str, until: datetime, now: datetime | None = None
) -> None:
    """The organiser asks for a correction before a date; what was sent first stays, and the differences will show."""
    moment = now or timezone.now()
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call__programme")
        .get(pk=application.pk)
    )
    if locked.state not in {ApplicationState.SUBMITTED, ApplicationState.CORRECTING}:
        raise ValidationError("On ne demande une correction qu’à une candidature déposée.")
    if until <= moment + timedelta(hours=1):
        raise ValidationError({"until": "Laissez au moins une heure, et plutôt quelques jours."})
    if not text.strip():
        raise ValidationError({"text": "Dites ce qui est à corriger."})
    locked.state, locked.correction_asked, locked.correction_until = (
        ApplicationState.CORRECTING,
        text.strip(),
        until,
    )
    locked.save(update_fields=["state", "correction_asked", "correction_until"])
    for author in locked.authors.select_related("user"):  # type: ignore[attr-defined]
        outbox.post(
            kind="application_correction",
            recipient=author.user.email,
            subject="Votre candidature\u00a0: une correction est demandée",
            body=render_to_string(
                "calls/mail/correction.txt",
                {
                    "application": locked,
                    "url": absolute(reverse("applications:show", args=[locked.reference])),
                },
            ),
            scope=f"{locked.pk}:{author.pk}:{int(moment.timestamp())}",
            space=locked.call.programme.slug,
        )
