"""Giving files to readers: by the plan, or by hand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.calls.models import Application, Assignment, Call, Reviewer
from maillage.calls.queries.assigning import plan_of
from maillage.calls.queries.conflicts import hard_pairs
from maillage.calls.queries.filing import filed
from maillage.calls.services.review_conflicts import detect_conflicts


@transaction.atomic
def apply_plan(*, call: Call, each: int) -> int:
    """Give every file the readers it lacks; how many assignments were made."""
    detect_conflicts(call=call)
    pairs = plan_of(call, each=each).pairs
    Assignment.objects.bulk_create(
        Assignment(reviewer_id=one, application_id=file, automatic=True) for one, file in pairs
    )
    return len(pairs)


@transaction.atomic
def assign(*, call: Call, reviewer: Reviewer, application: Application) -> Assignment:
    """Give one file to one reader. A soft conflict is shown, a hard one refuses."""
    detect_conflicts(call=call, reviewer=reviewer)
    if not filed(call).filter(pk=application.pk).exists():
        raise ValidationError({"application": "Cette candidature n’est pas déposée."})
    if (reviewer.pk, application.pk) in hard_pairs(call):
        raise ValidationError({"reviewer": "Cette personne est récusée pour ce dossier."})
    made, fresh = Assignment.objects.get_or_create(reviewer=reviewer, application=application)
    if not fresh:
        raise ValidationError({"reviewer": "Cette personne lit déjà ce dossier."})
    return made


@transaction.atomic
def unassign(*, assignment: Assignment) -> None:
    """Take a file back, while nothing was written about it."""
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if hasattr(locked, "review"):
        raise ValidationError("Une expertise est commencée\u00a0: elle est gardée, l’attribution aussi.")
    locked.delete()
