"""Open the shared work on a wave whose figures are computed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.sharing.models import SharedDiagnosis
from maillage.surveys.models import Wave


@transaction.atomic
def open_shared(*, diagnosis: Diagnosis, user: Any) -> SharedDiagnosis:
    """Begin the shared diagnosis of a wave; one that is begun is returned as it is."""
    Wave.objects.select_for_update().get(pk=diagnosis.wave_id)
    begun = SharedDiagnosis.objects.filter(wave=diagnosis.wave_id).first()
    if begun is not None:
        return begun
    if diagnosis.state not in {DiagnosisState.READY, DiagnosisState.PUBLISHED}:
        raise ValidationError("Ce diagnostic n’est pas encore calculé\u00a0: attendez la fin du calcul.")
    made: SharedDiagnosis = SharedDiagnosis.objects.create(
        territory_id=diagnosis.territory_id, wave_id=diagnosis.wave_id, diagnosis=diagnosis, created_by=user
    )
    return made
