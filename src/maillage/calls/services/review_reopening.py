"""A review that is in is given back to its reader: why, when, and what it said stay written."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import Assignment, Decision, Review, ReviewReopening, ReviewState
from maillage.calls.queries.filing import filed
from maillage.calls.queries.reviewing import is_recused, phase_to_write, title_of
from maillage.calls.services.drafts import absolute
from maillage.core import outbox
from maillage.programmes.services import save_checked


@transaction.atomic
def reopen_review(
    *, assignment: Assignment, user: User, reason: str, now: datetime | None = None
) -> ReviewReopening:
    """Their reader may write it again. Until it is in, it counts for nothing and they read blind, as the first time."""
    moment = now or timezone.now()
    locked = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    review = _given(locked)
    _refuse(locked, moment)
    made = ReviewReopening(
        review=review,
        reason=reason.strip(),
        author=user,
        reopened_at=moment,
        was_sent_at=review.sent_at or moment,
        scores=review.scores,
        comment=review.comment,
    )
    save_checked(made)
    review.state, review.sent_at = ReviewState.DRAFT, None
    save_checked(review)
    # What its letter says came from this review too: somebody reads it over again before it leaves.
    Decision.objects.filter(application=locked.application_id, sent_at__isnull=True).update(read_at=None)
    _write(locked, made, moment)
    return made


def _given(assignment: Assignment) -> Review:
    review = Review.objects.filter(assignment=assignment, state=ReviewState.IN).first()
    if review is None or review.sent_at is None:
        raise ValidationError("Cette expertise n’est pas rendue\u00a0: elle s’écrit encore.")
    return review


def _refuse(assignment: Assignment, now: datetime) -> None:
    reader, file = assignment.reviewer, assignment.application
    if Decision.objects.filter(application=file, sent_at__isnull=False).exists():
        raise ValidationError(
            "La décision de ce dossier est partie\u00a0: les expertises qui l’ont éclairée ne changent plus."
        )
    if reader.left_at or is_recused(reader, file) or not filed(file.call).filter(pk=file.pk).exists():
        raise ValidationError(
            "Cette personne ne lit plus ce dossier\u00a0: son expertise reste telle quelle."
        )
    if phase_to_write(file.call, now=now) is None:
        raise ValidationError(
            "La lecture est finie\u00a0: prolongez-la d’abord, sinon cette expertise ne pourrait plus être rendue."
        )


def _write(assignment: Assignment, made: ReviewReopening, now: datetime) -> None:
    reader, file = assignment.reviewer, assignment.application
    phase = phase_to_write(file.call, now=now)
    outbox.post(
        kind="review_reopened",
        recipient=reader.user.email,
        subject="Votre expertise est à reprendre",
        body=render_to_string(
            "calls/mail/review_reopened.txt",
            {
                "call": file.call,
                "title": title_of(file, phase),
                "reason": made.reason,
                "until": phase.ends_at if phase else None,
                "url": absolute(reverse("reviewing:show", args=[file.call.slug, file.reference])),
            },
        ),
        scope=str(made.pk),
        space=file.call.programme.slug,
    )
