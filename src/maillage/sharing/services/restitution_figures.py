"""An answer taken back while people read: the figures are computed again, and the shared diagnosis follows."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django_q.tasks import async_task

from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.diagnosis.services import compute, request_diagnosis
from maillage.sharing.models import Reader, SharedDiagnosis, Step
from maillage.sharing.queries.restitution import stale
from maillage.sharing.services.restitution_mirror import locked
from maillage.surveys.models import Sheet
from maillage.surveys.services.sheets import withdraw_sheet

TASK: Final = "maillage.sharing.tasks.follow"
READ: Final = (Step.WRITING, Step.MIRROR, Step.PREVIEW, Step.VALIDATION)
DONE: Final = (DiagnosisState.READY, DiagnosisState.PUBLISHED)


def sheet_of(reader: Reader) -> Sheet | None:
    """The sheet that this actor sent, if it answered by the platform and has not taken it back."""
    found: Sheet | None = Sheet.objects.filter(
        participation__wave=reader.shared.wave_id,
        participation__actor=reader.actor_id,
        submitted_at__isnull=False,
        withdrawn_at__isnull=True,
    ).first()
    return found


@transaction.atomic
def withdraw_answer(*, reader: Reader, receipt: str) -> None:
    """Take one's answer back from the preview: the receipt is asked for, as the link is not the secret of the answer."""
    sheet = sheet_of(reader)
    if sheet is None:
        raise ValidationError("Aucune réponse envoyée ici\u00a0: écrivez à votre tiers facilitateur.")
    withdraw_sheet(sheet=sheet, receipt=receipt)
    ask_again(shared=reader.shared)


@transaction.atomic
def ask_again(*, shared: SharedDiagnosis, user: Any = None) -> Diagnosis | None:
    """Ask for the figures again when an answer has left the wave since; nothing when they are true already."""
    held = locked(shared)
    if held.step not in READ or not stale(held):
        return None
    shown = Diagnosis.objects.select_related("previous_wave").get(pk=held.diagnosis_id)
    fresh = request_diagnosis(
        wave=held.wave,
        user=user,
        previous_wave=shown.previous_wave,
        seed=shown.seed,
        replicates=shown.replicates,
    )
    async_task(TASK, held.pk, fresh.pk)
    return fresh


def follow(*, shared_id: int, diagnosis_id: int) -> None:
    """Compute, unless another process has, then show the new figures. May be delivered twice."""
    compute(diagnosis_id=diagnosis_id)
    with transaction.atomic():
        held = locked(SharedDiagnosis.objects.get(pk=shared_id))
        fresh = Diagnosis.objects.get(pk=diagnosis_id)
        if fresh.state in DONE and held.step in READ and held.diagnosis_id < fresh.pk:
            _follow(held, fresh)


def _follow(shared: SharedDiagnosis, fresh: Diagnosis) -> None:
    shared.diagnosis = fresh
    shared.save(update_fields=["diagnosis"])


def watch() -> int:
    """Every quarter of an hour: answers withdrawn by their own link; how many diagnoses are computed again."""
    reading = SharedDiagnosis.objects.filter(step__in=READ).select_related("territory__programme", "wave")
    return sum(ask_again(shared=each) is not None for each in reading.order_by("pk"))
