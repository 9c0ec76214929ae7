"""Each institution says whether it validates, with its reservations and a date. Who wrote it down is kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.sharing.models import Institution, Step, Validation, Verdict
from maillage.sharing.services.restitution_mirror import locked
from maillage.sharing.services.restitution_words import checked, keep_words


@transaction.atomic
def record_validation(
    *,
    institution: Institution,
    verdict: str,
    decided_on: date,
    user: Any,
    reservations: str = "",
    now: datetime | None = None,
) -> Validation:
    """Write down what an institution decided. Said again, the last one counts and the others stay."""
    held, moment = locked(institution.shared), now or timezone.now()
    if held.step not in {Step.VALIDATION, Step.PUBLISHED}:
        raise ValidationError("La validation vient après la relecture.")
    if verdict not in Verdict.values:
        raise ValidationError({"verdict": "Choisissez une des trois décisions."})
    if decided_on > timezone.localdate(moment):
        raise ValidationError(
            {"decided_on": "Cette date est à venir\u00a0: notez la décision une fois prise."}
        )
    if held.preview_from and decided_on < timezone.localdate(held.preview_from):
        raise ValidationError({"decided_on": "Une institution décide après l’ouverture de la relecture."})
    said = reservations.strip()
    if verdict != Verdict.VALIDATED:
        said = checked(
            said, field="reservations", empty="Écrivez les réserves, ou la raison\u00a0: elles sont montrées."
        )
    row = Validation.objects.create(
        institution=institution,
        verdict=verdict,
        decided_on=decided_on,
        recorded_by=user,
        recorded_at=moment,
    )
    keep_words(shared=held, row=row, field="reservations", text=said, origin="Réserves d’une institution")
    return row
