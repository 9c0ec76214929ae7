"""What one may do with a diagnosis: ask for it, compute it, share it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from maillage.diagnosis import opinions, recourse
from maillage.diagnosis import snapshot as snapshots
from maillage.diagnosis.gate.ledger import release_figures
from maillage.diagnosis.map.layout import positions
from maillage.diagnosis.models import Audience, Diagnosis, DiagnosisState, Finding
from maillage.diagnosis.releases import TWO_SORTS, release
from maillage.surveys.models import Wave

if TYPE_CHECKING:
    from maillage_analysis.network import Network

log = logging.getLogger(__name__)
DONE = (DiagnosisState.READY, DiagnosisState.PUBLISHED)
TASK = "maillage.diagnosis.tasks.compute"
MOST_ATTEMPTS = int(str(settings.Q_CLUSTER["max_attempts"]))
TOO_LONG = (
    "Le calcul a dépassé le temps qui lui est donné. Rien n’a été publié. Recommencez\u202f; s’il s’arrête encore, "
    "prévenez votre tiers facilitateur."
)
INTERRUPTED = (
    "Le calcul s’est arrêté plusieurs fois sans aller au bout. Rien n’a été publié. Recommencez\u202f; s’il s’arrête encore, "
    "prévenez votre tiers facilitateur."
)


@transaction.atomic
def request_diagnosis(
    *,
    wave: Wave,
    user: Any,
    previous_wave: Wave | None = None,
    seed: int | None = None,
    replicates: int | None = None,
) -> Diagnosis:
    """Ask for the diagnosis of a wave. The job is written in the same transaction: both exist, or none."""
    if previous_wave and (
        previous_wave.territory_id != wave.territory_id or previous_wave.number >= wave.number
    ):
        raise ValidationError("La vague de comparaison est une vague plus ancienne du même territoire.")
    chosen = {key: value for key, value in (("seed", seed), ("replicates", replicates)) if value is not None}
    diagnosis = Diagnosis(
        territory=wave.territory, wave=wave, previous_wave=previous_wave, requested_by=user, **chosen
    )
    diagnosis.full_clean(exclude=["snapshot", "requested_by"])
    diagnosis.save()
    async_task(TASK, diagnosis.pk)
    return diagnosis


@transaction.atomic
def restart_diagnosis(*, diagnosis: Diagnosis) -> Diagnosis:
    """Compute again a diagnosis whose computation broke off. Asked twice at once, it starts once."""
    locked = Diagnosis.objects.select_for_update().get(pk=diagnosis.pk)
    if locked.state != DiagnosisState.FAILED:
        return locked
    locked.state, locked.message, locked.attempts = DiagnosisState.WAITING, "", 0
    locked.progress, locked.progress_label = 0, ""
    locked.save(update_fields=["state", "message", "attempts", "progress", "progress_label"])
    async_task(TASK, locked.pk)
    return locked


def compute(*, diagnosis_id: int) -> None:
    """Compute and keep every figure of a diagnosis. May be delivered twice: what is over is left alone."""
    if not _begin(diagnosis_id):
        return
    try:
        diagnosis = Diagnosis.objects.select_related("wave", "previous_wave").get(pk=diagnosis_id)
        with transaction.atomic():
            taken = snapshots.take(diagnosis)
        findings = _figures(diagnosis, taken)
        _keep(diagnosis, taken, findings)
    except Exception as error:
        log.exception("diagnosis %s failed", diagnosis_id)
        _move(diagnosis_id, state=DiagnosisState.FAILED, message=_explain(error))
    except SystemExit:  # the queue stops a job that takes too long, and does not deliver it again
        _move(diagnosis_id, state=DiagnosisState.FAILED, message=TOO_LONG)
        raise


@transaction.atomic
def _begin(diagnosis_id: int) -> bool:
    """Count one more attempt; False when there is nothing left to do.

    A job that kills its worker, by its memory for example, says nothing and is delivered again: it is counted before
    it starts, so that the last of its deliveries says what happened.
    """
    diagnosis = Diagnosis.objects.select_for_update().get(pk=diagnosis_id)
    if diagnosis.state in (*DONE, DiagnosisState.FAILED):
        return False
    most = MOST_ATTEMPTS
    if diagnosis.attempts >= most:
        _move(diagnosis_id, state=DiagnosisState.FAILED, message=INTERRUPTED)
        return False
    again = (
        f"Nouvel essai, {diagnosis.attempts + 1} sur {most}" if diagnosis.attempts else "Lecture des réponses"
    )
    _move(
        diagnosis_id,
        state=DiagnosisState.RUNNING,
        attempts=diagnosis.attempts + 1,
        progress=0,
        progress_label=again,
        message="",
    )
    return True


def _move(diagnosis_id: int, **fields: Any) -> None:
    Diagnosis.objects.filter(pk=diagnosis_id).exclude(state__in=DONE).update(**fields)


def _explain(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)[:300]
    return "Le calcul n’a pas pu aller au bout. Rien n’a été publié. Recommencez\u202f; s’il s’arrête encore, prévenez votre tiers facilitateur."


def _figures(diagnosis: Diagnosis, taken: snapshots.Snapshot) -> list[Finding]:
    """Every finding of the wave, then of what changed, ready to be kept."""
    if not taken.network.n:
        raise ValidationError(
            "Cette vague n’a aucun acteur\u00a0: importez d’abord des réponses, puis relancez le diagnostic."
        )
    from maillage_analysis.analysis import analyse

    options: dict[str, Any] = {"group": "group", "seed": diagnosis.seed, "replicates": diagnosis.replicates}
    results = analyse(
        taken.network,
        layers=taken.layers,
        trust=taken.trust,
        progress=_follow(diagnosis.pk, taken.previous is not None),
        **options,
    )
    found = _findings(diagnosis, "wave", results, taken)
    found += opinions.finding_of(diagnosis, taken.votes)
    found += recourse.finding_of(diagnosis, taken.recourse, taken.kept["ties"])
    if taken.previous is not None:
        found += _changes(diagnosis, taken, taken.previous, options)
    return found


def _changes(
    diagnosis: Diagnosis, taken: snapshots.Snapshot, previous: Network, options: dict[str, Any]
) -> list[Finding]:
    """What changed since the previous wave, or why the two waves cannot be compared."""
    from maillage_analysis.results import PerGroup
    from maillage_analysis.waves import compare

    if previous.directed != taken.network.directed:
        n = taken.network.n_answered
        return _findings(
            diagnosis, "change", {"ties": PerGroup(values={}, n_answered=n, withheld=TWO_SORTS)}, taken
        )
    _move(diagnosis.pk, progress=90, progress_label="Comparaison avec la vague précédente")
    return _findings(diagnosis, "change", compare(previous, taken.network, **options), taken)


def _follow(diagnosis_id: int, two_waves: bool) -> Callable[..., None]:
    """What the analysis calls after each figure."""
    share = 90 if two_waves else 99

    def follow(done: float, label: str = "") -> None:
        _move(diagnosis_id, progress=min(share, int(share * done)), progress_label=label[:120])

    return follow


def _findings(
    diagnosis: Diagnosis, scope: str, results: Mapping[str, Any], taken: snapshots.Snapshot
) -> list[Finding]:
    """Findings ready to be kept: nothing below its threshold goes through."""
    from maillage_analysis.analysis import as_json
    from maillage_analysis.registry import metrics

    versions = {key: metric.version for key, metric in metrics().items()}
    found = []
    for key, result in results.items():
        value = release(key, result, as_json(result, key=key), taken.network, taken.trust)
        found.append(
            Finding(
                diagnosis=diagnosis,
                scope=scope,
                key=key,
                version=versions.get(key, 1),
                value=value,
                n_answered=result.n_answered,
                withheld=(value.get("withheld") or "")[:300],
            )
        )
    return found


@transaction.atomic
def _keep(diagnosis: Diagnosis, taken: snapshots.Snapshot, findings: list[Finding]) -> None:
    """All the figures at once, in place of those of an interrupted attempt."""
    locked = Diagnosis.objects.select_for_update().get(pk=diagnosis.pk)
    if locked.state in DONE:  # another delivery of the same job came first
        return
    locked.findings.all().delete()
    Finding.objects.bulk_create(findings)
    locked.state = DiagnosisState.READY
    locked.progress = 100
    locked.progress_label = "Terminé"
    locked.message = ""
    locked.snapshot = taken.kept | {
        "positions": positions(taken.kept, locked.seed),
        "modes": taken.modes,
        "prints": taken.prints,
    }
    locked.input_hash = taken.input_hash
    locked.package_version = version("maillage")
    locked.computed_at = timezone.now()
    locked.save()


@transaction.atomic
def publish_diagnosis(*, diagnosis: Diagnosis) -> Diagnosis:
    """Share a diagnosis that was computed and read over."""
    locked = Diagnosis.objects.select_for_update().get(pk=diagnosis.pk)
    if locked.state == DiagnosisState.PUBLISHED:
        return locked
    if locked.state != DiagnosisState.READY:
        raise ValidationError(
            "Ce diagnostic n’est pas encore prêt\u00a0: attendez la fin du calcul avant de le partager."
        )
    release_figures(diagnosis=locked, audience=Audience.TERRITORY)
    locked.state = DiagnosisState.PUBLISHED
    locked.published_at = timezone.now()
    locked.save(update_fields=["state", "published_at"])
    return locked
