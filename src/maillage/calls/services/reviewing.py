"""What a reader does: write a review as one goes, send it, say something in the discussion. Every save is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import (
    Application,
    Assignment,
    Call,
    Criterion,
    Remark,
    Review,
    Reviewer,
    ReviewRevision,
    ReviewState,
)
from maillage.calls.queries.drafts import answers_of
from maillage.calls.queries.reading import last_submission
from maillage.calls.queries.review import scales_of
from maillage.calls.queries.reviewing import is_recused, phase_to_write, rights_of
from maillage.calls.scoring import score
from maillage.calls.services.drafts import expected_names
from maillage.core.childtext import findings
from maillage.programmes.held_texts.services import guard_text
from maillage.programmes.services import save_checked

TAKEN_BACK: Final = "maillage.calls.services.reviewing.take_back"
TOO_LATE: Final = "La lecture est finie\u00a0: ce que vous avez gardé reste, mais ne change plus."
IN: Final = "Cette expertise est rendue\u00a0: elle ne change plus."


@dataclass
class Saved:
    """What became of a review. flagged: passages of the comment that may speak of a child; it was then not kept.
    held: it went to the facilitators, and comes back if they agree."""

    review: Review
    flagged: list[tuple[str, str]] = field(default_factory=list)
    held: bool = False


def _flagged(application: Application, text: str) -> list[tuple[str, str]]:
    known = expected_names(application, answers_of(application))
    return [(text[one.start : one.end], one.sentence) for one in findings(text, known=known)]


def _open(reviewer: Reviewer, application: Application, now: datetime | None) -> Assignment:
    """The assignment, locked, if it may be written now."""
    found = (
        Assignment.objects.select_for_update(of=("self",))
        .filter(reviewer=reviewer, application=application)
        .first()
    )
    if found is None or is_recused(reviewer, application):
        raise ValidationError("Ce dossier ne vous est plus attribué.")
    review = getattr(found, "review", None)
    if review is not None and review.state == ReviewState.IN:
        raise ValidationError(IN)
    if phase_to_write(reviewer.call, now=now) is None:
        raise ValidationError(TOO_LATE)
    return found


@transaction.atomic
def save_review(
    *,
    reviewer: Reviewer,
    application: Application,
    scores: Mapping[str, int | None],
    comment: str,
    insisted: bool = False,
    now: datetime | None = None,
) -> Saved:
    """Keep a draft. A level that is not of the grid is left out; a comment that may speak of a child is told, not kept.
    `insisted`: its author says that it names nobody."""
    assignment = _open(reviewer, application, now)
    review = getattr(assignment, "review", None) or Review(assignment=assignment)
    scales = scales_of(Criterion.objects.filter(call=reviewer.call_id))
    kept = {
        key: value
        for key, value in scores.items()
        if key in scales and (value is None or value in scales[key].values)
    }
    fresh = comment.strip() not in {"", review.comment}  # what was kept was read already
    saved = Saved(review=review, flagged=_flagged(application, comment) if fresh else [])
    _keep(review, kept, review.comment if saved.flagged else comment.strip())
    if saved.flagged and insisted:
        saved.held = _hold(review, application, comment.strip())
        if not saved.held:  # read and given back already
            saved.flagged = []
            _keep(review, kept, comment.strip())
    return saved


def _keep(review: Review, scores: dict[str, int | None], comment: str) -> None:
    if review.pk is None or (scores, comment) != (review.scores, review.comment):
        review.scores, review.comment = scores, comment
        save_checked(review)
        ReviewRevision.objects.create(review=review, scores=scores, comment=comment)


def _hold(review: Review, application: Application, text: str) -> bool:
    last = ReviewRevision.objects.filter(review=review).order_by("-pk").values_list("pk", flat=True)[0]
    held = guard_text(
        programme=application.call.programme,
        text=text,
        origin=f"Expertise de «\u00a0{application.name}\u00a0»",
        on_release=TAKEN_BACK,
        release_with={"review": review.pk, "revision": last},
        known=expected_names(application, answers_of(application)),
    )
    return held is not None


@transaction.atomic
def take_back(*, text: str, review: int, revision: int) -> None:
    """A comment that named nobody returns to its review, if nothing was written there since."""
    found = Review.objects.select_for_update().filter(pk=review, state=ReviewState.DRAFT).first()
    before = ReviewRevision.objects.filter(pk=revision).first()
    if found is None or before is None or found.comment != before.comment:
        return
    _keep(found, found.scores, text)


@transaction.atomic
def send_review(
    *, reviewer: Reviewer, application: Application, seen: int, now: datetime | None = None
) -> Review:
    """Give in the review as it was kept. `seen`: the number of the sending its author read."""
    moment = now or timezone.now()
    assignment = _open(reviewer, application, now)
    review = getattr(assignment, "review", None)
    Call.objects.select_for_update().get(pk=reviewer.call_id)  # the grid waits
    criteria = list(Criterion.objects.filter(call=reviewer.call_id))
    submission = last_submission(application)
    if review is None or submission is None:
        raise ValidationError("Cette expertise n’est pas commencée.")
    if submission.number != seen:
        raise ValidationError(
            "La candidature a été corrigée depuis\u00a0: relisez-la, puis rendez votre expertise."
        )
    _refuse_what_lacks(review, criteria)
    review.submission, review.state, review.sent_at = submission, ReviewState.IN, moment
    save_checked(review)
    return review


def _refuse_what_lacks(review: Review, criteria: list[Criterion]) -> None:
    scales = scales_of(criteria)
    lacking = [
        each.label
        for each in criteria
        if each.key not in review.scores
        or (review.scores[each.key] is not None and review.scores[each.key] not in scales[each.key].values)
    ]
    errors: list[str] = []
    if lacking:
        errors.append("Il reste à se prononcer sur\u00a0: " + ", ".join(lacking) + ".")
    elif score(scales, review.scores) is None:
        errors.append(
            "Donnez un niveau à un critère au moins\u00a0; sinon, dites ce qui vous empêche de lire."
        )
    if not review.comment.strip():
        errors.append(
            "Motivez votre avis en quelques phrases\u00a0: c’est ce que la cité pourra apprendre de votre lecture."
        )
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def remark_as_reader(
    *, reviewer: Reviewer, application: Application, text: str, now: datetime | None = None
) -> Remark:
    """A reader speaks in the discussion, when the phase and their own review let them."""
    assignment = Assignment.objects.filter(reviewer=reviewer, application=application).first()
    review = getattr(assignment, "review", None) if assignment else None
    if is_recused(reviewer, application) or not rights_of(reviewer, assignment, review, now=now).discusses:
        raise ValidationError("La discussion de ce dossier n’est pas ouverte.")
    return write_remark(application=application, user=reviewer.user, text=text)


@transaction.atomic
def write_remark(*, application: Application, user: User, text: str) -> Remark:
    """Something said in the discussion of a file; it stays with it."""
    flagged = _flagged(application, text)
    if flagged:
        raise ValidationError({"text": [f"«\u00a0{passage}\u00a0»\u00a0: {why}" for passage, why in flagged]})
    made = Remark(application=application, author=user, text=text.strip())
    save_checked(made)
    return made


def read_scores(typed: Mapping[str, Any]) -> dict[str, int | None]:
    """The levels of a form: « c-<criterion> » holds a value, or « x » for what one cannot say."""
    found: dict[str, int | None] = {}
    for name, value in typed.items():
        if name.startswith("c-") and (value == "x" or str(value).isdecimal()):
            found[name[2:]] = None if value == "x" else int(value)
    return found
