"""What keeps a reviewer away from a file: found by comparing where they work, or told by themselves."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.calls.models import (
    Application,
    Call,
    Conflict,
    ConflictLevel,
    ConflictSource,
    Reviewer,
)
from maillage.calls.queries.conflicts import reasons_found
from maillage.calls.queries.filing import filed


@transaction.atomic
def detect_conflicts(*, call: Call, reviewer: Reviewer | None = None, now: datetime | None = None) -> int:
    """Compare readers with files; how many new conflicts. What is no longer true is ended, not erased."""
    moment = now or timezone.now()
    Call.objects.select_for_update().get(pk=call.pk)
    people = [reviewer] if reviewer else list(Reviewer.objects.filter(call=call, left_at__isnull=True))
    live = Conflict.objects.filter(reviewer__in=people, source=ConflictSource.DETECTED, ended_at__isnull=True)
    known = {(each.reviewer_id, each.application_id, each.level, each.reason): each.pk for each in live}
    reasons = reasons_found(people, filed(call))
    found = {(*pair, level, reason) for pair, why in reasons.items() for level, reason in why}
    gone = [pk for key, pk in known.items() if key not in found]
    Conflict.objects.filter(pk__in=gone).update(ended_at=moment)
    fresh = sorted(found - set(known))
    Conflict.objects.bulk_create(
        Conflict(
            reviewer_id=one,
            application_id=file,
            level=level,
            reason=reason,
            source=ConflictSource.DETECTED,
            declared_at=moment,
        )
        for one, file, level, reason in fresh
    )
    return len(fresh)


@transaction.atomic
def declare_conflict(
    *, reviewer: Reviewer, application: Application, level: str, reason: str, now: datetime | None = None
) -> Conflict:
    """A reader says what ties them to a territory. A hard one takes the file from them at once; what they wrote stays."""
    if level not in ConflictLevel.values:
        raise ValidationError({"level": "Choisissez une des deux réponses."})
    if not reason.strip():
        raise ValidationError({"reason": "Dites ce qui vous lie à ce territoire, en une phrase."})
    made, _ = Conflict.objects.get_or_create(
        reviewer=reviewer,
        application=application,
        source=ConflictSource.DECLARED,
        level=level,
        reason=reason.strip(),
        ended_at=None,
        defaults={"declared_at": now or timezone.now()},
    )
    return made


@transaction.atomic
def lift_conflict(*, conflict: Conflict, now: datetime | None = None) -> None:
    """A conflict that was declared holds no longer; it stays written with its dates."""
    if conflict.source == ConflictSource.DETECTED:
        raise ValidationError(
            "Ce conflit vient de la structure ou des départements de la personne\u00a0: corrigez-les, il suivra."
        )
    Conflict.objects.filter(pk=conflict.pk, ended_at__isnull=True).update(ended_at=now or timezone.now())
