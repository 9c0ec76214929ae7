"""Publish: freeze what is read today, with the level of each block. A newer version leaves the older one its numbers only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.diagnosis.gate.ledger import release_figures
from maillage.diagnosis.models import Audience
from maillage.sharing.freezing import numbers_only
from maillage.sharing.models import Publication, SharedDiagnosis, Step, Validation, Verdict
from maillage.sharing.queries.publication import cover_of, frozen_today
from maillage.sharing.services.restitution_mirror import locked
from maillage.surveys.models import Sheet


@transaction.atomic
def publish(
    *,
    shared: SharedDiagnosis,
    audience: str,
    user: Any,
    reason: str = "",
    now: datetime | None = None,
) -> Publication:
    """A new version. The first one comes after a validation; each next one says what changes."""
    held, moment = locked(shared), now or timezone.now()
    if audience not in Audience.values:
        raise ValidationError({"audience": "Choisissez pour qui ce diagnostic est publié."})
    versions = Publication.objects.filter(shared=held)
    if held.step == Step.PUBLISHED:
        if not reason.strip():
            raise ValidationError({"reason": "Dites en une phrase ce qui change."})
    elif held.step != Step.VALIDATION:
        raise ValidationError("On publie après la relecture et la validation.")
    elif not _somebody_validated(held):
        raise ValidationError("Aucune institution n’a encore validé\u00a0: notez d’abord leurs décisions.")
    _write_in_ledger(held, Audience(audience), moment)
    for old in versions.filter(archived_at__isnull=True):
        archive(publication=old, now=moment)
    made = Publication.objects.create(
        shared=held,
        number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        audience=audience,
        cover=cover_of(held, moment),
        content=frozen_today(held),
        reason=reason.strip()[:300],
        published_at=moment,
        published_by=user,
    )
    held.step = Step.PUBLISHED
    held.save(update_fields=["step"])
    return made


def _write_in_ledger(shared: SharedDiagnosis, audience: Audience, now: datetime) -> None:
    """The gate refuses figures too close to those already shown, but for those who took their answers back."""
    taken = Sheet.objects.filter(wave=shared.wave_id, withdrawn_at__isnull=False)
    withdrawn = [
        f"actor {actor}" if actor else f"sheet {sheet}"
        for actor, sheet in taken.values_list("participation__actor_id", "public_id")
    ]
    release_figures(diagnosis=shared.diagnosis, audience=audience, withdrawn=withdrawn, now=now)


def _somebody_validated(shared: SharedDiagnosis) -> bool:
    """Whether the last word of at least one institution is yes, with or without reservations."""
    last: dict[int, str] = {}
    for each in Validation.objects.filter(institution__shared=shared).order_by("pk"):
        last[each.institution_id] = each.verdict
    return any(verdict != Verdict.REFUSED for verdict in last.values())


@transaction.atomic
def archive(*, publication: Publication, now: datetime | None = None) -> None:
    """Keep of a version its counts and indices: no name, nobody's words."""
    row = Publication.objects.select_for_update().get(pk=publication.pk)
    if row.archived_at is not None:
        return
    row.content = numbers_only(row.content)
    row.archived_at = now or timezone.now()
    row.save(update_fields=["content", "archived_at"])
